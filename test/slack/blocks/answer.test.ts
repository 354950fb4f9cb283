import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { readCatalogue } from '../../../src/detections/catalogue.js';
import type { Detection, Value } from '../../../src/detections/detection.js';
import type { Answer, Run } from '../../../src/investigation/run.js';
import { answerMessage, failedMessage } from '../../../src/slack/blocks/answer.js';
import { readPick } from '../../../src/slack/blocks/button-value.js';
import { MAX_TABLE_CHARACTERS, MAX_TABLE_ROWS } from '../../../src/slack/blocks/limits.js';
import { TABLE_STYLES } from '../../../src/slack/blocks/table.js';
import { refusalOf } from './refusal-of.js';

const catalogue = readCatalogue();
const detectionOf = (id: string): Detection => {
  const detection = catalogue.get(id);
  if (!detection) throw new Error(`no detection ${id}`);
  return detection;
};
const IDENTITIES = detectionOf('identities');
const RUN: Run = {
  id: '0123456789abcdef0123',
  caseId: 'T0LOCAL-7',
  detection: 'identities',
  window: { from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' },
  askedBy: 'U0ALICE',
  askedAt: '2026-11-24T10:41:00.000Z',
  state: 'answered',
  statistics: { scannedBytes: 1_288_490_189, totalMs: 4100 },
};

const TABLE = z.object({
  type: z.enum(['data_table', 'table']),
  rows: z.array(z.array(z.object({ text: z.string() }))),
});
/** The rows of the tables among some blocks, headers included. */
const tablesOf = (blocks: readonly unknown[]) =>
  blocks.map((block) => TABLE.safeParse(block).data?.rows).filter((rows) => rows !== undefined);

const answerOf = (rows: Value[][]): Answer => ({ rows, totalRows: rows.length, totalCalls: rows.length });
const identity = (arn: string, total = '1'): Value[] => [
  arn,
  'IAMUser',
  total,
  '1',
  '1',
  '2026-11-24T03:12:40Z',
  '2026-11-24T03:31:05Z',
];
const user = (name: string): string => `arn:aws:iam::111122223333:user/${name}`;
const show = (rows: Value[][], changes: Partial<Answer> = {}) =>
  answerMessage(RUN, { ...answerOf(rows), ...changes }, IDENTITIES, 'data_table');

describe('answerMessage', () => {
  it('puts a sentence, a table, the cost and the identities, in this order', () => {
    const { blocks } = show([
      identity(user('alice'), '205'),
      identity('arn:aws:sts::111122223333:assumed-role/Ops/i-0abc', '9'),
    ]);

    expect(blocks.map(({ type }) => type)).toEqual(['rich_text', 'data_table', 'context', 'actions']);
    expect(JSON.stringify(blocks[2])).toContain('1.2 GB · $0.006 · 4.1 s · identities');
    expect(JSON.stringify(blocks[3])).toContain('"user/alice"');
    expect(JSON.stringify(blocks[3])).toContain('"Ops/i-0abc"');
  });

  it('says that nothing matched, and what was asked, instead of an empty table', () => {
    const { blocks } = show([]);

    expect(blocks.map(({ type }) => type)).toEqual(['rich_text', 'context']);
    expect(JSON.stringify(blocks)).toContain('no matching events');
    expect(JSON.stringify(blocks)).toContain('in 2026-11-23 10:41 → 2026-11-24 10:41 UTC.');
  });

  it('says how many rows are not shown', () => {
    const rows = Array.from({ length: 130 }, (_, at) => identity(user(`u${at}`)));

    expect(JSON.stringify(show(rows, { totalRows: 1500 }).blocks)).toContain('Shown: the first');
    expect(JSON.stringify(show(rows, { totalRows: 1500 }).blocks)).toContain(
      'of 1,500 rows. The sentence above compares the first 130 rows.',
    );
    expect(JSON.stringify(show(rows.slice(0, 3)).blocks)).not.toContain('Shown:');
  });

  it('gives five identities a button and the others a menu, by opaque values that lead back to their row', () => {
    const rows = Array.from({ length: 8 }, (_, at) => identity(user(`u${at}`)));

    const actions = JSON.stringify(show(rows).blocks.at(-1));
    const values = [...actions.matchAll(/"value":"([^"]+)"/g)].map(([, value]) => value ?? '');

    expect(values.map((value) => readPick(value).row)).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    expect(values.every((value) => value.length <= 75 && !value.includes('arn:'))).toBe(true);
    expect(actions).toContain('3 more');
  });

  it('shows the whole ARN where two identities would look the same', () => {
    const twin = 'arn:aws:iam::444455556666:user/alice';

    expect(JSON.stringify(show([identity(user('alice')), identity(twin)]).blocks.at(-1))).toContain(twin);
  });

  it('shows log data only where Slack takes it as text', () => {
    const hostile = '<!channel> *x* `y` <https://evil.example|ok> :aws:';
    const { blocks, text } = show([identity(hostile)]);

    expect(text).not.toMatch(/<!|<http/);
    for (const block of blocks) {
      const mrkdwn = JSON.stringify(block).match(/"mrkdwn","text":"[^"]*"/g) ?? [];
      expect(mrkdwn.join()).not.toContain('evil');
    }
    expect(JSON.stringify(blocks.at(-1))).toContain('"emoji":false');
  });

  it('stays within Slack’s limits for any rows, in every style', () => {
    const value = fc.option(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ minLength: 300, maxLength: 1200 })), {
      nil: null,
    });
    const detection = fc.constantFrom(...catalogue.values());
    const answers = detection.chain((which) =>
      fc.record({
        which: fc.constant(which),
        rows: fc.array(fc.array(value, { minLength: which.columns.length, maxLength: which.columns.length }), {
          maxLength: 130,
        }),
      }),
    );

    fc.assert(
      fc.property(answers, fc.constantFrom(...TABLE_STYLES), ({ which, rows }, style) => {
        const { blocks, text } = answerMessage(
          { ...RUN, suspect: rows[0]?.[0] ?? undefined },
          answerOf(rows),
          which,
          style,
        );
        const strings = [...JSON.stringify(blocks).matchAll(/"text":("(?:[^"\\]|\\.)*")/g)].map(([, json]) =>
          String(JSON.parse(json ?? '""')),
        );

        expect(refusalOf(blocks)).toBeUndefined();
        expect(blocks.length).toBeLessThanOrEqual(50);
        expect(text.length).toBeLessThanOrEqual(4000);
        expect(strings.every((string) => string.length >= 1)).toBe(true);
        expect(strings.join('').length).toBeLessThanOrEqual(13_000);
        for (const rows of tablesOf(blocks)) {
          expect(rows.length).toBeLessThanOrEqual(MAX_TABLE_ROWS + 1);
          expect(rows.every((row) => row.length === which.columns.length)).toBe(true);
          expect(
            rows
              .flat()
              .map((cell) => cell.text)
              .join('').length,
          ).toBeLessThanOrEqual(MAX_TABLE_CHARACTERS);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('failedMessage', () => {
  it('says why there is no answer, as text', () => {
    const { blocks, text } = failedMessage(
      { ...RUN, state: 'failed', reason: 'Table <x> does not exist.' },
      IDENTITIES,
    );

    expect(JSON.stringify(blocks)).toContain('Table <x> does not exist.');
    expect(text).toContain('Table &lt;x&gt; does not exist.');
  });
});
