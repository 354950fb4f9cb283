import { describe, expect, it } from '@jest/globals';
import { type Case, type CaseEvent, fold } from '../../src/investigation/case.js';

const OPENED: CaseEvent = {
  type: 'opened',
  number: 7,
  teamId: 'T0LOCAL',
  channelId: 'C0INC042',
  threadTs: '1.000001',
  window: '24h',
  by: 'U0ALICE',
  at: '2026-11-24T10:41:00.000Z',
};
const ASKED: CaseEvent = {
  type: 'asked',
  runId: 'r1',
  detection: 'authfail',
  from: '2026-11-23T10:41:00Z',
  to: '2026-11-24T10:41:00Z',
  by: 'U0ALICE',
  at: '2026-11-24T10:41:01.000Z',
};

const foldAll = (...events: CaseEvent[]): Case => {
  const head = events.reduce<Case | undefined>(
    (before, event, at) => fold(before, { ...event, seq: at + 1 }),
    undefined,
  );
  if (!head) throw new Error('no events');
  return head;
};

describe('fold', () => {
  it('makes a head from the first entry', () => {
    expect(foldAll(OPENED)).toMatchObject({
      id: 'T0LOCAL-7',
      status: 'open',
      people: ['U0ALICE'],
      questions: 0,
      seq: 1,
    });
  });

  it('counts questions, bytes and people, and keeps the latest suspect', () => {
    const head = foldAll(
      OPENED,
      ASKED,
      { type: 'answered', runId: 'r1', rows: 3, scannedBytes: 100, finding: 'x', by: 'U0ALICE', at: ASKED.at },
      { type: 'suspect_chosen', suspect: 'arn:first', by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' },
      { type: 'suspect_chosen', suspect: 'arn:second', by: 'U0ALICE', at: '2026-11-24T10:44:00.000Z' },
      { type: 'failed', runId: 'r2', reason: 'y', scannedBytes: 20, by: 'U0BOB', at: '2026-11-24T10:45:00.000Z' },
    );

    expect(head).toMatchObject({
      questions: 1,
      scannedBytes: 120,
      people: ['U0ALICE', 'U0BOB'],
      suspect: { arn: 'arn:second', by: 'U0ALICE', at: '2026-11-24T10:44:00.000Z' },
      lastActivityAt: '2026-11-24T10:45:00.000Z',
      seq: 6,
    });
  });

  it('refuses an entry that does not follow', () => {
    expect(() => fold(foldAll(OPENED), { ...ASKED, seq: 3 })).toThrow('log entry 3 does not follow on 1');
  });

  it('refuses a case that does not begin with its opening', () => {
    expect(() => fold(undefined, { ...ASKED, seq: 1 })).toThrow('a case begins with "opened"');
  });
});
