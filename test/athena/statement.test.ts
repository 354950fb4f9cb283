import { describe, expect, it } from '@jest/globals';
import { eventColumns } from '../../src/athena/event-columns.js';
import { statementOf } from '../../src/athena/statement.js';
import { SUBJECT_KINDS } from '../../src/detections/subject.js';
import { UserFacingError } from '../../src/errors.js';
import { ALL } from '../../src/investigation/window.js';
import { DETECTION, LAYOUTS, layoutOf, OF_TEXT, QUERY } from './queries.js';

const BOOTSTRAP = layoutOf('bootstrap');
const TABLE = { database: 'security_analysis', table: 'cloudtrail', layout: BOOTSTRAP };
const ABOUT = { ...DETECTION, isAboutSubject: true };

const sqlFor = (from: string, to: string): string =>
  statementOf({ ...QUERY, window: { text: `${from}..${to}`, span: { from, to } } }, TABLE).sql;
const sqlOf = (sql: string): string => statementOf({ ...QUERY, detection: { ...DETECTION, sql } }, TABLE).sql;
const asking = (word: string) =>
  statementOf({ ...QUERY, detection: OF_TEXT, parameters: { word: { type: 'text', text: word } } }, TABLE);

describe('statementOf', () => {
  it("puts the detection's SQL over the bounded table", () => {
    expect(statementOf(QUERY, TABLE).sql).toBe(`WITH events AS (
  SELECT ${eventColumns(BOOTSTRAP, QUERY.window.span).join(',\n         ')}
  FROM "security_analysis"."cloudtrail"
  WHERE date_partition BETWEEN '2026/11/20' AND '2026/11/22'
    AND eventtime >= '2026-11-20T00:00:00' AND eventtime < '2026-11-22T00:00:00'
)
${DETECTION.sql}`);
  });

  it('never gives out the column that holds session tokens, nor every column there is', () => {
    const { sql } = statementOf(QUERY, TABLE);

    expect(sql).not.toMatch(/"responseelements"|responseelements AS|SELECT \*/i);
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

  it.each(LAYOUTS)('bounds the time exactly, whatever the partitions: %s', (name) => {
    const { sql } = statementOf(QUERY, { ...TABLE, layout: layoutOf(name) });

    expect(sql).toContain("eventtime >= '2026-11-20T00:00:00' AND eventtime < '2026-11-22T00:00:00'");
    expect(/WHERE\s+eventtime/.test(sql)).toBe(name === 'console');
  });

  it.each(LAYOUTS)('bounds nothing where all there is was asked for: %s', (name) => {
    expect(statementOf({ ...QUERY, window: ALL }, { ...TABLE, layout: layoutOf(name) }).sql).not.toContain('WHERE ');
  });

  it.each([
    ['minutes', '2026-11-20T10:00:00Z', '2026-11-20T12:00:00Z', 16],
    ['hours', '2026-11-20T10:00:00Z', '2026-11-20T12:00:01Z', 13],
    ['hours of two days', '2026-11-20T10:00:00Z', '2026-11-22T10:00:00Z', 13],
    ['days', '2026-11-20T10:00:00Z', '2026-11-22T10:00:01Z', 10],
    ['months', '2022-01-01T00:00:00Z', '2026-11-22T00:00:00Z', 7],
  ])('counts by %s', (_, from, to, characters) => {
    expect(sqlFor(from, to)).toContain(`substr(eventtime, 1, ${characters}) AS "period"`);
  });

  it('counts by months where all there is was asked for', () => {
    expect(statementOf({ ...QUERY, window: ALL }, TABLE).sql).toContain('substr(eventtime, 1, 7) AS "period"');
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
      expect(sqlOf(sql)).toMatch(/^WITH events AS \([\s\S]*\n\),\ndenied AS \(SELECT 1\) SELECT 2$/);
    },
  );

  it('takes no column that begins with "with" for a common table', () => {
    expect(sqlOf('SELECT withheld FROM events')).toMatch(/\)\nSELECT withheld FROM events$/);
  });

  it('takes only the optional columns that the table has', () => {
    const old = statementOf(QUERY, { ...TABLE, layout: layoutOf('manual', 'old') }).sql;
    const current = statementOf(QUERY, { ...TABLE, layout: layoutOf('manual', 'current') }).sql;

    expect(old).toContain('CAST(NULL AS varchar) AS "eventcategory"');
    expect(old).not.toContain('onbehalfof');
    expect(current).toMatch(/\n {9}"eventcategory",/);
    expect(current).toContain('useridentity.onbehalfof.userid');
  });
});

describe('the values of a statement', () => {
  it('are none where the detection names none', () => {
    expect(statementOf(QUERY, TABLE).executionParameters).toEqual([]);
  });

  it('come as often as the detection names them, as text literals', () => {
    expect(asking("o'hara").executionParameters).toEqual(["'o''hara'", "'o''hara'"]);
  });

  it('stay out of the SQL', () => {
    expect(asking('arn:aws:iam::444455556666:user/x').sql).not.toContain('444455556666');
  });

  it('come in order: the subject, then what the detection names, the limit of rows as a number', () => {
    const detection = { ...OF_TEXT, isAboutSubject: true, placeholders: ['row_limit', 'word', 'row_limit'] };

    const { executionParameters } = statementOf(
      {
        ...QUERY,
        detection,
        about: { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' },
        parameters: { word: { type: 'integer', text: '-7' } },
        rowLimit: 25,
      },
      TABLE,
    );

    expect(executionParameters).toEqual(["'AKIAIOSFODNN7EXAMPLE'", '25', '-7', '25']);
  });

  it('are refused when they cannot be asked for', () => {
    expect(() => asking('a\nb')).toThrow(UserFacingError);
  });

  it('must be there', () => {
    expect(() => statementOf({ ...QUERY, detection: OF_TEXT }, TABLE)).toThrow(
      '"of-text" is asked without its parameter "word"',
    );
  });
});

describe('the subject of a statement', () => {
  it.each([
    ['identity', 'actor'],
    ['role', 'role'],
    ['key', 'accesskeyid'],
    ['address', 'sourceipaddress'],
    ['agent', 'useragent'],
  ] as const)('is another condition on the same events: %s', (kind, column) => {
    const { sql, executionParameters } = statementOf(
      { ...QUERY, detection: ABOUT, about: { kind, value: "o'hara" } },
      TABLE,
    );

    expect(sql).toMatch(/^WITH events AS \(\nSELECT \* FROM \(\n/);
    expect(sql).toContain(`\n) WHERE ${column} = ?\n)\n${DETECTION.sql}`);
    expect(executionParameters).toEqual(["'o''hara'"]);
  });

  it('has a condition for each kind', () => {
    const sqls = SUBJECT_KINDS.map(
      (kind) => statementOf({ ...QUERY, detection: ABOUT, about: { kind, value: 'x' } }, TABLE).sql,
    );

    expect(new Set(sqls).size).toBe(SUBJECT_KINDS.length);
  });

  it('is left out where the question is about nobody', () => {
    const query = { ...QUERY, about: { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } } as const;

    expect(statementOf(query, TABLE)).toEqual(statementOf(QUERY, TABLE));
  });

  it('must be there where the question is about one', () => {
    expect(() => statementOf({ ...QUERY, detection: ABOUT }, TABLE)).toThrow('"newest" is asked without a subject');
  });
});

it.each(['cloud"trail', 'CloudTrail', 'a.b', ''])('refuses the table name %j', (table) => {
  expect(() => statementOf(QUERY, { ...TABLE, table })).toThrow('is no name of a database, table or column');
});
