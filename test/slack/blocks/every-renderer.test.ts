import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { alreadyRunningMessage } from '../../../src/slack/blocks/already-running.js';
import { CASE_FILTERS } from '../../../src/slack/blocks/button-value.js';
import { caseCard, newCaseCard } from '../../../src/slack/blocks/case-card.js';
import { casesMessage, MESSAGE_CASES } from '../../../src/slack/blocks/cases.js';
import { confirmMessage } from '../../../src/slack/blocks/confirm.js';
import { deedMessage } from '../../../src/slack/blocks/deed.js';
import { detectionsMessage } from '../../../src/slack/blocks/detections.js';
import { doctorMessage } from '../../../src/slack/blocks/doctor.js';
import { evidenceMessage } from '../../../src/slack/blocks/evidence.js';
import { failedMessage } from '../../../src/slack/blocks/failed.js';
import { fullNamesMessage } from '../../../src/slack/blocks/full-names.js';
import { helpMessage } from '../../../src/slack/blocks/help.js';
import { historyMessage } from '../../../src/slack/blocks/history.js';
import { HOME_CASES, homeView, strangerHome } from '../../../src/slack/blocks/home.js';
import { runningForms } from '../../../src/slack/blocks/running.js';
import { CATALOGUE, detectionOf, RUN } from './answers.js';
import { ANY_CASE, ANY_HISTORY, ANY_RUN, CASE } from './cases.js';
import { ANY_TEXT } from './texts.js';
import { violationsIn } from './violations.js';

const ABOUT = detectionOf('about');
const BYTES = fc.nat({ max: Number.MAX_SAFE_INTEGER });
const optional = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined });
const AT = '2026-11-24T10:47:00.000Z';
const [TABLE] = ABOUT.tables;
if (!TABLE) throw new Error('a question has a table');

const STATISTICS = { scannedBytes: BYTES, totalMs: fc.nat({ max: 3_600_000 }) };
const PROGRESS = fc.record({
  stage: fc.constantFrom('queued' as const, 'running' as const, 'reading' as const),
  ...STATISTICS,
});

/** Each of them: how its messages are made of anything that it could be given. */
const MESSAGES = {
  running: fc.tuple(ANY_RUN, optional(PROGRESS)).map(([run, progress]) => runningForms(run, ABOUT, progress)),
  failed: fc
    .tuple(ANY_RUN, optional(fc.record(STATISTICS)))
    .map(([run, statistics]) => [failedMessage({ ...run, state: 'failed', statistics }, ABOUT)]),
  'the case card': fc.tuple(ANY_CASE, optional(fc.nat())).map(([one, limitUsd]) => [caseCard(one, limitUsd)]),
  'the card of a new case': fc.record({ window: ANY_TEXT, title: optional(ANY_TEXT) }).map((typed) => {
    const { number, teamId, channelId } = CASE;
    return [newCaseCard({ type: 'opened', number, teamId, channelId, threadTs: '', by: 'U0ALICE', at: AT, ...typed })];
  }),
  'a deed': fc
    .tuple(ANY_CASE, ANY_TEXT, optional(ANY_TEXT))
    .map(([one, text, note]) =>
      [{ type: 'noted', text } as const, { type: 'closed', note } as const, { type: 'reopened' } as const].map((deed) =>
        deedMessage(one, { ...deed, by: 'U0BOB', at: AT }),
      ),
    ),
  'already running': ANY_RUN.map((run) => [alreadyRunningMessage(run, CATALOGUE)]),
  history: ANY_HISTORY.map((history) => [historyMessage(history, CATALOGUE)]),
  cases: fc
    .record({
      cases: fc.array(ANY_CASE, { maxLength: MESSAGE_CASES, size: 'max' }),
      filter: fc.constantFrom(...CASE_FILTERS),
      from: fc.nat({ max: 9 }),
      userId: fc.constantFrom('U0P1', 'U0P2'),
    })
    .map(({ cases, ...page }) => [casesMessage({ cases, older: 7, newer: 70 }, { ...page, at: AT })]),
  evidence: fc
    .array(
      fc.record({
        name: ANY_TEXT,
        title: ANY_TEXT,
        text: fc.constant('x'),
        sha256: fc.constant('0'.repeat(64)),
        rows: optional(fc.record({ written: fc.nat(), total: fc.nat(), isCutOff: fc.boolean() })),
      }),
      { maxLength: 80, size: 'max' },
    )
    .map((files) => [evidenceMessage(CASE, { by: 'U0BOB', at: AT, files })]),
  'full names': fc
    .array(ANY_TEXT, { maxLength: 300, size: 'max' })
    .map((values) => [fullNamesMessage({ detection: ABOUT, table: TABLE, values })]),
  confirm: fc
    .tuple(ANY_TEXT, ANY_TEXT)
    // The value of this button is what was typed, as it was typed: it is asked once more, not looked up.
    .map(([reason, text]) => [withoutValues(confirmMessage(reason, { kind: 'command', text }))]),
  detections: fc.array(fc.record({ title: ANY_TEXT, asks: ANY_TEXT }), { maxLength: 80, size: 'max' }).map((own) => {
    const found = own.map((form, at) => [`own-${at}`, { ...ABOUT, id: `own-${at}`, ...form }] as const);
    const detections = new Map([...CATALOGUE.detections, ...found]);
    return [detectionsMessage({ ...CATALOGUE, detections, own: new Set(found.map(([id]) => id)) })];
  }),
  doctor: fc
    .record({
      name: ANY_TEXT,
      names: fc.array(ANY_TEXT, { maxLength: 60 }),
      limited: optional(fc.array(ANY_TEXT, { maxLength: 60 })),
      isLoadedByHand: fc.boolean(),
      scanCapBytes: optional(BYTES),
      newest: fc.oneof(fc.constant(null), ANY_TEXT),
      total: fc.constantFrom('0', '5'),
      isMeasured: fc.boolean(),
    })
    .map(({ name, names, limited, isLoadedByHand, scanCapBytes, newest, total, isMeasured }) => {
      const detection = detectionOf('coverage');
      const rows = (table: string) =>
        table === 'summary'
          ? [
              detection.tables
                .find((one) => one.name === table)
                ?.columns.map((column) => (column.name === 'newest' ? newest : total)) ?? [],
            ]
          : names.map((one) => [one, '1']);
      const tables = detection.tables.map((table) => {
        const found = rows(table.name);
        return { name: table.name, rows: found, totalRows: found.length, totalCalls: found.length };
      });
      return [
        doctorMessage({
          inspection: {
            ...{ catalog: name, database: name, table: name, workgroup: name, layout: name },
            ...{ partitionKeys: names, columns: names, missingColumns: names, missingRegions: names },
            ...{ firstDay: name, lastDay: name, regions: limited, accounts: limited, isLoadedByHand, scanCapBytes },
          },
          notSearched: names,
          measured: isMeasured
            ? { detection, window: RUN.window, answer: { tables }, statistics: { scannedBytes: 1, totalMs: 1 } }
            : undefined,
          at: new Date(AT),
        }),
      ];
    }),
  help: fc
    .array(fc.record({ usage: ANY_TEXT, group: optional(fc.constantFrom('case', 'lists')) }), { maxLength: 25 })
    .map((commands) => [
      helpMessage(
        CATALOGUE,
        commands.map((command) => ({ ...command, says: 'Do something.' })),
      ),
    ]),
};

const withoutValues = ({ text, blocks }: ReturnType<typeof confirmMessage>) => ({
  text,
  blocks: blocks.filter(({ type }) => type !== 'actions'),
});

describe('every message', () => {
  it.each(Object.entries(MESSAGES))('of %s is one that Slack takes, whatever it is made of', (_, messages) => {
    fc.assert(
      fc.property(messages, (forms) => {
        for (const form of forms) expect(violationsIn(form)).toEqual([]);
      }),
      { numRuns: 80 },
    );
  });
});

describe('every Home tab', () => {
  it('is one that Slack takes, whatever cases there are', () => {
    const page = fc.record({ filter: fc.constantFrom(...CASE_FILTERS), from: fc.nat({ max: 9 }) });

    fc.assert(
      fc.property(fc.array(ANY_CASE, { maxLength: HOME_CASES, size: 'max' }), page, (cases, selection) => {
        const { blocks } = homeView({ cases, older: 7, newer: 70 }, { ...selection, userId: 'U0P1', at: AT });
        expect(violationsIn({ blocks }, 'home')).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('of a stranger is one that Slack takes, however many there are to ask', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('<@U0ALICE>', '<@U0BOB>'), { minLength: 1, maxLength: 400 }), (people) => {
        const { blocks } = strangerHome(`You are not on the list. Ask ${people.join(' or ')}.`);
        expect(violationsIn({ blocks }, 'home')).toEqual([]);
      }),
    );
  });
});
