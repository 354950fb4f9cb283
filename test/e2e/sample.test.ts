import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { shortIdentity } from '../../src/detections/identity.js';
import { readLogs } from '../../src/local/athena/logs.js';
import { writeSample } from '../../src/local/sample/sample.js';
import { ALICE, BOB, sentenceOf, tableOf, until, withWorkspace } from './workspace.js';

describe('the sample', () => {
  it('tells its story: the refused key, what it did, and the session that it got', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    const summary = await writeSample(folder, { now: new Date() });
    const suspect = shortIdentity(summary.suspectArn);
    const session = shortIdentity(summary.roleSessionArn);
    const refused = summary.denials.byArn[summary.suspectArn];

    await withWorkspace(await readLogs(folder), async (workspace) => {
      await workspace.command(ALICE, '/ir authfail');
      const [refusals] = await workspace.answers(1);
      expect(sentenceOf(refusals)).toContain(`; ${suspect} makes `);
      const counts = tableOf(refusals).rows.map(([identity, , count]) => [identity, Number(count)]);
      expect(counts[0]?.[0]).toBe(suspect);
      expect(counts.map(([identity]) => identity)).toContain(session);

      await workspace.command(ALICE, '/ir run notebook-2.2');
      const [, notebook] = await workspace.answers(2);
      expect(tableOf(notebook).rows[0]).toEqual([suspect, String(refused)]);

      if (!refusals) throw new Error('no answer to click in');
      await workspace.click(BOB, refusals, session);
      await workspace.answers(3);
      const known = workspace.posts().length;
      await workspace.command(BOB, '/ir services');
      const services = await until('the services', () => workspace.posts()[known]);
      expect(tableOf(services).rows.map(([service]) => service)).toEqual(
        expect.arrayContaining(['s3', 'secretsmanager']),
      );
    });
    await rm(folder, { recursive: true, force: true });
  }, 60_000);
});
