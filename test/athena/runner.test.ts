import { afterEach, describe, expect, it } from '@jest/globals';
import { type AthenaSettings, athenaRunner } from '../../src/athena/runner.js';
import { QueryFailed } from '../../src/investigation/ports.js';
import type { Progress } from '../../src/investigation/run.js';
import type { LayoutName } from '../../src/local/athena/table-layouts.js';
import { DETECTION, layoutOf, OF_TEXT, QUERY } from './queries.js';
import {
  execution,
  look,
  page,
  type Reply,
  refusal,
  type Script,
  type ScriptedAthena,
  scriptedAthena,
} from './scripted-athena.js';

const NAMES = ['eventtime', 'errorcode', 'table_rows', 'table_calls'];
const HARA = { word: { type: 'text', text: "o'hara" } } as const;
const NEVER = new AbortController().signal;
const TIME = '2026-11-20T10:00:00Z';

let athena: ScriptedAthena | undefined;
afterEach(async () => {
  await athena?.close();
  athena = undefined;
});

/** A table that is known already. */
const deployedAs = (name: LayoutName, scanCapBytes?: number): AthenaSettings['deployed'] => ({
  layout: async () => layoutOf(name),
  scanCapBytes: async () => scanCapBytes,
});

async function runnerOn(script: Script, settings: Partial<AthenaSettings> = {}) {
  athena = await scriptedAthena(script);
  const runner = athenaRunner({
    client: athena.client,
    deployed: deployedAs('bootstrap'),
    catalog: 'AwsDataCatalog',
    database: 'security_analysis',
    table: 'cloudtrail',
    workgroup: 'incident',
    poll: { firstMs: 1, growth: 1, longestMs: 1, silenceMs: 50 },
    ...settings,
  });
  return { runner, athena };
}

const finishing = async (states: readonly Reply[], pages: readonly Reply[] = []) => {
  const { runner } = await runnerOn({ BatchGetQueryExecution: states, GetQueryResults: pages });
  return runner.finish('e-1', QUERY, NEVER);
};

const failureOf = async (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'no failure',
    (cause: unknown) => cause,
  );

describe('starting', () => {
  it('names the table, the workgroup and the token, and leaves out what there is none of', async () => {
    const { runner, athena } = await runnerOn({ StartQueryExecution: [{ body: { QueryExecutionId: 'e-1' } }] });

    expect(await runner.start(QUERY)).toBe('e-1');
    expect(athena.inputsOf('StartQueryExecution')).toEqual([
      {
        QueryString: expect.stringContaining('FROM "security_analysis"."cloudtrail"'),
        QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'security_analysis' },
        WorkGroup: 'incident',
        ClientRequestToken: QUERY.token,
      },
    ]);
  });

  it('sends values as execution parameters and the results location', async () => {
    const { runner, athena } = await runnerOn(
      { StartQueryExecution: [{ body: { QueryExecutionId: 'e-1' } }] },
      { output: 's3://results/ir/' },
    );

    await runner.start({ ...QUERY, detection: OF_TEXT, parameters: HARA });

    expect(athena.inputsOf('StartQueryExecution')).toEqual([
      expect.objectContaining({
        ExecutionParameters: ["'o''hara'", "'o''hara'"],
        ResultConfiguration: { OutputLocation: 's3://results/ir/' },
      }),
    ]);
  });

  it.each([
    ['InvalidRequestException', 'WorkGroup incident is not found.', 'Check IR_ATHENA_WORKGROUP'],
    ['InvalidRequestException', 'No output location provided. An output location is required', 'IR_ATHENA_OUTPUT'],
    [
      'AccessDeniedException',
      'User: arn:aws:sts::111122223333:assumed-role/bot/i is not authorized to perform: athena:StartQueryExecution on resource: x',
      'needs the permission athena:StartQueryExecution',
    ],
    ['TooManyRequestsException', 'You have exceeded the limit for the number of queries', 'Ask again in a minute'],
    ['ThrottlingException', 'Slow', 'Ask again in a minute'],
    ['UnrecognizedClientException', 'The security token included in the request is invalid.', 'AWS credentials'],
    ['InvalidRequestException', 'Idempotent parameters do not match', 'if it ends the same way'],
  ])('takes a refusal for a failed query: %s, %s', async (type, reason, advice) => {
    const { runner } = await runnerOn({ StartQueryExecution: [refusal(type, reason)] });

    const failure = await failureOf(runner.start(QUERY));

    expect(failure).toBeInstanceOf(QueryFailed);
    expect(failure).toMatchObject({
      state: 'FAILED',
      reason,
      advice: expect.stringContaining(advice),
      statistics: { scannedBytes: 0, totalMs: 0 },
      cause: { name: type },
    });
  });

  it.each([
    ['a fault of Athena', refusal('InternalServerException', 'Oops', 500), 'Oops'],
    ['an answer without an id', { body: {} }, 'without an execution id'],
  ])('takes %s for an error that may pass', async (_, reply, message) => {
    const { runner } = await runnerOn({ StartQueryExecution: [reply] });

    const failure = await failureOf(runner.start(QUERY));

    expect(failure).not.toBeInstanceOf(QueryFailed);
    expect(failure).toMatchObject({ message: expect.stringContaining(message) });
  });

  it('says what was attempted where nobody listens, and keeps the cause', async () => {
    const { runner, athena: gone } = await runnerOn({});
    await gone.close();
    athena = undefined;

    const failure = await failureOf(runner.start(QUERY));

    expect(failure).toMatchObject({
      message: expect.stringMatching(/^starting "newest" in Athena did not work: /),
      cause: expect.any(Error),
    });
  });

  it('does not call Athena for a value that cannot be asked for', async () => {
    const { runner, athena } = await runnerOn({});
    const parameters = { word: { type: 'text', text: 'a\nb' } } as const;

    await expect(runner.start({ ...QUERY, detection: OF_TEXT, parameters })).rejects.toThrow('control');
    expect(athena.calls).toEqual([]);
  });
});

describe('finishing', () => {
  it('waits through every state and reads the rows', async () => {
    const { answer, statistics } = await finishing(
      [look('QUEUED'), look('RUNNING'), look('QUEUED'), look('SUCCEEDED')],
      [page(NAMES, [NAMES, [TIME, null, '2', '7'], [TIME, '', '2', '7']])],
    );

    expect(answer.tables).toEqual([
      {
        name: 'rows',
        rows: [
          [TIME, null],
          [TIME, ''],
        ],
        totalRows: 2,
        totalCalls: 7,
      },
    ]);
    expect(statistics).toEqual({ scannedBytes: 2048, totalMs: 1500 });
  });

  it('reads every page, and takes only the first row of the first for names', async () => {
    const { runner, athena } = await runnerOn({
      BatchGetQueryExecution: [look('SUCCEEDED')],
      GetQueryResults: [
        page(NAMES, [NAMES, [TIME, 'one', '3', '3']], 'more'),
        page(NAMES, [NAMES, [TIME, 'two', '3', '3']]),
      ],
    });

    const { answer } = await runner.finish('e-1', QUERY, NEVER);

    expect(answer.tables[0]?.rows.map(([, errorcode]) => errorcode)).toEqual(['one', 'errorcode', 'two']);
    expect(athena.inputsOf('GetQueryResults')).toEqual([
      { QueryExecutionId: 'e-1', MaxResults: 1000 },
      { QueryExecutionId: 'e-1', MaxResults: 1000, NextToken: 'more' },
    ]);
  });

  it('keeps a first row that is not the names', async () => {
    const { answer } = await finishing([look('SUCCEEDED')], [page(NAMES, [[TIME, 'one', '1', '1']])]);

    expect(answer.tables[0]?.rows).toEqual([[TIME, 'one']]);
  });

  it('answers with nothing where nothing matched', async () => {
    const { answer } = await finishing([look('SUCCEEDED')], [page(NAMES, [NAMES])]);

    expect(answer.tables).toEqual([{ name: 'rows', rows: [], totalRows: 0, totalCalls: 0 }]);
  });

  it.each([
    ['one column more', [...NAMES, 'useragent']],
    ['one column less', ['eventtime', 'table_rows', 'table_calls']],
    ['other case', NAMES.map((name) => name.toUpperCase())],
    ['none at all', []],
  ])('refuses results with %s', async (_, names) => {
    await expect(finishing([look('SUCCEEDED')], [page(names, [])])).rejects.toThrow(
      /"newest" declares the columns eventtime, errorcode, but its SQL returned /,
    );
  });

  it('refuses results without a page', async () => {
    await expect(finishing([look('SUCCEEDED')], [{ body: {} }])).rejects.toThrow('"newest"');
  });

  it('reads no more pages than it takes for the rows that are wanted', async () => {
    const { runner, athena } = await runnerOn({
      BatchGetQueryExecution: [look('SUCCEEDED')],
      GetQueryResults: [
        page(
          ['eventtime', 'errorcode'],
          [
            [TIME, 'one'],
            [TIME, 'two'],
            [TIME, 'three'],
          ],
          'more',
        ),
      ],
    });

    const { answer } = await runner.finish('e-1', { detection: DETECTION, rowLimit: 2 }, NEVER);

    expect(athena.inputsOf('GetQueryResults')).toHaveLength(1);
    expect(answer.tables).toEqual([
      {
        name: 'rows',
        rows: [
          [TIME, 'one'],
          [TIME, 'two'],
        ],
        totalRows: 3,
        totalCalls: 3,
        isCutOff: true,
      },
    ]);
  });

  it('knows how many rows there are where the statement says so', async () => {
    const rows = ['one', 'two', 'three'].map((code) => [TIME, code, '4000', '9000']);
    const { runner } = await runnerOn({
      BatchGetQueryExecution: [look('SUCCEEDED')],
      GetQueryResults: [page(NAMES, rows, 'more')],
    });

    const { answer } = await runner.finish('e-1', { detection: DETECTION, rowLimit: 2 }, NEVER);

    expect(answer.tables[0]).toMatchObject({ totalRows: 4000, totalCalls: 9000 });
    expect(answer.tables[0]).not.toHaveProperty('isCutOff');
  });

  it.each([
    ['a row that is too short', [TIME, '1', '1'], 'a row of 3 values for 4 columns'],
    ['a total that is no number', [TIME, 'x', 'many', '1'], 'table_rows = "many"'],
    ['a total that is missing', [TIME, 'x', '1', null], 'table_calls = null'],
  ])('refuses %s', async (_, row, message) => {
    await expect(finishing([look('SUCCEEDED')], [page(NAMES, [NAMES, row])])).rejects.toThrow(message);
  });

  it.each([
    [
      "TABLE_NOT_FOUND: line 1:15: Table 'awsdatacatalog.security_analysis.cloudtrail' does not exist",
      'Is security_analysis.cloudtrail the CloudTrail table? Check IR_ATHENA_DATABASE and IR_ATHENA_TABLE',
    ],
    ["SCHEMA_NOT_FOUND: line 5:8: Schema 'security_analysis' does not exist", 'Check IR_ATHENA_DATABASE'],
    [
      "COLUMN_NOT_FOUND: line 6:9: Column 'date_partition' cannot be resolved",
      'lacks a column that its definition had',
    ],
    ['Permission denied on S3 path: s3://logs/AWSLogs/111122223333/CloudTrail/', 's3:GetObject and s3:ListBucket'],
    [
      'Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied)',
      's3:GetObject and s3:ListBucket',
    ],
    ['Access denied when writing output to url: s3://results/x.csv', 's3:PutObject'],
    ['Insufficient permissions to execute the query.', 'glue:GetTable'],
    [
      'User: arn:aws:iam::1:user/x is not authorized to perform: glue:GetTable on resource: y',
      'permission glue:GetTable.',
    ],
    ['Insufficient Lake Formation permission(s) on cloudtrail', 'lakeformation:GetDataAccess'],
    ['The ciphertext refers to a customer master key (Service: AWSKMS)', 'kms:Decrypt'],
    ['Query exhausted resources at this scale factor', 'shorter window'],
    ['Query timeout', 'shorter window'],
    ['Unable to verify/create output bucket results', 'IR_ATHENA_OUTPUT'],
    ['HIVE_BAD_DATA: s3://logs/AWSLogs/111114030000/x.json.gz is malformed', 'if it ends the same way'],
    ['GENERIC_INTERNAL_ERROR: something', 'if it ends the same way'],
  ])('gives advice on %j', async (reason, advice) => {
    const failure = await failureOf(finishing([look('FAILED', { status: { StateChangeReason: reason } })]));

    expect(failure).toBeInstanceOf(QueryFailed);
    expect(failure).toMatchObject({
      state: 'FAILED',
      reason,
      advice: expect.stringContaining(advice),
      statistics: { scannedBytes: 2048, totalMs: 1500 },
    });
  });

  it.each([
    ['Bytes scanned limit was exceeded', 'raise the limit of bytes a query of the workgroup "incident"'],
    ['Query cancelled by user', 'Somebody stopped it. Ask again.'],
  ])('tells a cancelled query from a failed one: %s', async (reason, advice) => {
    const failure = await failureOf(finishing([look('CANCELLED', { status: { StateChangeReason: reason } })]));

    expect(failure).toMatchObject({ state: 'CANCELLED', reason, advice: expect.stringContaining(advice) });
  });

  it('says that asking again may help when Athena does', async () => {
    const status = { StateChangeReason: 'INTERNAL', AthenaError: { ErrorCategory: 1, Retryable: true } };

    expect(await failureOf(finishing([look('FAILED', { status })]))).toMatchObject({
      advice: 'Athena says that asking again may help.',
    });
  });

  it("takes Athena's error where there is no reason, and says when there is neither", async () => {
    const status = { AthenaError: { ErrorMessage: 'Query timeout' } };

    expect(await failureOf(finishing([look('FAILED', { status })]))).toMatchObject({ reason: 'Query timeout' });
    await athena?.close();
    expect(await failureOf(finishing([look('FAILED')]))).toMatchObject({ reason: 'Athena gave no reason' });
  });

  it('counts what was scanned when the results may not be read', async () => {
    const failure = await failureOf(
      finishing([look('SUCCEEDED')], [refusal('InvalidRequestException', 'Access denied on s3://results/x.csv')]),
    );

    expect(failure).toBeInstanceOf(QueryFailed);
    expect(failure).toMatchObject({ statistics: { scannedBytes: 2048 } });
  });

  it.each([
    ['a fault of Athena', refusal('InternalServerException', 'Oops', 500)],
    ['a state that it does not know', look('PAUSED')],
    ['no execution', { body: {} }],
  ])('leaves the query open at %s', async (_, reply) => {
    const failure = await failureOf(finishing([reply]));

    expect(failure).not.toBeInstanceOf(QueryFailed);
    expect(failure).toMatchObject({ message: expect.stringContaining('finishing "newest" (execution e-1)') });
  });
});

describe('a look that does not get through', () => {
  it.each([
    ['is throttled', refusal('ThrottlingException', 'Rate exceeded')],
    ['meets a fault of Athena', refusal('InternalServerException', 'Oops', 500)],
  ])('since it %s is no end of the query', async (_, reply) => {
    const states = [look('RUNNING'), reply, reply, look('SUCCEEDED')];
    const { answer } = await finishing(states, [page(NAMES, [[TIME, 'one', '1', '1']])]);

    expect(answer.tables[0]?.rows).toEqual([[TIME, 'one']]);
  });

  it('since it is refused is the end of it', async () => {
    const failure = await failureOf(finishing([look('RUNNING'), refusal('AccessDeniedException', 'No')]));

    expect(failure).toBeInstanceOf(QueryFailed);
  });
});

describe('progress', () => {
  const told = async (script: Script) => {
    const progress: Progress[] = [];
    const { runner } = await runnerOn(script);
    await failureOf(runner.finish('e-1', QUERY, NEVER, (seen) => progress.push(seen)));
    return progress;
  };
  const at = (state: string, scannedBytes: number, totalMs: number) =>
    look(state, { statistics: { DataScannedInBytes: scannedBytes, TotalExecutionTimeInMillis: totalMs } });

  it('is told at each look, and once more before the rows are read', async () => {
    const progress = await told({
      BatchGetQueryExecution: [
        at('QUEUED', 0, 10),
        at('RUNNING', 0, 500),
        at('RUNNING', 4096, 1100),
        at('SUCCEEDED', 8192, 1900),
      ],
      GetQueryResults: [page(NAMES, [NAMES])],
    });

    expect(progress).toEqual([
      { stage: 'queued', scannedBytes: 0, totalMs: 10 },
      { stage: 'running', scannedBytes: 0, totalMs: 500 },
      { stage: 'running', scannedBytes: 4096, totalMs: 1100 },
      { stage: 'reading', scannedBytes: 8192, totalMs: 1900 },
    ]);
  });

  it('is told before the first page is asked for', async () => {
    const { runner, athena } = await runnerOn({
      BatchGetQueryExecution: [look('SUCCEEDED')],
      GetQueryResults: [page(NAMES, [NAMES])],
    });
    const pagesBefore: number[] = [];

    await runner.finish('e-1', QUERY, NEVER, () => pagesBefore.push(athena.inputsOf('GetQueryResults').length));

    expect(pagesBefore).toEqual([0]);
  });

  it('counts what Athena does not say yet as nothing', async () => {
    const unknown = { body: { QueryExecutions: [{ QueryExecutionId: 'e-1', Status: { State: 'QUEUED' } }] } };

    const [first] = await told({ BatchGetQueryExecution: [unknown, look('FAILED')] });

    expect(first).toEqual({ stage: 'queued', scannedBytes: 0, totalMs: 0 });
  });

  it.each(['FAILED', 'CANCELLED', 'PAUSED'])('does not say that rows are read of a query that is %s', async (state) => {
    expect(await told({ BatchGetQueryExecution: [look('RUNNING'), look(state)] })).toEqual([
      { stage: 'running', scannedBytes: 2048, totalMs: 1500 },
    ]);
  });

  it('does not end a query when it cannot be shown', async () => {
    const { runner } = await runnerOn({
      BatchGetQueryExecution: [look('QUEUED'), look('RUNNING'), look('SUCCEEDED')],
      GetQueryResults: [page(NAMES, [NAMES, [TIME, 'one', '1', '1']])],
    });
    const stages: string[] = [];

    const { answer } = await runner.finish('e-1', QUERY, NEVER, ({ stage }) => {
      stages.push(stage);
      throw new Error('not now');
    });

    expect(answer.tables[0]?.rows).toEqual([[TIME, 'one']]);
    expect(stages).toEqual(['queued', 'running', 'reading']);
  });
});

describe('stopping', () => {
  it('asks Athena to end an execution, and does not wait for it', async () => {
    const { runner, athena } = await runnerOn({});

    await runner.stop('e-1');

    expect(athena.calls.map(({ operation, input }) => [operation, input])).toEqual([
      ['StopQueryExecution', { QueryExecutionId: 'e-1' }],
    ]);
  });

  it('takes a refusal for a failed query, with advice', async () => {
    const reason =
      'User: arn:aws:sts::111122223333:assumed-role/bot/i is not authorized to perform: athena:StopQueryExecution on resource: x';
    const { runner } = await runnerOn({ StopQueryExecution: [refusal('AccessDeniedException', reason)] });

    const failure = await failureOf(runner.stop('e-1'));

    expect(failure).toBeInstanceOf(QueryFailed);
    expect(failure).toMatchObject({ reason, advice: expect.stringContaining('athena:StopQueryExecution') });
  });

  it('says what was attempted at a fault of Athena', async () => {
    const { runner } = await runnerOn({ StopQueryExecution: [refusal('InternalServerException', 'Oops', 500)] });

    const failure = await failureOf(runner.stop('e-1'));

    expect(failure).not.toBeInstanceOf(QueryFailed);
    expect(failure).toMatchObject({ message: 'stopping execution e-1 in Athena did not work: Oops' });
  });

  it.each([
    ['before the first look', 0],
    ['during a look', 1],
  ])('stops the query, and says what ended it and what it had scanned: %s', async (_, looks) => {
    const abort = new AbortController();
    const { runner, athena } = await runnerOn({
      BatchGetQueryExecution: [{ ...look('RUNNING'), before: () => abort.abort('enough') }],
      GetQueryExecution: [execution('CANCELLED')],
    });
    if (looks === 0) abort.abort('enough');

    expect(await failureOf(runner.finish('e-1', QUERY, abort.signal))).toMatchObject({
      name: 'QueryInterrupted',
      cause: 'enough',
      statistics: { scannedBytes: 2048 },
    });
    expect(athena.inputsOf('StopQueryExecution')).toEqual([{ QueryExecutionId: 'e-1' }]);
    expect(athena.inputsOf('BatchGetQueryExecution')).toHaveLength(looks);
    expect(athena.inputsOf('GetQueryExecution')).toHaveLength(1);
  });

  it('stops in the middle of a pause', async () => {
    const { runner, athena } = await runnerOn(
      { BatchGetQueryExecution: [look('RUNNING')] },
      { poll: { firstMs: 60_000, growth: 1, longestMs: 60_000 } },
    );

    const failure = await failureOf(runner.finish('e-1', QUERY, AbortSignal.timeout(100)));

    expect(failure).toMatchObject({ name: 'QueryInterrupted', cause: { name: 'TimeoutError' } });
    expect(athena.inputsOf('StopQueryExecution')).toHaveLength(1);
  });

  it('says so when the query cannot be stopped', async () => {
    const { runner } = await runnerOn({ StopQueryExecution: [refusal('AccessDeniedException', 'No')] });

    const failure = await failureOf(runner.finish('e-1', QUERY, AbortSignal.abort('enough')));

    expect(failure).toMatchObject({
      cause: 'enough',
      notStopped: { name: 'AccessDeniedException' },
    });
  });
});

describe('reach', () => {
  it.each([
    ['bootstrap', '2026-11-20T00:00:00Z', true],
    ['projection', '2026-11-20T00:00:00Z', true],
    ['manual', '2026-11-20T00:00:00Z', true],
    ['console', '2026-11-20T00:00:00Z', false],
    ['bootstrap', undefined, false],
    ['console', undefined, false],
  ] as const)('says whether a question reads the whole table: %s from %s', async (name, from, isBounded) => {
    const { runner } = await runnerOn({}, { deployed: deployedAs(name) });
    const span = from && { from, to: '2026-11-21T00:00:00Z' };

    expect(await runner.reach({ text: 'x', ...(span ? { span } : {}) })).toMatchObject({ isBounded });
  });

  it('says what a window would not see, and asks Athena nothing', async () => {
    const { runner, athena } = await runnerOn({});
    const reachFrom = (from: string) => runner.reach({ text: 'x', span: { from, to: '2026-11-21T00:00:00Z' } });

    const before = await reachFrom('2025-12-31T00:00:00Z');
    const within = await reachFrom('2026-01-01T00:00:00Z');

    expect(before.notSearched).toContain("before 2026-01-01 (the table's range of days begins there)");
    expect(within.notSearched).not.toContain("before 2026-01-01 (the table's range of days begins there)");
    expect(within.notSearched).toContainEqual(expect.stringContaining("not in the table's region list"));
    expect(athena.calls).toEqual([]);
  });
});

describe('inspect', () => {
  it('says what is known of the table and the workgroup', async () => {
    const { runner } = await runnerOn({}, { deployed: deployedAs('bootstrap', 10_000_000) });

    expect(await runner.inspect()).toMatchObject({
      catalog: 'AwsDataCatalog',
      database: 'security_analysis',
      table: 'cloudtrail',
      workgroup: 'incident',
      layout: 'AWS Security Analytics Bootstrap',
      partitionKeys: ['date_partition', 'region_partition', 'account_partition'],
      columns: expect.arrayContaining(['useridentity', 'eventtime']),
      missingColumns: expect.arrayContaining(['eventcategory', 'useridentity.onbehalfof.userid']),
      firstDay: '2026-01-01',
      regions: ['eu-west-1', 'us-east-1'],
      accounts: ['111122223333'],
      missingRegions: expect.arrayContaining(['ap-southeast-7']),
      isLoadedByHand: false,
      scanCapBytes: 10_000_000,
    });
  });

  it('tells a table whose partitions are added by hand', async () => {
    const { runner } = await runnerOn({}, { deployed: deployedAs('manual-account') });

    expect(await runner.inspect()).toMatchObject({ isLoadedByHand: true, missingColumns: [] });
  });
});
