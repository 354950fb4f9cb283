import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type BytesByDay, bytesByDay } from '../../bench/cost-days.js';
import { bytesOf, limitOf, measureCost, nominalLimitOf } from '../../bench/cost-measure.js';
import { openTable } from '../../bench/cost-table.js';
import { keptLogs } from '../../bench/generator.js';
import type { LogEngine } from '../../src/local/athena/log-engine.js';
import { readLogs } from '../../src/local/athena/logs.js';
import type { LayoutName } from '../../src/local/athena/table-layouts.js';

const LOGS = { seed: 1, accounts: 1, regions: 2, days: 12, endDay: '2026-11-24', events: 2_400, files: 48 };
/** The last 24 hours of the logs: two days of partitions, and the empty one of the day after. */
const WINDOW = { text: '24h', span: { from: '2026-11-23T23:50:00Z', to: '2026-11-24T23:50:00Z' } };
const PARTITIONED: readonly LayoutName[] = ['bootstrap', 'projection', 'manual', 'manual-account'];

let engine: LogEngine;
let bytes: BytesByDay;
beforeAll(async () => {
  const { folder } = await keptLogs(LOGS);
  engine = await readLogs(folder);
  bytes = await bytesByDay(folder);
});
afterAll(() => engine.close());

describe('an investigation', () => {
  it.each(PARTITIONED)('on a table of the layout %s is two scans of the days of its window', async (layout) => {
    const { bot, bounded, notebook, aboveLimit } = await measureCost(engine, layout, WINDOW, bytes);

    expect(bot).toMatchObject({ statements: 2, scans: 2 });
    expect(bounded).toMatchObject({ statements: 6, scans: 6, scannedBytes: 3 * bot.scannedBytes });
    expect(notebook).toMatchObject({ statements: 6, scans: 6 });
    expect(aboveLimit).toBeCloseTo(0, 9);
  });

  it('on a table without partitions is two scans of everything', async () => {
    const { bot, bounded, notebook, share } = await measureCost(engine, 'console', WINDOW, bytes);

    expect(bot).toMatchObject({ statements: 2, scans: 2 });
    expect(bounded.scannedBytes).toBe(notebook.scannedBytes);
    expect(share).toBeCloseTo(1 / 3, 9);
  });

  it('of a window inside the logs reads the day after it too', async () => {
    const earlier = { text: '24h', span: { from: '2026-11-22T23:50:00Z', to: '2026-11-23T23:50:00Z' } };
    const read = bytesOf(['2026-11-22', '2026-11-23', '2026-11-24'], bytes);

    const { bot } = await measureCost(engine, 'bootstrap', earlier, bytes);

    expect(bot.scannedBytes).toBe(2 * read);
  });
});

describe('a counted table', () => {
  it('counts the statement, its reading of the table, and the rows with their heading', async () => {
    const table = await openTable(engine, 'bootstrap');

    const { result, cost } = await table.costOf(() =>
      table.send(`SELECT eventname FROM cloudtrail WHERE date_partition = '2026/11/24' LIMIT 3`),
    );
    await table.close();

    expect(result).toHaveLength(3);
    expect(cost).toEqual({ statements: 1, scans: 1, scannedBytes: bytes.get('2026-11-24'), pagedRows: 4 });
  });

  it('counts a reading for each mention', async () => {
    const table = await openTable(engine, 'console');

    const { cost } = await table.costOf(() => table.send('SELECT 1 FROM cloudtrail a, cloudtrail b LIMIT 1'));
    await table.close();

    expect(cost).toMatchObject({ statements: 1, scans: 2 });
  });

  it('says why a statement failed', async () => {
    const table = await openTable(engine, 'console');

    const asked = table.send('SELECT date_partition FROM cloudtrail');

    await expect(asked).rejects.toThrow(/COLUMN_NOT_FOUND.*date_partition/);
    await table.close();
  });
});

describe('the limit', () => {
  it('of 24 hours in 60 equal days is a ninetieth', () => {
    const days = new Map(Array.from({ length: 60 }, (_, day) => [dayAfter('2026-09-26', day), 1000]));

    expect(1 / limitOf(WINDOW.span, days)).toBeCloseTo(90, 9);
    expect(1 / nominalLimitOf(WINDOW.span, 60)).toBeCloseTo(90, 9);
  });
});

const dayAfter = (day: string, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
