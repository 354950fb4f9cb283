import { afterEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import { buildNamesOf } from '../../src/slack/people.js';
import { Stage } from '../local/slack/bolt-app.js';

const stage = new Stage();
afterEach(() => stage.clear());

async function open() {
  const slack = await stage.workspace();
  const lines: string[] = [];
  const log = pino({ level: 'warn' }, { write: (line: string) => void lines.push(line) });
  const clock = { nowMs: 0 };
  const namesOf = buildNamesOf({ client: stage.client(slack), log, nowMs: () => clock.nowMs });
  return { slack, lines, clock, namesOf };
}

describe('the names of people', () => {
  it('come from Slack', async () => {
    const { namesOf, lines } = await open();

    expect(Object.fromEntries(await namesOf(['U0ALICE', 'U0BOB']))).toEqual({ U0ALICE: 'alice', U0BOB: 'bob' });
    expect(lines).toEqual([]);
  });

  it('are asked for once an hour', async () => {
    const { slack, clock, namesOf } = await open();
    await namesOf(['U0ALICE']);

    slack.failNext('users.info', { error: 'fatal_error' });
    clock.nowMs = 3_599_999;
    expect((await namesOf(['U0ALICE'])).get('U0ALICE')).toBe('alice');
    clock.nowMs = 3_600_000;

    expect((await namesOf(['U0ALICE'])).get('U0ALICE')).toBe('U0ALICE');
  });

  it('are the ids where the app may not ask, with one line in the log', async () => {
    const { slack, lines, namesOf } = await open();
    slack.failNext('users.info', { error: 'missing_scope' });
    slack.failNext('users.info', { error: 'missing_scope' });

    const names = await namesOf(['U0ALICE', 'U0BOB']);

    expect(Object.fromEntries(names)).toEqual({ U0ALICE: 'U0ALICE', U0BOB: 'U0BOB' });
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('missing_scope');
  });

  it('are those that can be had, and the id of somebody whom Slack does not know', async () => {
    const { namesOf } = await open();

    expect(Object.fromEntries(await namesOf(['U0ALICE', 'U0GONE']))).toEqual({ U0ALICE: 'alice', U0GONE: 'U0GONE' });
  });
});
