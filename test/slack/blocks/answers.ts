import fc from 'fast-check';
import { z } from 'zod';
import { readCatalogue } from '../../../src/detections/catalogue.js';
import type { Detection, TableRows, Value } from '../../../src/detections/detection.js';
import type { Answer, Run } from '../../../src/investigation/run.js';
import { ANY_TEXT, HOSTILE } from './texts.js';

/** The questions that come with the bot. */
export const CATALOGUE = readCatalogue();

/** One of them. */
export function detectionOf(id: string): Detection {
  const detection = CATALOGUE.detections.get(id);
  if (!detection) throw new Error(`no detection ${id}`);
  return detection;
}

export const RUN: Run = {
  id: '0123456789abcdef0123',
  caseId: 'T0LOCAL-7',
  detection: 'authfail',
  window: { text: '24h', span: { from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' } },
  parameters: {},
  askedBy: 'U0ALICE',
  askedAt: '2026-11-24T10:41:00.000Z',
  answeredAt: '2026-11-24T10:41:04.000Z',
  state: 'answered',
  statistics: { scannedBytes: 1_288_490_189, totalMs: 4100 },
  notSearched: [],
};

/** A row from the values of some columns; the others are NULL. */
export const rowOf = (detection: Detection, table: string, values: Readonly<Record<string, string>>): Value[] =>
  (detection.tables.find(({ name }) => name === table)?.columns ?? []).map(({ name }) => values[name] ?? null);

/** An answer with these rows in these tables, and no others. */
export const answerOf = (
  detection: Detection,
  tables: Readonly<Record<string, readonly Readonly<Record<string, string>>[]>>,
  changes: Partial<TableRows> = {},
): Answer => ({
  tables: detection.tables.map(({ name }) => {
    const rows = (tables[name] ?? []).map((values) => rowOf(detection, name, values));
    return { name, rows, totalRows: rows.length, totalCalls: rows.length, ...(rows.length > 0 ? changes : {}) };
  }),
});

const TABLE = z.object({
  type: z.enum(['data_table', 'table']),
  rows: z.array(z.array(z.object({ text: z.string() }))),
});

/** The rows of the tables among some blocks, headers included. */
export const tablesIn = (blocks: readonly unknown[]): string[][][] =>
  blocks.flatMap((block) => {
    const rows = TABLE.safeParse(block).data?.rows;
    return rows === undefined ? [] : [rows.map((row) => row.map(({ text }) => text))];
  });

/** All texts with this key in some blocks. */
export const textsIn = (blocks: unknown, key = 'text'): string[] =>
  [...JSON.stringify(blocks).matchAll(new RegExp(`"${key}":("(?:[^"\\\\]|\\\\.)*")`, 'g'))].map(([, json]) =>
    String(JSON.parse(json ?? '""')),
  );

const ARN = fc.string({ minLength: 1, maxLength: 120 }).map((name) => `arn:aws:iam::111122223333:user/${name}`);
const VALUE = fc.oneof(
  { weight: 2, arbitrary: ARN },
  fc.constant(null),
  fc.constant(''),
  fc.constant(HOSTILE),
  fc.integer().map(String),
  fc.constantFrom('2026-11-24T03', '2026-11-24T04', '2026-11-24', '2026-11'),
  fc.string({ unit: 'binary' }),
  fc.string({ minLength: 300, maxLength: 1200 }),
);

/** Any question with any rows that a log could hold, as many as there are or more. */
export const ANY_ANSWER = fc.constantFrom(...CATALOGUE.detections.values()).chain((detection) =>
  fc.record({
    detection: fc.constant(detection),
    view: fc.option(fc.constantFrom(...detection.tables.map(({ name }) => name)), { nil: undefined }),
    about: fc.option(fc.record({ kind: fc.constantFrom('identity', 'agent'), value: ANY_TEXT }), {
      nil: undefined,
    }),
    notSearched: fc.array(ANY_TEXT, { maxLength: 4 }),
    tables: fc.tuple(
      ...detection.tables.map(({ name, columns }) =>
        fc
          .record({
            rows: fc.array(fc.array(VALUE, { minLength: columns.length, maxLength: columns.length }), {
              maxLength: 130,
              size: 'max',
            }),
            more: fc.constantFrom(0, 0, 2000),
            isCutOff: fc.boolean(),
          })
          .map(({ rows, more, isCutOff }) => ({
            name,
            rows,
            totalRows: rows.length + more,
            totalCalls: rows.length + more,
            isCutOff,
          })),
      ),
    ),
  }),
);
