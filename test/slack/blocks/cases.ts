import fc from 'fast-check';
import { type Case, type CaseEvent, fold, type LogEntry } from '../../../src/investigation/case.js';
import type { History } from '../../../src/investigation/investigation.js';
import { CATALOGUE, RUN } from './answers.js';
import { ANY_TEXT } from './texts.js';

export const ALICE_ARN = 'arn:aws:iam::111122223333:user/alice';

export const CASE: Case = {
  id: 'T0LOCAL-7',
  number: 7,
  teamId: 'T0LOCAL',
  channelId: 'C0INC042',
  threadTs: '1.000001',
  status: 'open',
  reopenings: 0,
  openedBy: 'U0ALICE',
  openedAt: '2026-11-24T10:41:00.000Z',
  window: '24h',
  people: ['U0ALICE', 'U0BOB'],
  refused: [],
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
  { seq: 11, type: 'stopped', runId: 'run1', ...at('10:49') },
  { seq: 12, type: 'noted', text: 'Rotated the <key>.', ...at('10:50') },
  { seq: 13, type: 'refused', by: 'U0DAN', at: '2026-11-24T10:51:00.000Z' },
  { seq: 14, type: 'exported', files: [{ name: 'a.csv', sha256: 'a'.repeat(64) }], ...at('10:52') },
  { seq: 15, type: 'closed', note: 'False alarm.', ...at('10:53') },
  { seq: 16, type: 'reopened', ...at('10:54') },
];

const WHO = fc.integer({ min: 0, max: 99 }).map((at) => `U0P${at}`);
const WHEN = fc
  .date({ min: new Date('2026-11-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((time) => time.toISOString());
const SUBJECT = fc.record({
  kind: fc.constantFrom('identity', 'role', 'key', 'address', 'agent'),
  value: ANY_TEXT,
});
const PERMALINK = fc.constantFrom(undefined, 'https://x.slack.com/archives/C0INC042/p1');
const COUNT = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });

/** Any case that a team could have. */
export const ANY_CASE: fc.Arbitrary<Case> = fc
  .record({
    number: fc.integer({ min: 1, max: 1_000_000 }),
    permalink: PERMALINK,
    title: optional(ANY_TEXT),
    closed: optional(fc.record({ by: WHO, at: WHEN, note: optional(ANY_TEXT) })),
    reopenings: fc.nat({ max: 3 }),
    openedBy: WHO,
    openedAt: WHEN,
    window: ANY_TEXT,
    suspect: optional(fc.record({ by: WHO, at: WHEN, subject: SUBJECT })),
    budgetUsd: optional(fc.integer({ min: 1, max: 1_000_000 })),
    people: fc.uniqueArray(WHO, { minLength: 1, maxLength: 60 }),
    refused: fc.uniqueArray(WHO, { maxLength: 5 }),
    questions: fc.nat({ max: 10_000 }),
    scannedBytes: COUNT,
    billedBytes: COUNT,
    lastActivityAt: WHEN,
  })
  .map(({ suspect, ...known }) => ({
    ...CASE,
    ...known,
    id: `T0LOCAL-${known.number}`,
    status: known.closed ? 'closed' : 'open',
    ...(suspect ? { suspect: { ...suspect.subject, by: suspect.by, at: suspect.at } } : {}),
  }));

const RUN_ID = fc.constantFrom('run0', 'run1', 'run2', 'run3');
const WINDOWS = fc.record({
  text: ANY_TEXT,
  span: optional(fc.constant({ from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' })),
});
const DETECTION = fc.constantFrom('authfail', 'about', 'gone');
const END = { runId: RUN_ID, scannedBytes: COUNT, billedBytes: COUNT };
const DEED = { by: WHO, at: WHEN };

const ANY_EVENT: fc.Arbitrary<CaseEvent> = fc.oneof(
  fc.record({
    ...DEED,
    type: fc.constant('asked' as const),
    runId: RUN_ID,
    detection: DETECTION,
    about: optional(SUBJECT),
    window: WINDOWS,
  }),
  fc.record({ ...DEED, type: fc.constant('answered' as const), ...END, rows: COUNT, finding: ANY_TEXT }),
  fc.record({ ...DEED, type: fc.constant('failed' as const), ...END, reason: ANY_TEXT }),
  fc.record({ ...DEED, type: fc.constant('suspect_chosen' as const), suspect: SUBJECT }),
  fc.record({ ...DEED, type: fc.constant('window_set' as const), window: ANY_TEXT }),
  fc.record({ ...DEED, type: fc.constant('budget_set' as const), budgetUsd: fc.integer({ min: 1, max: 1_000_000 }) }),
  fc.record({ ...DEED, type: fc.constant('shown' as const), runId: RUN_ID, table: fc.constantFrom('calls', 'gone') }),
  fc.record({ ...DEED, type: fc.constant('stopped' as const), runId: RUN_ID }),
  fc.record({ ...DEED, type: fc.constant('noted' as const), text: ANY_TEXT }),
  fc.record({ ...DEED, type: fc.constant('closed' as const), note: optional(ANY_TEXT) }),
  fc.record({ ...DEED, type: fc.constant('reopened' as const) }),
  fc.record({
    ...DEED,
    type: fc.constant('exported' as const),
    files: fc.array(fc.constant({ name: 'a.csv', sha256: 'a'.repeat(64) }), { maxLength: 30 }),
  }),
  fc.record({ ...DEED, type: fc.constant('refused' as const) }),
);

/** Any case with any log, and runs for some of its questions. */
export const ANY_HISTORY: fc.Arbitrary<History> = fc
  .record({
    title: optional(ANY_TEXT),
    events: fc.array(ANY_EVENT, { maxLength: 80, size: 'max' }),
    permalink: PERMALINK,
    about: optional(SUBJECT),
  })
  .map(({ title, events, permalink, about }) => {
    const [opened] = LOG;
    if (opened?.type !== 'opened') throw new Error('a log begins with its case');
    const log: LogEntry[] = [
      { ...opened, title, permalink },
      ...events.map((event, at) => ({ ...event, seq: at + 2 })),
    ];
    const investigation = log.reduce<Case | undefined>(fold, undefined) ?? CASE;
    const runs = ['run0', 'run1', 'run2'].map((id) => [id, { ...RUN, id, permalink, about }] as const);
    return { investigation, log, runs: new Map(runs) };
  });

/** Whatever a question could be about, asked by anybody. */
export const ANY_RUN = fc
  .record({
    about: optional(SUBJECT),
    askedBy: WHO,
    permalink: PERMALINK,
    reason: optional(ANY_TEXT),
    stoppedBy: optional(WHO),
    window: WINDOWS,
    notSearched: fc.array(ANY_TEXT, { maxLength: 4 }),
    parameters: fc.dictionary(
      fc.constantFrom('key', 'ip', 'suspect'),
      fc.record({ type: fc.constant('text' as const), text: ANY_TEXT }),
    ),
    detection: fc.constantFrom(...CATALOGUE.detections.keys()),
  })
  .map((changes) => ({ ...RUN, ...changes }));
