import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { call, type Talk, talkTo } from './local-athena.js';

const MARY = 'arn:aws:iam::111122223333:user/mary';
const DENIED = { errorCode: 'AccessDenied', eventID: 'd1b1a1b0-0000-4000-8000-000000000002' };

let athena: Talk;
let empty: Talk;
beforeAll(async () => {
  athena = await talkTo([
    call(),
    call(DENIED),
    // Delivered twice.
    call(DENIED),
    call({
      ...DENIED,
      eventID: 'd1b1a1b0-0000-4000-8000-000000000003',
      eventTime: '2026-11-20T11:00:00Z',
      sourceIPAddress: '192.0.2.2',
    }),
    call({
      ...DENIED,
      eventID: 'd1b1a1b0-0000-4000-8000-000000000004',
      eventTime: '2026-11-20T11:00:00Z',
      eventName: 'ListUsers',
      eventSource: 'iam.amazonaws.com',
      awsRegion: null,
    }),
  ]);
  empty = await talkTo([]);
});
afterAll(() => Promise.all([athena.close(), empty.close()]));

/** One statement that answers with several tables, over records bounded and told apart once. */
const SEVERAL_TABLES = `
WITH events AS (
  SELECT * FROM (
    SELECT eventtime, eventsource, eventname, awsregion, sourceipaddress, errorcode, eventid, useridentity,
           useridentity.accesskeyid AS accesskeyid,
           coalesce(nullif(useridentity.arn, ''), useridentity.principalid) AS actor,
           replace(eventtime, 'Z', '') AS moment, substr(eventtime, 1, 13) AS period,
           CAST(NULL AS varchar) AS eventcategory,
           CASE WHEN regexp_like(errorcode, '(?i)(AccessDenied|Unauthorized)') THEN 'refused'
                WHEN eventname = 'ConsoleLogin' AND json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure' THEN 'refused'
                WHEN errorcode <> '' THEN 'failed' ELSE 'ok' END AS outcome,
           coalesce(nullif(eventid, ''), coalesce(requestid, '') || '|' || coalesce(eventname, '')) || '|' || coalesce(eventtime, '') AS copy_key
    FROM "security_analysis"."cloudtrail"
    WHERE date_partition BETWEEN '2026/11/20' AND '2026/11/22' AND eventtime >= '2026-11-20T10:00:00' AND eventtime < '2026-11-21T10:00:00'
  ) WHERE actor = ?
),
calls AS (SELECT *, row_number() OVER (PARTITION BY copy_key ORDER BY eventid) AS copy FROM events WHERE outcome = 'refused'),
grouped AS (
  SELECT CASE grouping(eventsource, moment, awsregion, accesskeyid)
           WHEN 15 THEN 'summary' WHEN 7 THEN 'services' WHEN 1 THEN 'timeline' WHEN 14 THEN 'keys' END AS table_name,
         eventsource, moment, awsregion, accesskeyid,
         count_if(copy = 1) AS total, count_if(copy > 1) AS copies, count(DISTINCT sourceipaddress) AS addresses,
         count(DISTINCT CASE WHEN copy = 1 THEN eventname END) AS actions, min(moment) || 'Z' AS first_seen
  FROM calls
  GROUP BY GROUPING SETS ((), (eventsource), (moment, eventsource, awsregion), (accesskeyid))
  HAVING count_if(copy = 1) > 0 OR grouping(eventsource, moment) = 3
)
SELECT * FROM (
  SELECT grouped.*, count(*) OVER (PARTITION BY table_name) AS table_rows, sum(total) OVER (PARTITION BY table_name) AS table_calls,
         row_number() OVER (PARTITION BY table_name ORDER BY CASE WHEN table_name = 'timeline' THEN moment END DESC NULLS LAST, total DESC, eventsource) AS table_rank
  FROM grouped)
WHERE table_rank <= ? ORDER BY table_name, table_rank`;

const KEY = 'AKIAIOSFODNN7EXAMPLE';
const S3 = 's3.amazonaws.com';
const IAM = 'iam.amazonaws.com';

describe('one statement that answers with several tables', () => {
  it('gives them all, each counted, ranked and in order', async () => {
    const rows = await athena.rows(SEVERAL_TABLES, [`'${MARY}'`, '5']);

    expect(rows).toEqual([
      ['keys', null, null, null, KEY, '3', '1', '2', '2', '2026-11-20T10:00:00Z', '1', '3', '1'],
      ['services', S3, null, null, null, '2', '1', '2', '1', '2026-11-20T10:00:00Z', '2', '3', '1'],
      ['services', IAM, null, null, null, '1', '0', '1', '1', '2026-11-20T11:00:00Z', '2', '3', '2'],
      ['summary', null, null, null, null, '3', '1', '2', '2', '2026-11-20T10:00:00Z', '1', '3', '1'],
      ['timeline', IAM, '2026-11-20T11:00:00', null, null, '1', '0', '1', '1', '2026-11-20T11:00:00Z', '3', '3', '1'],
      [
        'timeline',
        S3,
        '2026-11-20T11:00:00',
        'eu-west-1',
        null,
        '1',
        '0',
        '1',
        '1',
        '2026-11-20T11:00:00Z',
        '3',
        '3',
        '2',
      ],
      [
        'timeline',
        S3,
        '2026-11-20T10:00:00',
        'eu-west-1',
        null,
        '1',
        '1',
        '1',
        '1',
        '2026-11-20T10:00:00Z',
        '3',
        '3',
        '3',
      ],
    ]);
  });

  it('takes the number of rows as a parameter', async () => {
    const rows = await athena.rows(SEVERAL_TABLES, [`'${MARY}'`, '1']);

    expect(rows.map(([table]) => table)).toEqual(['keys', 'services', 'summary', 'timeline']);
  });

  it('has a summary of nothing when nothing matches', async () => {
    const rows = await athena.rows(SEVERAL_TABLES, ["'nobody'", '5']);

    expect(rows).toEqual([['summary', null, null, null, null, '0', '0', '0', '0', null, '1', '0', '1']]);
  });

  it('reads the table once', async () => {
    const once = await athena.run('SELECT 1 FROM cloudtrail');
    const { Statistics } = await athena.run(SEVERAL_TABLES, [`'${MARY}'`, '5']);

    expect(Statistics?.DataScannedInBytes).toBe(once.Statistics?.DataScannedInBytes);
  });
});

describe('GROUPING SETS', () => {
  it.each<[string, string, (string | null)[][]]>([
    ['the empty set', 'GROUPING SETS (())', [['3', null, '0']]],
    ['the empty set among others', 'GROUPING SETS ((), (eventname))', [['3', null, '0']]],
    ['no empty set', 'GROUPING SETS ((eventname))', []],
    ['a roll-up', 'ROLLUP (eventname)', [['3', null, '0']]],
  ])('over no rows give one row for %s, and no other', async (_, grouping, rows) => {
    const counted = grouping.includes('eventname')
      ? 'CASE grouping(eventname) WHEN 1 THEN 3 END, eventname'
      : 'CAST(3 AS integer), CAST(NULL AS varchar)';

    expect(await empty.rows(`SELECT ${counted}, count(*) FROM cloudtrail GROUP BY ${grouping}`)).toEqual(rows);
  });

  it('tell a key that is NULL from one that is rolled up', async () => {
    const sql = `SELECT grouping(awsregion), awsregion, count(*) FROM cloudtrail
      GROUP BY GROUPING SETS ((), (awsregion)) ORDER BY 1, 2`;

    expect(await athena.rows(sql)).toEqual([
      ['0', 'eu-west-1', '4'],
      ['0', null, '1'],
      ['1', null, '5'],
    ]);
  });

  it('have the first argument of grouping as its highest bit', async () => {
    const sql = `SELECT grouping(eventsource, awsregion), count(*) FROM cloudtrail
      GROUP BY GROUPING SETS ((eventsource), (awsregion), (eventsource, awsregion), ()) ORDER BY 1, 2`;

    expect(await athena.rows(sql)).toEqual([
      ['0', '1'],
      ['0', '4'],
      ['1', '1'],
      ['1', '4'],
      ['2', '1'],
      ['2', '4'],
      ['3', '5'],
    ]);
  });

  it('may be filtered and ordered by their number', async () => {
    const sql = `SELECT count(*) FROM cloudtrail GROUP BY GROUPING SETS ((), (eventsource))
      HAVING grouping(eventsource) = 0 ORDER BY grouping(eventsource), 1`;

    expect(await athena.rows(sql)).toEqual([['1'], ['4']]);
  });

  it.each([
    [
      'a field of a structure',
      'SELECT count(*) FROM cloudtrail GROUP BY GROUPING SETS ((), (useridentity.accesskeyid))',
      'INVALID_COLUMN_REFERENCE: line 1:62: GROUP BY expression must be a column reference: useridentity.accesskeyid',
    ],
    [
      'a field of a structure in it',
      'SELECT count(*) FROM cloudtrail GROUP BY CUBE (useridentity.sessioncontext.sessionissuer.arn)',
      'INVALID_COLUMN_REFERENCE: line 1:48: GROUP BY expression must be a column reference: useridentity.sessioncontext.sessionissuer.arn',
    ],
    [
      'an ordinal',
      'SELECT eventname FROM cloudtrail GROUP BY GROUPING SETS ((1))',
      'GROUP BY expression must be a column reference: 1',
    ],
    [
      'an expression',
      'SELECT 1 FROM cloudtrail GROUP BY ROLLUP (lower(eventname))',
      'INVALID_COLUMN_REFERENCE: line 1:49: GROUP BY expression must be a column reference: an expression',
    ],
    [
      'grouping of a field',
      'SELECT grouping(useridentity.arn) FROM cloudtrail GROUP BY useridentity.arn',
      'line 1:17: The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level. Mismatch due to useridentity.arn.',
    ],
    [
      'grouping of what is no key',
      'SELECT grouping(eventname) FROM cloudtrail GROUP BY GROUPING SETS ((awsregion))',
      'Mismatch due to eventname.',
    ],
    [
      'grouping of what is selected, to order by',
      'SELECT eventname FROM cloudtrail GROUP BY GROUPING SETS ((), (eventname)) ORDER BY grouping(eventname)',
      'Invalid reference to output of SELECT clause from grouping() expression in ORDER BY',
    ],
  ])('are refused for %s, as in Athena', async (_, sql, reason) => {
    const { Status } = await athena.run(sql);

    expect(Status?.State).toBe('FAILED');
    expect(Status?.StateChangeReason).toContain(reason);
  });

  it.each([
    ['by the table', 'SELECT grouping(c.eventname) FROM cloudtrail c GROUP BY GROUPING SETS ((c.eventname))'],
    ['by the table in one place only', 'SELECT grouping(eventname) FROM cloudtrail c GROUP BY ROLLUP (c.eventname)'],
    ['by an ordinal', 'SELECT eventname AS n, grouping(eventname) FROM cloudtrail GROUP BY 1'],
    ['under another name', 'SELECT grouping(k) FROM (SELECT useridentity.arn AS k FROM cloudtrail) GROUP BY CUBE (k)'],
  ])('take a column that is named %s', async (_, sql) => {
    expect((await athena.run(sql)).Status).toMatchObject({ State: 'SUCCEEDED' });
  });
});

describe('windows, and what stands around them', () => {
  it.each<[string, (string | null)[][]]>([
    [
      'SELECT eventid, row_number() OVER (PARTITION BY eventid ORDER BY eventtime) AS copy FROM cloudtrail WHERE errorcode IS NOT NULL ORDER BY 1, 2 LIMIT 2',
      [
        ['d1b1a1b0-0000-4000-8000-000000000002', '1'],
        ['d1b1a1b0-0000-4000-8000-000000000002', '2'],
      ],
    ],
    [
      'SELECT DISTINCT eventsource, count(*) OVER (PARTITION BY eventsource) FROM cloudtrail ORDER BY 1',
      [
        [IAM, '1'],
        [S3, '4'],
      ],
    ],
    [
      'SELECT awsregion, row_number() OVER (ORDER BY awsregion DESC NULLS LAST, eventtime, eventid) FROM cloudtrail ORDER BY 2 DESC LIMIT 1',
      [[null, '5']],
    ],
    [
      'SELECT awsregion, row_number() OVER (ORDER BY awsregion DESC, eventtime) FROM cloudtrail ORDER BY 2 DESC LIMIT 1',
      [[null, '5']],
    ],
    ['SELECT awsregion FROM cloudtrail ORDER BY awsregion NULLS FIRST LIMIT 1', [[null]]],
    [
      'SELECT eventsource, count(DISTINCT eventid) AS calls FROM cloudtrail GROUP BY eventsource HAVING count(*) > 1',
      [[S3, '3']],
    ],
    [
      'SELECT min(eventtime), max(eventtime), count_if(errorcode IS NOT NULL), sum(length(eventname)) FROM cloudtrail',
      [['2026-11-20T10:00:00Z', '2026-11-20T11:00:00Z', '4', '45']],
    ],
    [
      'SELECT sum(length(eventname)), max(eventname), count(errorcode) FROM cloudtrail WHERE 1 = 2',
      [[null, null, '0']],
    ],
    [
      'WITH a AS (WITH b AS (SELECT eventname AS n FROM cloudtrail) SELECT DISTINCT n FROM b), c AS (SELECT n FROM a) SELECT a.n FROM a JOIN c ON a.n = c.n ORDER BY a.n',
      [['GetObject'], ['ListUsers']],
    ],
    ['SELECT u.arn FROM (SELECT useridentity AS u FROM (SELECT * FROM cloudtrail)) GROUP BY u.arn', [[MARY]]],
  ])('%s', async (sql, rows) => {
    expect(await athena.rows(sql)).toEqual(rows);
  });

  it('takes whole numbers as parameters, and compares them as such', async () => {
    const sql =
      'SELECT count(*) FROM (SELECT row_number() OVER (ORDER BY eventtime) AS n FROM cloudtrail) WHERE n <= ? AND n + ? > 3';

    expect(await athena.rows(sql, ['4', '1'])).toEqual([['2']]);
  });
});
