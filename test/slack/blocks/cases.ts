import type { Case, LogEntry } from '../../../src/investigation/case.js';

export const ALICE_ARN = 'arn:aws:iam::111122223333:user/alice';

export const CASE: Case = {
  id: 'T0LOCAL-7',
  number: 7,
  teamId: 'T0LOCAL',
  channelId: 'C0INC042',
  threadTs: '1.000001',
  status: 'open',
  openedBy: 'U0ALICE',
  openedAt: '2026-11-24T10:41:00.000Z',
  window: '24h',
  people: ['U0ALICE', 'U0BOB'],
  questions: 2,
  scannedBytes: 1_288_490_189,
  billedBytes: 2_638_827_906,
  lastActivityAt: '2026-11-24T10:45:00.000Z',
  seq: 5,
};

const at = (time: string) => ({ by: 'U0ALICE', at: `2026-11-24T${time}:00.000Z` });
const WINDOW = { text: '24h', span: { from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' } };

/** A day of a case: every kind of event once or more. */
export const LOG: readonly LogEntry[] = [
  {
    seq: 1,
    type: 'opened',
    number: 7,
    teamId: 'T0LOCAL',
    channelId: 'C0INC042',
    threadTs: '1.000001',
    window: '24h',
    ...at('10:41'),
  },
  { seq: 2, type: 'asked', runId: 'run1', detection: 'authfail', window: WINDOW, ...at('10:41') },
  {
    seq: 3,
    type: 'answered',
    runId: 'run1',
    rows: 3,
    scannedBytes: 1_288_490_189,
    billedBytes: 1_288_700_000,
    finding: '3 identities were refused 214 times.',
    ...at('10:42'),
  },
  { seq: 4, type: 'suspect_chosen', suspect: { kind: 'identity', value: ALICE_ARN }, ...at('10:43') },
  {
    seq: 5,
    type: 'asked',
    runId: 'run2',
    detection: 'about',
    about: { kind: 'identity', value: ALICE_ARN },
    window: { text: '7d', span: { from: '2026-11-17T10:43:00Z', to: '2026-11-24T10:43:00Z' } },
    ...at('10:43'),
  },
  {
    seq: 6,
    type: 'failed',
    runId: 'run2',
    reason: 'The table is gone.',
    scannedBytes: 0,
    billedBytes: 0,
    ...at('10:44'),
  },
  { seq: 7, type: 'window_set', window: '7d', ...at('10:45') },
  { seq: 8, type: 'budget_set', budgetUsd: 10, ...at('10:46') },
  { seq: 9, type: 'shown', runId: 'run1', table: 'calls', ...at('10:47') },
  { seq: 10, type: 'asked', runId: 'run3', detection: 'gone', window: { text: 'all' }, ...at('10:48') },
];
