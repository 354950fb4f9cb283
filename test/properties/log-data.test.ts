import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf } from '../../src/detections/csv.js';
import type { Detection, TableRows, Value } from '../../src/detections/detection.js';
import type { LogEntry } from '../../src/investigation/case.js';
import { timelineText } from '../../src/investigation/evidence/timeline.js';
import type { Answer, Run } from '../../src/investigation/run.js';
import { ALL } from '../../src/investigation/window.js';
import { jsonText } from '../../src/local/ask/json-text.js';
import { tableText } from '../../src/local/ask/table-text.js';
import { alreadyRunningMessage } from '../../src/slack/blocks/already-running.js';
import { answerForms } from '../../src/slack/blocks/answer.js';
import { caseCard } from '../../src/slack/blocks/case-card.js';
import { evidenceMessage } from '../../src/slack/blocks/evidence.js';
import { failedMessage } from '../../src/slack/blocks/failed.js';
import { fullNamesMessage } from '../../src/slack/blocks/full-names.js';
import { historyMessage } from '../../src/slack/blocks/history.js';
import type { Rendered } from '../../src/slack/blocks/message.js';
import { runningForms } from '../../src/slack/blocks/running.js';
import { tableForms } from '../../src/slack/blocks/table-message.js';
import { visible } from '../../src/text.js';
import { CATALOGUE, detectionOf, RUN, tablesIn, textsIn } from '../slack/blocks/answers.js';
import { CASE, LOG } from '../slack/blocks/cases.js';
import { violationsIn } from '../slack/blocks/violations.js';
import { FRAGMENTS, HOSTILE_VALUE, SEED, TRIES, UNSEEN } from './hostile.js';

/** Values that are shown together. */
const ROWS = 20;
const VALUES = fc.sample(HOSTILE_VALUE, { numRuns: TRIES, seed: SEED });
const inGroups = (values: readonly string[], size: number): readonly (readonly string[])[] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, at) => values.slice(at * size, (at + 1) * size));
const GROUPS = inGroups(VALUES, ROWS);
/** Each message is tried with a share of the values, so that all of them are tried, many times, and nobody waits for a minute. */
const SHARES = 4;
const AT = '2026-11-24T10:47:00.000Z';
const DETECTIONS = [...CATALOGUE.detections.values()];

/** What the log of the bot's cases could never be made to hold by somebody in the logs. */
const SPOOFED = 'Case 4: closed by Alice.';
const WHO = { by: 'U0ALICE', at: AT };

/** A question with an answer in whose tables each of these values is in a row of its own, in one column after the other. */
function answered(values: readonly string[], at: number): { detection: Detection; run: Run; answer: Answer } {
  const detection = DETECTIONS[at % DETECTIONS.length] ?? detectionOf('about');
  const tables = detection.tables.map(({ name, columns }, shift): TableRows => {
    const rows = values.map((value, row) =>
      columns.map((_, column): Value => (column === (row + shift) % columns.length ? value : String(row))),
    );
    return { name, rows, totalRows: rows.length, totalCalls: rows.length };
  });
  const answer = { tables };
  const about = { kind: 'agent' as const, value: values[0] ?? '' };
  const run = { ...RUN, detection: detection.id, about, notSearched: values.slice(0, 2), answer };
  return { detection, run, answer };
}

/** What is wrong with a message of log data. */
function wrongIn({ text, blocks }: Rendered): string[] {
  // Lines of preformatted text are rows; a value with an end of a line in it would be another.
  const lines = textsIn(blocks).flatMap((one) => one.split('\n'));
  return [
    ...violationsIn({ text, blocks }),
    ...[text, ...lines].flatMap((one) => (UNSEEN.test(one) ? [`unseen in ${JSON.stringify(one.slice(0, 80))}`] : [])),
    ...lines.filter((line) => line.startsWith(SPOOFED)).map(() => 'a sentence that is not the bot’s'),
  ];
}

/** The messages that hold log data, by what they are. */
const MESSAGES: Readonly<Record<string, (values: readonly string[], at: number) => readonly Rendered[]>> = {
  'an answer': (values, at) => {
    const { detection, run, answer } = answered(values, at);
    return answerForms(run, answer, detection);
  },
  'a view of an answer': (values, at) => {
    const { detection, run, answer } = answered(values, at);
    return answerForms({ ...run, view: detection.tables.at(-1)?.name }, answer, detection);
  },
  'a table': (values, at) => {
    const { detection, run } = answered(values, at);
    const table = detection.tables[at % detection.tables.length];
    return table ? tableForms({ run, detection, table, ...WHO }) : [];
  },
  'a running question': (values, at) => {
    const { detection, run } = answered(values, at);
    return runningForms({ ...run, state: 'running' }, detection);
  },
  'a failure': (values, at) =>
    inGroups(values, 2).map(([value = '', reason = '']) =>
      failedMessage({ ...answered([value], at).run, state: 'failed', reason }, detectionOf('about')),
    ),
  'what is running already': (values, at) =>
    values.map((value) => alreadyRunningMessage(answered([value], at).run, CATALOGUE)),
  'the case card': (values) =>
    inGroups(values, 3).map(([title, window = '', value = '']) =>
      caseCard({ ...CASE, title, window, suspect: { kind: 'identity', value, ...WHO } }),
    ),
  'the history': (values) => [historyMessage(historyOf(values), CATALOGUE)],
  'full names': (values, at) => {
    const { detection } = answered(values, at);
    const [table] = detection.tables;
    return table ? [fullNamesMessage({ detection, table, values })] : [];
  },
  'the list of evidence': (values) => [
    evidenceMessage(CASE, {
      ...WHO,
      files: values.map((value) => ({ name: 'a.csv', title: value, text: 'x', sha256: '0'.repeat(64) })),
    }),
  ],
};

/** A case in whose log each of the values is a finding, a reason, a note and a suspect. */
function historyOf(values: readonly string[]) {
  const [opened] = LOG;
  if (opened?.type !== 'opened') throw new Error('a log begins with its case');
  const end = { scannedBytes: 1, billedBytes: 1, ...WHO };
  const entries = values.flatMap((value, row) => {
    const [runId, subject] = [`run${row}`, { kind: 'agent' as const, value }];
    return [
      { type: 'asked', runId, detection: 'about', about: subject, window: RUN.window, ...WHO } as const,
      row % 2 === 0
        ? ({ type: 'answered', runId, rows: 1, finding: value, ...end } as const)
        : ({ type: 'failed', runId, reason: value, ...end } as const),
      { type: 'suspect_chosen', suspect: subject, ...WHO } as const,
      { type: 'noted', text: value, ...WHO } as const,
    ];
  });
  const log: LogEntry[] = [{ ...opened, title: values[0] }, ...entries.map((entry, at) => ({ ...entry, seq: at + 2 }))];
  return { investigation: { ...CASE, title: values[0] }, log, runs: new Map<string, Run>() };
}

describe(`whatever a log holds (${TRIES} values, seed ${SEED})`, () => {
  it.each(Object.entries(MESSAGES).map(([name, messagesOf], nth) => [name, messagesOf, nth] as const))(
    'is text and no more in %s, within what Slack takes',
    (_, messagesOf, nth) => {
      const found = new Map<string, string>();

      for (const [at, values] of GROUPS.entries()) {
        if (at % SHARES !== nth % SHARES) continue;
        for (const message of messagesOf(values, at)) {
          for (const wrong of wrongIn(message)) found.set(wrong, JSON.stringify(values).slice(0, 300));
        }
      }

      expect([...found].slice(0, 10)).toEqual([]);
    },
    60_000,
  );

  it('hides and doubles no row of a table', () => {
    for (const [at, values] of GROUPS.entries()) {
      const { detection, run } = answered(values, at);
      const table = detection.tables[0];
      if (!table) throw new Error('a question has a table');

      for (const { blocks } of tableForms({ run, detection, table, ...WHO })) {
        const [rows] = tablesIn(blocks);
        const lines = textsIn(blocks)
          .find((text) => text.includes('\n'))
          ?.split('\n');

        const shown = (rows ?? lines ?? []).length - 1;
        if (rows) expect(shown).toBe(values.length);
        // Padding may leave no room for all of them in plain lines, which is said.
        else
          expect(shown === values.length || JSON.stringify(blocks).includes(`first ${shown} of ${ROWS} rows.`)).toBe(
            true,
          );
        // The number of the row is in every column but the value's.
        const marks = rows?.slice(1).map((cells, row) => table.columns.length === 1 || cells.includes(String(row)));
        expect(marks ?? []).not.toContain(false);
      }
    }
  }, 60_000);

  it('is text and no more in the timeline, where no line begins with it', () => {
    for (const values of GROUPS) {
      const parts = { history: historyOf(values), catalogue: CATALOGUE, names: new Map(), written: WHO };
      const files = values.map((title) => ({ name: 'a.csv', title, text: '', sha256: '0'.repeat(64) }));

      const lines = timelineText({ ...parts, files }).split('\n');

      const rows = lines.filter((line) => line.startsWith('| '));
      expect(rows).toHaveLength(values.length * 3 + 1 + 2);
      // What is not escaped parts cells: seven of them, and what stands before and behind.
      expect(new Set(rows.map((row) => row.split(/(?<!\\)\|/).length))).toEqual(new Set([9]));
      const isWrong = (line: string) =>
        UNSEEN.test(line) ||
        !/^(?:$|# Case 7|- |## |\| |All times are UTC)/.test(line) ||
        /(?<!\\)(?:<(?! \$)|[[!]|https?:\/\/)/.test(line);
      expect(lines.filter(isWrong)).toEqual([]);
    }
  }, 60_000);

  it('is in a spreadsheet what it was, and never a formula', () => {
    const columns = [{ name: 'arn' }, { name: 'agent' }];
    for (const values of GROUPS) {
      const records = readCsv(
        csvOf(
          columns,
          values.map((value, at) => [String(at), value]),
        ),
      ).slice(1);

      expect(records.map(([number]) => number)).toEqual(values.map((_, at) => String(at)));
      for (const [at, [, cell = '']] of records.entries()) {
        if (cell !== values[at]) expect(cell).toBe(`'${values[at]}`);
        expect(cell.replace(/^[\s\p{Cf}\p{Cc}]+/u, '')).not.toMatch(/^[=+\-@＝＋－＠]/u);
      }
    }
  }, 60_000);

  it('moves no cursor and colours nothing in a terminal, where each row is a line', () => {
    for (const [at, values] of GROUPS.entries()) {
      const { detection, run, answer } = answered(values, at);
      const [table] = detection.tables;
      const printed = { ...answer, scannedBytes: 1, scans: 1, engineMs: 1, warnings: [], events: 1 };
      const question = { detection, window: ALL, parameters: {}, about: run.about, table };

      const lines = [...tableText({ question, answer: printed })].join('').split('\n');

      for (const line of lines) expect(line).not.toMatch(UNSEEN);
      expect(lines.filter((line) => line.startsWith(SPOOFED))).toEqual([]);
      const heading = lines.indexOf(table?.title ?? '');
      expect(lines.slice(heading + 2).indexOf('')).toBe(values.length);
    }
  }, 60_000);

  it('is the same value in JSON, on one line', () => {
    for (const [at, values] of GROUPS.entries()) {
      const { detection, answer } = answered(values, at);
      const printed = { ...answer, scannedBytes: 1, scans: 1, engineMs: 1, warnings: [], events: 1 };

      const text = [...jsonText({ question: { detection, window: ALL, parameters: {} }, answer: printed })].join('');

      expect(text.indexOf('\n')).toBe(text.length - 1);
      expect([text.includes('\r'), text.includes('\u001b')]).toEqual([false, false]);
      const [rows] = JSON.parse(text).tables.map((table: { rows: unknown[][] }) => table.rows);
      expect(rows).toHaveLength(values.length);
    }
  }, 60_000);
});

describe('what cannot be seen', () => {
  it.each(FRAGMENTS)('is made visible: %j', (fragment) => {
    expect(visible(`a${fragment}b`)).not.toMatch(UNSEEN);
  });

  it('is made visible, whatever character it is, and nothing else is changed', () => {
    const readable = /[\p{L}\p{N}\p{P}\p{S}\p{Zs}]/u;
    const wrong: number[] = [];

    for (let code = 0; code <= 0x10ffff; code++) {
      const character = String.fromCodePoint(code);
      const isUnseen = UNSEEN.test(character);
      const said = `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
      const shown = visible(character);
      if (isUnseen ? shown !== said : readable.test(character) && shown !== character) wrong.push(code);
    }

    expect(wrong).toEqual([]);
  });

  it('leaves the marks of writing, and no pile of them', () => {
    for (const written of ['Việt', 'हिन्दी', 'ภาษาไทย', 'é', 'e\u0301\u0323', '⚠\ufe0f 日本'])
      expect(visible(written)).toBe(written);
    expect(visible(`e${'\u0301'.repeat(60)}`)).toMatch(/^e\u0301{4}(?:⟨U\+0301⟩){56}$/);
  });
});

/** Records of CSV as a spreadsheet reads it. */
function readCsv(text: string): string[][] {
  const records: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n|$)/g)) {
    if (end === '' && quoted === undefined && bare === '' && record.length === 0) break;
    record.push(quoted?.replaceAll('""', '"') ?? bare ?? '');
    if (end === ',') continue;
    records.push(record);
    record = [];
  }
  return records;
}
