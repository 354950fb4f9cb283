import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../src/detections/catalogue.js';
import { UserFacingError } from '../../src/errors.js';
import { buildDoctor } from '../../src/investigation/doctor.js';
import { type Query, QueryFailed, type QueryRunner, type TableInspection } from '../../src/investigation/ports.js';
import { anAnswer } from './stage.js';

const INSPECTION: TableInspection = {
  catalog: 'AwsDataCatalog',
  database: 'security_analysis',
  table: 'cloudtrail',
  workgroup: 'incident',
  layout: 'AWS Security Analytics Bootstrap',
  partitionKeys: ['date_partition'],
  columns: ['eventtime'],
  missingColumns: [],
  missingRegions: ['ap-southeast-7'],
  isLoadedByHand: false,
};
const NOW = new Date('2026-11-24T10:41:00Z');
const refused = () =>
  Promise.reject(new QueryFailed('FAILED', 'No such table.', 'Check it.', { scannedBytes: 0, totalMs: 0 }));

function doctorOf(changes: Partial<QueryRunner> = {}) {
  const started: Query[] = [];
  const runner: QueryRunner = {
    reach: async () => ({ isBounded: true, notSearched: ['ap-southeast-7'] }),
    start: async (query) => `e-${started.push(query)}`,
    finish: async (_, { detection }) => ({ answer: anAnswer(detection), statistics: { scannedBytes: 7, totalMs: 1 } }),
    stop: async () => {},
    inspect: async () => INSPECTION,
    ...changes,
  };
  const { signal } = new AbortController();
  const doctor = buildDoctor({ runner, catalogue: readCatalogue(), clock: { now: () => NOW }, stopping: signal });
  return { doctor, started };
}

describe('the doctor', () => {
  it('says what is known of the table, and what the last day holds', async () => {
    const { doctor, started } = doctorOf();

    const report = await doctor({ isConfirmed: false });

    expect(report).toMatchObject({
      inspection: INSPECTION,
      notSearched: ['ap-southeast-7'],
      at: NOW,
      measured: { detection: { id: 'coverage' }, window: { text: '24h' }, statistics: { scannedBytes: 7 } },
    });
    expect(started).toEqual([expect.objectContaining({ window: report.measured?.window, parameters: {} })]);
  });

  it('asks nothing of a table that it could only read whole, until somebody says so', async () => {
    const { doctor, started } = doctorOf({ reach: async () => ({ isBounded: false, notSearched: [] }) });

    const before = await doctor({ isConfirmed: false });
    const after = await doctor({ isConfirmed: true });

    expect(before).toEqual({ inspection: INSPECTION, notSearched: [], at: NOW });
    expect(after.measured).toBeDefined();
    expect(started).toHaveLength(1);
  });

  it('asks anew each time', async () => {
    const { doctor, started } = doctorOf();

    await doctor({ isConfirmed: false });
    await doctor({ isConfirmed: false });

    const tokens = started.map(({ token }) => token);
    expect(new Set(tokens).size).toBe(2);
    for (const token of tokens) expect(token).toMatch(/^.{32,128}$/);
  });

  it.each<[string, Partial<QueryRunner>]>([
    ['its definition', { inspect: refused }],
    ['what a window reads', { reach: refused }],
    ['a day of it', { finish: refused }],
  ])('says why the table cannot be read, and what to do: %s', async (_, changes) => {
    const failure = await doctorOf(changes)
      .doctor({ isConfirmed: false })
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(UserFacingError);
    expect(failure).toMatchObject({ message: 'No such table. Check it.', cause: { name: 'QueryFailed' } });
  });

  it('passes on what no person can mend', async () => {
    const { doctor } = doctorOf({ inspect: () => Promise.reject(new Error('no connection')) });

    const failure = await doctor({ isConfirmed: false }).catch((error: unknown) => error);

    expect(failure).not.toBeInstanceOf(UserFacingError);
    expect(failure).toMatchObject({ message: 'no connection' });
  });
});
