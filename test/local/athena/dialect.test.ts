import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NOT_MODELLED } from '../../../src/local/athena/not-modelled.js';
import { call, type Talk, talkTo } from './local-athena.js';

const SESSION = {
  type: 'AssumedRole',
  arn: 'arn:aws:sts::111122223333:assumed-role/deploy/ci',
  sessionContext: { sessionIssuer: { type: 'Role', userName: 'deploy' }, attributes: { mfaAuthenticated: 'false' } },
};

let athena: Talk;
beforeAll(async () => {
  athena = await talkTo([
    call(),
    call({ eventTime: '2026-11-20T11:30:00Z', eventName: 'PutObject', errorCode: 'AccessDenied', readOnly: false }),
    call({
      eventTime: '2026-11-21T12:00:00Z',
      eventName: 'ListUsers',
      eventSource: 'iam.amazonaws.com',
      userIdentity: SESSION,
    }),
  ]);
});
afterAll(() => athena.close());

const refusalOf = async (sql: string, parameters?: readonly string[]): Promise<string> => {
  try {
    const { Status } = await athena.run(sql, parameters);
    return `${Status?.State} ${Status?.StateChangeReason}`;
  } catch (cause) {
    return String(cause);
  }
};
const NO_COLUMN = 'cannot be resolved or requester is not authorized to access requested resources';

describe('a statement that Athena cannot read', () => {
  it.each([
    ['SELEC 1', 'Queries of this type are not supported'],
    ['DROP TABLE cloudtrail', 'Queries of this type are not supported'],
    ['SELECT 1; SELECT 2', 'Only one sql statement is allowed.'],
    ["SELECT 1 FROM cloudtrail WHERE eventname ILIKE 'get%'", "line 1:42: mismatched input 'ILIKE'"],
    ['SELECT eventtime::date FROM cloudtrail', "line 1:17: mismatched input '::'"],
    ['SELECT eventname FROM cloudtrail LIMIT 1 OFFSET 1', "line 1:42: mismatched input 'OFFSET'"],
    ['SELECT eventname\nFROM cloudtrail WHERE', 'line 2:17: mismatched input'],
    ['SELECT eventname, FROM cloudtrail', "line 1:19: mismatched input 'FROM'"],
    ["SELECT 1 FROM cloudtrail WHERE eventname == 'x'", "line 1:42: mismatched input '=='"],
    ['SELECT * EXCLUDE (eventname) FROM cloudtrail', "line 1:10: mismatched input 'EXCLUDE'"],
    ['SELECT DISTINCT ON (eventname) eventname FROM cloudtrail', "line 1:17: mismatched input 'ON'"],
    ['SELECT eventname, count(*) FROM cloudtrail GROUP BY ALL', "line 1:53: mismatched input 'ALL'"],
    ['SELECT [1, 2] FROM cloudtrail', "line 1:8: mismatched input '['"],
    ['SELECT `eventname` FROM cloudtrail', 'line 1:8: backquoted identifiers are not supported'],
    ["SELECT 'open FROM cloudtrail", 'line 1:8: token recognition error'],
  ])('is refused when it is started: %s', async (sql, message) => {
    expect(await refusalOf(sql)).toContain(`InvalidRequestException: ${message}`);
  });
});

describe('a statement that Athena fails', () => {
  it.each([
    ['SELECT 1 FROM nope', "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.security_analysis.nope' does not exist"],
    ['SELECT 1 FROM other.cloudtrail', "SCHEMA_NOT_FOUND: line 1:15: Schema 'other' does not exist"],
    ['SELECT 1 FROM x.security_analysis.cloudtrail', "CATALOG_NOT_FOUND: line 1:15: Catalog 'x' does not exist"],
    ['SELECT x FROM cloudtrail', `COLUMN_NOT_FOUND: line 1:8: Column 'x' ${NO_COLUMN}`],
    ['SELECT useridentity.x FROM cloudtrail', `COLUMN_NOT_FOUND: line 1:8: Column 'useridentity.x' ${NO_COLUMN}`],
    [
      'SELECT 1 FROM cloudtrail WHERE eventname = "GetObject"',
      `COLUMN_NOT_FOUND: line 1:44: Column 'GetObject' ${NO_COLUMN}`,
    ],
    ["SELECT eventname AS n FROM cloudtrail WHERE n = 'x'", `COLUMN_NOT_FOUND: line 1:45: Column 'n' ${NO_COLUMN}`],
    [
      'SELECT eventname AS n, count(*) FROM cloudtrail GROUP BY n',
      `COLUMN_NOT_FOUND: line 1:58: Column 'n' ${NO_COLUMN}`,
    ],
    [
      'SELECT count(*) AS n FROM cloudtrail GROUP BY eventname HAVING n > 1',
      `COLUMN_NOT_FOUND: line 1:64: Column 'n' ${NO_COLUMN}`,
    ],
    ['SELECT eventname AS n, upper(n) FROM cloudtrail', `COLUMN_NOT_FOUND: line 1:30: Column 'n' ${NO_COLUMN}`],
    [
      'WITH e AS (SELECT eventname FROM cloudtrail) SELECT awsregion FROM e',
      `COLUMN_NOT_FOUND: line 1:53: Column 'awsregion' ${NO_COLUMN}`,
    ],
    [
      'SELECT a.eventname, eventid FROM cloudtrail a, cloudtrail b',
      "AMBIGUOUS_NAME: line 1:21: Column 'eventid' is ambiguous",
    ],
    [
      'SELECT 1 FROM cloudtrail WHERE eventname = 5',
      'TYPE_MISMATCH: line 1:32: Cannot apply operator: varchar = integer',
    ],
    [
      'SELECT 1 FROM cloudtrail WHERE readonly = true',
      'TYPE_MISMATCH: line 1:32: Cannot apply operator: varchar = boolean',
    ],
    [
      'SELECT 1 FROM cloudtrail WHERE eventtime > current_timestamp',
      'TYPE_MISMATCH: line 1:32: Cannot apply operator: varchar > timestamp with time zone',
    ],
    [
      'SELECT 1 FROM cloudtrail WHERE eventname IN (1, 2)',
      'TYPE_MISMATCH: line 1:32: IN value and list items must be the same type',
    ],
    [
      'SELECT 1 FROM cloudtrail WHERE eventname BETWEEN 1 AND 2',
      'TYPE_MISMATCH: line 1:32: Cannot check if varchar is BETWEEN integer and integer',
    ],
    [
      'SELECT 1 FROM cloudtrail WHERE eventname',
      'TYPE_MISMATCH: line 1:32: WHERE clause must evaluate to a boolean: actual type varchar',
    ],
    [
      'SELECT eventname FROM cloudtrail UNION SELECT 1',
      'TYPE_MISMATCH: line 1:8: column 1 in query has incompatible types: varchar, integer',
    ],
    [
      'SELECT count(*) FROM cloudtrail GROUP BY eventname HAVING sum(eventname) > 1',
      'FUNCTION_NOT_FOUND: line 1:63: Unexpected parameters (varchar) for function sum',
    ],
    [
      "SELECT ifnull(errorcode, 'none') FROM cloudtrail",
      "FUNCTION_NOT_FOUND: line 1:8: Function 'ifnull' not registered",
    ],
    ["SELECT useridentity['arn'] FROM cloudtrail", 'TYPE_MISMATCH: line 1:8: Cannot use varchar for subscript of row'],
    [
      "SELECT element_at(useridentity, 'arn') FROM cloudtrail",
      'FUNCTION_NOT_FOUND: line 1:19: Unexpected parameters (row) for function element_at',
    ],
    [
      'SELECT 1 FROM cloudtrail WHERE eventname IS DISTINCT FROM 1',
      'TYPE_MISMATCH: line 1:32: Cannot apply operator: varchar IS DISTINCT FROM integer',
    ],
    [
      'SELECT eventname || 1 FROM cloudtrail',
      'FUNCTION_NOT_FOUND: line 1:8: Unexpected parameters (varchar, integer) for function concat',
    ],
    [
      "SELECT CASE WHEN eventname = 'x' THEN 1 ELSE errorcode END FROM cloudtrail",
      'TYPE_MISMATCH: line 1:46: All CASE results must be the same type or coercible to a common type',
    ],
    [
      'SELECT coalesce(length(eventname), errorcode) FROM cloudtrail',
      'TYPE_MISMATCH: line 1:36: All COALESCE operands must be the same type or coercible to a common type',
    ],
    [
      'SELECT row_number() OVER (PARTITION BY nope ORDER BY eventtime) FROM cloudtrail',
      `COLUMN_NOT_FOUND: line 1:40: Column 'nope' ${NO_COLUMN}`,
    ],
    ['SELECT e.nope.arn FROM (SELECT useridentity AS u FROM cloudtrail) e', `COLUMN_NOT_FOUND: line 1:8: Column`],
    [
      'SELECT eventname, count(*) FROM cloudtrail',
      "EXPRESSION_NOT_AGGREGATE: 'eventname' must be an aggregate expression or appear in GROUP BY clause",
    ],
    [
      'SELECT eventname FROM cloudtrail ORDER BY 2',
      'INVALID_COLUMN_REFERENCE: line 1:1: ORDER BY position 2 is not in select list',
    ],
    ['SELECT CAST(eventname AS bigint) FROM cloudtrail', 'INVALID_CAST_ARGUMENT: '],
    [
      'SELECT eventname FROM cloudtrail WHERE eventname = ?',
      'INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected 1 but found 0',
    ],
  ])('ends as FAILED: %s', async (sql, reason) => {
    expect(await refusalOf(sql)).toContain(`FAILED ${reason}`);
  });

  it('says so in AthenaError too, as a mistake of the user that is not worth a retry', async () => {
    const { Status } = await athena.run('SELECT 1 FROM nope');

    expect(Status?.AthenaError).toMatchObject({
      ErrorCategory: 2,
      Retryable: false,
      ErrorMessage: Status?.StateChangeReason,
    });
  });

  it('keeps the place of a mistake right behind a parameter', async () => {
    const sql = 'SELECT 1 FROM cloudtrail WHERE eventname = ? AND nope = 1';

    expect(await refusalOf(sql, ["'a rather long parameter'"])).toContain(`line 1:50: Column 'nope' ${NO_COLUMN}`);
  });
});

describe('a statement that Athena runs', () => {
  it.each<[string, (string | null)[][]]>([
    ['SELECT count(*) FROM "AwsDataCatalog"."security_analysis"."cloudtrail";', [['3']]],
    ["SELECT useridentity.userName FROM CloudTrail ct WHERE ct.UserIdentity.ARN LIKE '%:iam:%' GROUP BY 1", [['mary']]],
    ['SELECT useridentity.sessioncontext.sessionIssuer.username AS u FROM cloudtrail ORDER BY u LIMIT 1', [['deploy']]],
    ['SELECT errorcode FROM cloudtrail ORDER BY errorcode DESC LIMIT 2', [['AccessDenied'], [null]]],
    ['SELECT errorcode FROM cloudtrail ORDER BY errorcode LIMIT 2', [['AccessDenied'], [null]]],
    ['SELECT eventname FROM cloudtrail ORDER BY eventtime OFFSET 1 LIMIT 1', [['PutObject']]],
    ["SELECT eventname FROM cloudtrail WHERE eventname LIKE 'Put!_%' ESCAPE '!'", []],
    [
      'SELECT eventsource AS s, count(*) AS total FROM cloudtrail GROUP BY eventsource ORDER BY total DESC, s',
      [
        ['s3.amazonaws.com', '2'],
        ['iam.amazonaws.com', '1'],
      ],
    ],
    [
      'SELECT count(*) AS n, count(*) OVER () AS table_rows, sum(count(*)) OVER () AS table_calls FROM cloudtrail GROUP BY eventsource ORDER BY n',
      [
        ['1', '2', '3'],
        ['2', '2', '3'],
      ],
    ],
    [
      `SELECT CASE grouping(eventsource, awsregion) WHEN 1 THEN 'services' WHEN 2 THEN 'regions' END AS table_name, eventsource, awsregion, count(*)
       FROM cloudtrail GROUP BY GROUPING SETS ((eventsource), (awsregion)) ORDER BY 1, 2`,
      [
        ['regions', null, 'eu-west-1', '3'],
        ['services', 'iam.amazonaws.com', null, '1'],
        ['services', 's3.amazonaws.com', null, '2'],
      ],
    ],
    [
      'WITH a AS (SELECT eventname AS n FROM cloudtrail), b(m) AS (SELECT n FROM a) SELECT m FROM b ORDER BY m LIMIT 1',
      [['GetObject']],
    ],
    [
      'SELECT n FROM (SELECT eventname AS n FROM cloudtrail) AS q WHERE n IN (SELECT eventname FROM cloudtrail WHERE errorcode IS NOT NULL)',
      [['PutObject']],
    ],
    [
      "WITH cloudtrail AS (SELECT * FROM cloudtrail WHERE eventname = 'ListUsers') SELECT count(*) FROM cloudtrail",
      [['1']],
    ],
    [
      "SELECT t.word FROM cloudtrail CROSS JOIN UNNEST(split(eventsource, '.')) AS t(word) WHERE eventname = 'ListUsers' ORDER BY 1",
      [['amazonaws'], ['com'], ['iam']],
    ],
  ])('%s', async (sql, rows) => {
    expect(await athena.rows(sql)).toEqual(rows);
  });

  it.each<[string, string | null]>([
    ["json_extract_scalar(requestparameters, '$.bucketName')", 'reports'],
    ["json_extract_scalar(requestparameters, '$.size')", '3'],
    ["json_extract_scalar(requestparameters, '$.tags')", null],
    ["json_extract_scalar(requestparameters, '$.tags[0]')", 'a'],
    ['json_extract_scalar(requestparameters, \'$["bucketName"]\')', 'reports'],
    ['json_extract_scalar(\'{"x.y":{"z":1}}\', \'$["x.y"].z\')', '1'],
    ["json_extract_scalar(responseelements, '$.ConsoleLogin')", null],
    ["json_extract_scalar('not json', '$.a')", null],
    ['requestparameters', '{"bucketName":"reports","size":3,"tags":["a"]}'],
    ['readonly', 'true'],
    ['responseelements', null],
    ['from_iso8601_timestamp(eventtime)', '2026-11-20 10:00:00.000 UTC'],
    ["date_trunc('day', from_iso8601_timestamp(eventtime))", '2026-11-20 00:00:00.000 UTC'],
    ["date_format(from_iso8601_timestamp(eventtime), '%Y/%m/%d %H:%i:%s')", '2026/11/20 10:00:00'],
    ["date_parse('2026-11-20 10:00', '%Y-%m-%d %H:%i')", '2026-11-20 10:00:00.000'],
    ["date_add('day', -3, timestamp '2026-11-20 01:00:00')", '2026-11-17 01:00:00.000'],
    ["date_diff('day', timestamp '2026-01-01 12:00:00', timestamp '2026-01-02 11:00:00')", '0'],
    ["to_iso8601(timestamp '2026-01-01 12:00:00')", '2026-01-01T12:00:00.000Z'],
    ["regexp_like(eventsource, '(?i)^S3')", 'true'],
    ["regexp_extract(eventsource, '^x')", null],
    ["regexp_extract(useridentity.arn, ':user/(.+)$', 1)", 'mary'],
    ["regexp_extract(useridentity.arn, ':(role)?', 1)", null],
    ["regexp_replace(eventname, 't', 'T')", 'GeTObjecT'],
    ["regexp_replace(eventname, '[aeiou]')", 'GtObjct'],
    ["regexp_replace(eventname, '^(Get)(.*)$', '$2.$1')", 'Object.Get'],
    ["split_part(useridentity.arn, ':', 6)", 'user/mary'],
    ["element_at(ARRAY['a', 'b'], 2)", 'b'],
    ["element_at(ARRAY['a', 'b'], 9)", null],
    ["contains(ARRAY['a', 'b'], 'b')", 'true'],
    ["array_join(ARRAY['a', 'b'], '-')", 'a-b'],
    ["ARRAY['a', 'b']", '[a, b]'],
    ['cardinality(ARRAY[1, 2])', '2'],
    ['try(CAST(eventname AS bigint))', null],
    ['7 / 2', '3'],
    ['CAST(12 AS double)', '12.0'],
    ['CAST(12345678 AS double)', '1.2345678E7'],
    ['1.50', '1.50'],
    ["concat('a', errorcode)", null],
    ["'a' || 'b'", 'ab'],
    ["coalesce(eventname, '') || '|' || coalesce(errorcode, '')", 'GetObject|'],
    ["'a' || errorcode", null],
    ["concat('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h')", 'abcdefgh'],
    ["concat_ws('|', eventname, errorcode, 'c')", 'GetObject|c'],
    ["lower(trim(upper(replace(substr(' abc', 1, 3), 'b', 'x'))))", 'ax'],
    ["nullif(eventname, 'GetObject')", null],
    ["coalesce(nullif('', ''), useridentity.principalid)", 'AIDACKCEVSQ6C2EXAMPLE'],
    ["replace(eventtime, 'Z', '')", '2026-11-20T10:00:00'],
    ['substr(eventtime, 1, 13)', '2026-11-20T10'],
    ["substr('abc', 2)", 'bc'],
    ["substr('abc', -2)", 'bc'],
    ["substr('abc', -4)", ''],
    ["substr('abc', 0)", ''],
    ['substr(errorcode, 0)', null],
    ["eventname IS DISTINCT FROM 'GetObject'", 'false'],
    ["errorcode IS DISTINCT FROM 'AccessDenied'", 'true'],
    ['errorcode IS NOT DISTINCT FROM NULL', 'true'],
    ["errorcode <> 'AccessDenied'", null],
    ['CAST(NULL AS varchar)', null],
    ["coalesce(CAST(NULL AS varchar), 'none')", 'none'],
    [
      "CASE WHEN regexp_like(errorcode, '(?i)denied') THEN 'refused' WHEN errorcode <> '' THEN 'failed' ELSE 'ok' END",
      'ok',
    ],
    ["CASE eventname WHEN 'GetObject' THEN 1 WHEN 'x' THEN 2 END", '1'],
    ["CASE WHEN errorcode = '' THEN 'x' END", null],
    ['greatest(1, NULL)', null],
    ["coalesce(errorcode, 'none')", 'none'],
    ["if(errorcode IS NULL, 'ok', 'refused')", 'ok'],
    ["CASE WHEN 5 = 5.0 THEN 'same' END", 'same'],
    ["json_format(CAST(ARRAY['a'] AS JSON))", '["a"]'],
    ["CAST(ROW('a', 1) AS ROW(k varchar, v bigint))", '{k=a, v=1}'],
    ["DATE '2026-11-20'", '2026-11-20'],
    ["'it''s -- \\ not a comment; é😀'", "it's -- \\ not a comment; é😀"],
  ])('%s is %s', async (expression, value) => {
    expect(await athena.rows(`SELECT ${expression} FROM cloudtrail WHERE eventname = 'GetObject'`)).toEqual([[value]]);
  });

  it('gives aggregates', async () => {
    const sql = `SELECT approx_distinct(eventname), count_if(errorcode IS NOT NULL), array_agg(DISTINCT awsregion),
      min_by(eventname, eventtime), max(eventtime), avg(length(eventname)), count(*) FILTER (WHERE readonly = 'true') FROM cloudtrail`;

    expect(await athena.rows(sql)).toEqual([
      ['3', '1', '[eu-west-1]', 'GetObject', '2026-11-21T12:00:00Z', '9.0', '2'],
    ]);
  });
});

describe('what is not modelled', () => {
  const refused = NOT_MODELLED.flatMap(({ what, refused }) => (refused ? [[what, refused]] : []));

  it.each(refused)('is refused and not answered wrongly: %s', async (_, sql) => {
    expect(await refusalOf(sql ?? '')).toMatch(/^(FAILED|InvalidRequestException)/);
  });
});
