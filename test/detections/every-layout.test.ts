import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BUILT_IN_FOLDER } from '../../src/detections/catalogue.js';
import type { Detection } from '../../src/detections/detection.js';
import { EDITIONS, LAYOUTS } from '../athena/queries.js';
import { ALICE, type Asked, type Asker, askerOf, CATALOGUE } from './ask.js';
import { madeUpRecords } from './records.js';

const RECORDS = madeUpRecords(300);
const DETECTIONS = [...CATALOGUE.detections].map(([id, detection]) => [id, detection] as const);
const ANY_FIVE = 'notebook-2.3';

const askOf = (asker: Asker, { id, parameters }: Detection): Promise<Asked> =>
  asker.ask(id, {
    about: { kind: 'identity', value: ALICE },
    parameters: parameters.length > 0 ? { suspect: ALICE } : {},
  });

it('each file of the folder is a question, and its id is its name', () => {
  const names = readdirSync(BUILT_IN_FOLDER).filter((name) => name.endsWith('.sql'));

  expect(names.sort()).toEqual(DETECTIONS.map(([, { id }]) => `${id}.sql`).sort());
  expect(DETECTIONS.map(([id, detection]) => id === detection.id)).not.toContain(false);
});

describe.each(EDITIONS)('on a table of %s columns', (columns) => {
  const askers = new Map<string, Asker>();
  const scannedBytes = new Map<string, Set<number>>(LAYOUTS.map((layout) => [layout, new Set()]));
  beforeAll(async () => {
    for (const layout of LAYOUTS) askers.set(layout, await askerOf(RECORDS, { layout, columns }));
  });
  afterAll(async () => {
    for (const asker of askers.values()) await asker.close();
  });

  // The columns that a question returns are held against those that it declares with every answer: see read-tables.ts.
  it.each(DETECTIONS)(
    '%s returns what it declares, and the same on every layout',
    async (id, detection) => {
      const answers: Asked[] = [];
      for (const [layout, asker] of askers) {
        const asked = await askOf(asker, detection);
        answers.push(asked);
        scannedBytes.get(layout)?.add(asked.scannedBytes);
      }

      const [first, ...others] = answers.map(({ answer }) =>
        answer.map(({ rows, ...totals }) => (id === ANY_FIVE ? totals : { ...totals, rows })),
      );
      expect(others).toHaveLength(LAYOUTS.length - 1);
      for (const other of others) expect(other).toEqual(first);
      for (const { name, totalRows } of first ?? []) expect([name, totalRows]).not.toEqual([name, 0]);
    },
    60_000,
  );

  it.each(LAYOUTS)('reads the table once for each question: %s', async (layout) => {
    const statements = askers.get(layout)?.statements ?? [];

    expect(statements).toHaveLength(DETECTIONS.length);
    for (const sql of statements) {
      expect(sql.match(/"security_analysis"\."cloudtrail"/g)).toHaveLength(1);
      expect(sql).not.toMatch(/\bUNION\b|\bJOIN\b|;/i);
      // Trino reads a common table again for each mention of it.
      const commonTables = [...sql.matchAll(/^(?:WITH )?(\w+) AS \($/gm)].map(([, name]) => name);
      expect(commonTables).toContain('events');
      for (const name of commonTables) expect(sql.match(new RegExp(`\\bFROM ${name}\\b`, 'g'))).toHaveLength(1);
    }
  });

  it.each(LAYOUTS)('scans the same for each of them, however much it answers: %s', (layout) => {
    const [scanned, ...others] = scannedBytes.get(layout) ?? [];

    expect(scanned).toBeGreaterThan(0);
    expect(others).toEqual([]);
  });
});
