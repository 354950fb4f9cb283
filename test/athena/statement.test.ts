import { describe, expect, it } from '@jest/globals';
import { EVENT_COLUMNS, statementOf } from '../../src/athena/statement.js';
import type { Parameter } from '../../src/detections/detection.js';
import { UserFacingError } from '../../src/errors.js';
import { DETECTION, QUERY } from './queries.js';

const TABLE = { database: 'security_analysis', table: 'cloudtrail' };

const sqlFor = (from: string, to: string): string => statementOf({ ...QUERY, window: { from, to } }, TABLE).sql;

const asking = (sql: string, parameters: readonly Parameter[], suspect?: string) =>
  statementOf(
    { ...QUERY, detection: { ...DETECTION, sql, parameters }, parameters: suspect === undefined ? {} : { suspect } },
    TABLE,
  );

describe('statementOf', () => {
  it("puts the detection's SQL over the bounded table", () => {
    expect(statementOf(QUERY, TABLE).sql).toBe(`WITH events AS (
  SELECT ${EVENT_COLUMNS.map((name) => `"${name}"`).join(', ')}
  FROM "security_analysis"."cloudtrail"
  WHERE date_partition BETWEEN '2026/11/20' AND '2026/11/22'
    AND eventtime >= '2026-11-20T00:00:00Z' AND eventtime < '2026-11-22T00:00:00Z'
)
${DETECTION.sql}`);
  });

  it('never reads the column that holds session tokens', () => {
    expect(statementOf(QUERY, TABLE).sql).not.toMatch(/responseelements|SELECT \*/i);
  });

  it.each([
    [
      'an end at midnight: the day before it, and one more',
      '2026-11-20T00:00:00Z',
      '2026-11-21T00:00:00Z',
      ['20', '21'],
    ],
    ['an end a second later', '2026-11-20T00:00:00Z', '2026-11-21T00:00:01Z', ['20', '22']],
    ['a few minutes of one day', '2026-11-20T10:00:00Z', '2026-11-20T10:05:00Z', ['20', '21']],
    ['a span over midnight', '2026-11-20T23:59:59Z', '2026-11-21T00:00:01Z', ['20', '22']],
  ])('reads the partitions of %s', (_, from, to, [first, last]) => {
    expect(sqlFor(from, to)).toContain(`BETWEEN '2026/11/${first}' AND '2026/11/${last}'`);
  });

  it('goes over the end of a month, of a year and of February', () => {
    expect(sqlFor('2026-12-31T00:00:00Z', '2027-01-01T00:00:00Z')).toContain("'2026/12/31' AND '2027/01/01'");
    expect(sqlFor('2028-02-28T00:00:00Z', '2028-02-29T00:00:00Z')).toContain("'2028/02/28' AND '2028/02/29'");
  });

  it.each([
    ["2026-11-20T00:00:00Z' OR '1'='1", '2026-11-21T00:00:00Z'],
    ['2026-11-20', '2026-11-21T00:00:00Z'],
    ['2026-11-20T00:00:00.000Z', '2026-11-21T00:00:00Z'],
    ['2026-13-20T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['2026-11-21T00:00:00Z', '2026-11-21T00:00:00Z'],
  ])('refuses the window from %j to %j', (from, to) => {
    expect(() => sqlFor(from, to)).toThrow(/no time of a window|ends .* before it begins/);
  });

  it.each(['WITH denied AS (SELECT 1) SELECT 2', '\n-- first\n/* and\n * then */ with denied AS (SELECT 1) SELECT 2'])(
    'sets the common tables of a detection behind its own: %j',
    (sql) => {
      expect(asking(sql, []).sql).toMatch(/^WITH events AS \(\n[^)]*\n\),\ndenied AS \(SELECT 1\) SELECT 2$/);
    },
  );

  it('takes no column that begins with "with" for a common table', () => {
    expect(asking('SELECT withheld FROM events', []).sql).toMatch(/\)\nSELECT withheld FROM events$/);
  });

  it('sends no parameters where the detection names none', () => {
    expect(statementOf(QUERY, TABLE).executionParameters).toEqual([]);
  });

  it('sends a value as often as the detection names it, as a text literal', () => {
    const { executionParameters } = asking('SELECT ?, ?', ['suspect', 'suspect'], "o'hara");

    expect(executionParameters).toEqual(["'o''hara'", "'o''hara'"]);
  });

  it('keeps values out of the SQL', () => {
    expect(asking('SELECT ?', ['suspect'], 'arn:aws:iam::111122223333:user/x').sql).not.toContain('111122223333');
  });

  it('refuses a value that cannot be asked for', () => {
    expect(() => asking('SELECT ?', ['suspect'], 'a\nb')).toThrow(UserFacingError);
  });

  it('refuses a detection without its parameter', () => {
    expect(() => asking('SELECT ?', ['suspect'])).toThrow('"newest" is asked without its parameter "suspect"');
  });

  it.each(['cloud"trail', 'CloudTrail', 'a.b', ''])('refuses the table name %j', (table) => {
    expect(() => statementOf(QUERY, { ...TABLE, table })).toThrow('is no name of a database, table or column');
  });
});
