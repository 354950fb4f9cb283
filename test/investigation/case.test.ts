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
const DEED = { by: 'U0ALICE', at: '2026-11-24T10:41:01.000Z' };
const ASKED: CaseEvent = {
  ...DEED,
  type: 'asked',
  runId: 'r1',
  detection: 'authfail',
  window: { text: '24h', span: { from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' } },
};
const ALICE = { kind: 'identity', value: 'arn:aws:iam::111122223333:user/alice' } as const;
const KEY = { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } as const;

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
    expect(foldAll(OPENED)).toEqual({
      id: 'T0LOCAL-7',
      number: 7,
      teamId: 'T0LOCAL',
      channelId: 'C0INC042',
      threadTs: '1.000001',
      status: 'open',
      openedBy: 'U0ALICE',
      openedAt: '2026-11-24T10:41:00.000Z',
      window: '24h',
      reopenings: 0,
      running: [],
      people: ['U0ALICE'],
      refused: [],
      questions: 0,
      scannedBytes: 0,
      billedBytes: 0,
      lastActivityAt: '2026-11-24T10:41:00.000Z',
      seq: 1,
    });
  });

  it('counts questions, bytes and people', () => {
    const head = foldAll(
      OPENED,
      ASKED,
      { ...DEED, type: 'answered', runId: 'r1', rows: 3, scannedBytes: 100, billedBytes: 10_000, finding: 'x' },
      { ...ASKED, runId: 'r2' },
      {
        type: 'failed',
        runId: 'r2',
        reason: 'y',
        scannedBytes: 20,
        billedBytes: 5_000,
        by: 'U0BOB',
        at: '2026-11-24T10:45:00.000Z',
      },
    );

    expect(head).toMatchObject({
      questions: 2,
      scannedBytes: 120,
      billedBytes: 15_000,
      people: ['U0ALICE', 'U0BOB'],
      lastActivityAt: '2026-11-24T10:45:00.000Z',
      seq: 5,
      running: [],
    });
  });

  it('keeps which questions have no outcome yet', () => {
    const failed = { type: 'failed', runId: 'r1', reason: 'y', scannedBytes: 0, billedBytes: 0 } as const;

    expect(foldAll(OPENED, ASKED, { ...ASKED, runId: 'r2' }).running).toEqual(['r1', 'r2']);
    expect(foldAll(OPENED, ASKED, { ...ASKED, runId: 'r2' }, { ...DEED, ...failed }).running).toEqual(['r2']);
  });

  it('keeps the latest suspect, with who chose it and when', () => {
    const head = foldAll(
      OPENED,
      { type: 'suspect_chosen', suspect: ALICE, by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' },
      { type: 'suspect_chosen', suspect: KEY, by: 'U0ALICE', at: '2026-11-24T10:44:00.000Z' },
    );

    expect(head.suspect).toEqual({ ...KEY, by: 'U0ALICE', at: '2026-11-24T10:44:00.000Z' });
  });

  it('keeps the suspect of the later deed, whichever was entered last', () => {
    const head = foldAll(
      OPENED,
      { type: 'suspect_chosen', suspect: KEY, by: 'U0ALICE', at: '2026-11-24T10:44:00.000Z' },
      { type: 'suspect_chosen', suspect: ALICE, by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' },
    );

    expect(head).toMatchObject({ suspect: { ...KEY, by: 'U0ALICE' }, people: ['U0ALICE', 'U0BOB'], seq: 3 });
  });

  it('is closed with who closed it and why, until it is reopened', () => {
    const closing: CaseEvent = { ...DEED, type: 'closed', note: 'Key was rotated.' };

    const closed = foldAll({ ...OPENED, title: 'Leaked key' }, closing);
    const reopened = foldAll({ ...OPENED, title: 'Leaked key' }, closing, { ...DEED, type: 'reopened' });

    expect(closed).toMatchObject({
      title: 'Leaked key',
      status: 'closed',
      closed: { ...DEED, note: 'Key was rotated.' },
    });
    expect(reopened).toMatchObject({ title: 'Leaked key', status: 'open', reopenings: 1 });
    expect(reopened.closed).toBeUndefined();
  });

  it('keeps who was refused, once, and counts them not among the people', () => {
    const refused: CaseEvent = { type: 'refused', by: 'U0CAROL', at: '2026-11-24T10:50:00.000Z' };

    const head = foldAll(OPENED, refused, refused);

    expect(head).toMatchObject({ refused: ['U0CAROL'], people: ['U0ALICE'], lastActivityAt: OPENED.at, seq: 3 });
  });

  it('keeps the latest window and the latest budget', () => {
    const head = foldAll(
      OPENED,
      { ...DEED, type: 'window_set', window: '7d' },
      { ...DEED, type: 'budget_set', budgetUsd: 2 },
      { ...DEED, type: 'window_set', window: 'all' },
      { ...DEED, type: 'budget_set', budgetUsd: 5 },
    );

    expect(head).toMatchObject({ window: 'all', budgetUsd: 5, seq: 5 });
  });

  it.each<CaseEvent>([
    { ...DEED, type: 'shown', runId: 'r1', table: 'codes', by: 'U0BOB' },
    { ...DEED, type: 'stopped', runId: 'r1', by: 'U0BOB' },
    { ...DEED, type: 'noted', text: 'x', by: 'U0BOB' },
    { ...DEED, type: 'exported', files: [], by: 'U0BOB' },
  ])('counts what was $type as no question and no cost', (event) => {
    const before = foldAll(OPENED, ASKED);

    const after = foldAll(OPENED, ASKED, event);

    expect(after).toEqual({ ...before, people: ['U0ALICE', 'U0BOB'], seq: 3 });
  });

  it('refuses an entry that does not follow', () => {
    expect(() => fold(foldAll(OPENED), { ...ASKED, seq: 3 })).toThrow('log entry 3 does not follow on 1');
  });

  it('refuses a case that does not begin with its opening', () => {
    expect(() => fold(undefined, { ...ASKED, seq: 1 })).toThrow('a case begins with "opened"');
  });
});
