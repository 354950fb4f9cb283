import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { allLogCalls, logCallsIn } from './log-lines.js';

/** The messages in the table of docs/metrics.md, each a row: message, what happened, what to do. */
async function documented(): Promise<readonly string[]> {
  const page = await readFile('docs/metrics.md', 'utf8');
  const [, lines = ''] = page.split(/^## Log lines$/m);
  const rows = [...lines.matchAll(/^\| `([^`]+)` \| (.*) \| (.*) \|$/gm)];
  for (const [row, , happened = '', toDo = ''] of rows)
    if (happened.trim() === '' || toDo.trim() === '') throw new Error(`an empty cell in ${row}`);
  return rows.map(([, message = '']) => message);
}

describe('the log lines of failures', () => {
  it('are all in docs/metrics.md, and there are no others', async () => {
    const messages = (await allLogCalls()).map(({ message }) => message);

    expect(messages.length).toBeGreaterThan(30);
    expect([...new Set(messages)].sort()).toEqual([...(await documented())].sort());
  });

  it('are written out where they are logged', async () => {
    expect((await allLogCalls()).filter(({ message }) => message === undefined)).toEqual([]);
  });

  it('are found however they are logged', async () => {
    const source = `
      log.error({ err }, 'one');
      deps.log.warn('two');
      if (x) runLog[isBad ? 'warn' : 'error']({ err }, 'three');
      work().catch((err: unknown) => this.allLog.fatal({ err }, 'four'));
      logger.warn(\`five of \${them} and \${others}\`);
      errors.error({ err }, 'six');
      log.info({}, 'no failure');
      catalog.error('no log');
      log.error({}, text);
    `;

    expect((await logCallsIn(source, 'x.ts')).map(({ message }) => message)).toEqual([
      'one',
      'two',
      'three',
      'four',
      'five of … and …',
      'six',
      undefined,
    ]);
  });
});
