import { setTimeout as pause } from 'node:timers/promises';
import {
  type AthenaClient,
  BatchGetQueryExecutionCommand,
  GetDatabaseCommand,
  GetDataCatalogCommand,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetTableMetadataCommand,
  GetWorkGroupCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  type StartQueryExecutionCommandInput,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../../src/local/athena/log-engine.js';
import { startLocalAthena } from '../../../src/local/athena/server.js';
import { call, cells, finished, type Talk, talkTo, talkToServer } from './local-athena.js';

const TOKEN = 'a'.repeat(64);
const LONG = 'SELECT count(*) FROM cloudtrail a, cloudtrail b, cloudtrail c WHERE a.eventid || b.eventid <> c.eventid';

let athena: Talk;
afterEach(() => athena?.close());

const start = async (client: AthenaClient, input: Partial<StartQueryExecutionCommandInput>) => {
  const request = {
    QueryString: 'SELECT 1 AS one',
    QueryExecutionContext: { Database: 'security_analysis' },
    ...input,
  };
  return (await client.send(new StartQueryExecutionCommand(request))).QueryExecutionId;
};

const lookAt = async (id: string | undefined): Promise<QueryExecution> => {
  const { QueryExecution: execution } = await athena.client.send(
    new GetQueryExecutionCommand({ QueryExecutionId: id }),
  );
  if (!execution) throw new Error(`no execution ${id}`);
  return execution;
};

/** A query that is made to take a minute, of a clock that a test sets. */
async function slowQuery() {
  let elapsedMs = 0;
  const clock = { now: () => new Date(Date.UTC(2026, 10, 20, 10) + elapsedMs) };
  athena = await talkTo([call()], { clock, delays: { runningMs: 60_000 } });
  const id = await start(athena.client, { QueryString: 'SELECT eventname FROM cloudtrail' });
  while ((await lookAt(id)).Status?.State !== 'RUNNING') await pause(5);
  const lookAfter = (ms: number) => {
    elapsedMs = ms;
    return lookAt(id);
  };
  return { id, lookAfter };
}

describe('StartQueryExecution', () => {
  it('returns the same execution for the same token and request', async () => {
    athena = await talkTo([]);

    const first = await start(athena.client, { ClientRequestToken: TOKEN });

    expect(await start(athena.client, { ClientRequestToken: TOKEN })).toBe(first);
    expect(athena.athena.statements).toEqual(['SELECT 1 AS one']);
  });

  it.each<[string, Partial<StartQueryExecutionCommandInput>]>([
    ['statement', { QueryString: 'SELECT 2 AS two' }],
    ['parameters', { ExecutionParameters: ['1'] }],
    ['database', { QueryExecutionContext: { Database: 'default' } }],
  ])('refuses a token with another %s', async (_, changes) => {
    athena = await talkTo([]);
    await start(athena.client, { ClientRequestToken: TOKEN });

    await expect(start(athena.client, { ClientRequestToken: TOKEN, ...changes })).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: 'Idempotent parameters do not match',
    });
  });

  it('refuses a query whose results have no place', async () => {
    athena = await talkTo([], { outputLocation: null });

    await expect(start(athena.client, {})).rejects.toThrow(/^No output location provided/);
    const id = await start(athena.client, { ResultConfiguration: { OutputLocation: 's3://mine/results/' } });
    const { ResultConfiguration } = await finished(athena.client, id);
    expect(ResultConfiguration?.OutputLocation).toBe(`s3://mine/results/${id}.csv`);
  });
});

describe('the limits of StartQueryExecution', () => {
  let shared: Talk;
  beforeAll(async () => {
    shared = await talkTo([]);
  });
  afterAll(() => shared.close());

  it.each<[string, Partial<StartQueryExecutionCommandInput>, RegExp]>([
    ['a short token', { ClientRequestToken: 'a'.repeat(31) }, /clientRequestToken/],
    ['a long token', { ClientRequestToken: 'a'.repeat(129) }, /clientRequestToken/],
    ['no statement', { QueryString: '' }, /queryString/],
    ['a long statement', { QueryString: `SELECT '${'a'.repeat(262_144)}'` }, /queryString/],
    ['an empty list of parameters', { ExecutionParameters: [] }, /executionParameters/],
    ['an empty parameter', { ExecutionParameters: ['1', ''] }, /executionParameters\.1/],
    [
      'a parameter of more than 1,024 characters',
      { ExecutionParameters: [`'${'a'.repeat(1_023)}'`] },
      /executionParameters\.0/,
    ],
  ])('refuses %s', async (_, input, message) => {
    await expect(start(shared.client, input)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(message),
    });
  });
});

describe('execution parameters', () => {
  const BY_NAME = 'SELECT count(*) FROM cloudtrail WHERE eventname = ?';

  it.each(["it's", "' OR '1'='1", "\\'; --", '%', 'é😀\n?', '$1', 'athena-parameter-1-61c1a1f0'])(
    'compare as the text they are: %s',
    async (text) => {
      athena = await talkTo([call({ eventName: text }), call()]);

      expect(await athena.rows(BY_NAME, [`'${text.replaceAll("'", "''")}'`])).toEqual([['1']]);
    },
  );

  it('are taken in the order of the marks, wherever those go in DuckDB', async () => {
    athena = await talkTo([call()]);

    const sql = "SELECT json_extract_scalar(requestparameters, ?), strpos(?, ?), '?' FROM cloudtrail WHERE ? < 5";
    expect(await athena.rows(sql, ["'$.bucketName'", "'haystack'", "'stack'", '4'])).toEqual([['reports', '4', '?']]);
  });

  it.each([
    ['a number for a text', ['5'], 'TYPE_MISMATCH: line 1:39: Cannot apply operator: varchar = integer'],
    ['a bare word', ['GetObject'], "COLUMN_NOT_FOUND: line 1:1: Column 'GetObject' cannot be resolved"],
    ['a quote that is not doubled', ["'it's'"], 'SYNTAX_ERROR: line 1:1:'],
    ['one too many', ["'a'", "'b'"], 'INVALID_PARAMETER_USAGE: Incorrect number of parameters: expected 1 but found 2'],
  ])('fail the query when they are %s', async (_, parameters, reason) => {
    athena = await talkTo([call()]);

    const { Status } = await athena.run(BY_NAME, parameters);

    expect(Status).toMatchObject({ State: 'FAILED', StateChangeReason: expect.stringContaining(reason) });
  });
});

describe('the way of a query', () => {
  it('stays queued until the logs are read, then runs', async () => {
    let loaded: (engine: LogEngine) => void = () => {};
    athena = await talkToServer({
      engine: new Promise<LogEngine>((resolve) => {
        loaded = resolve;
      }),
    });
    const id = await start(athena.client, {});
    const stateOf = async () =>
      (await athena.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))).QueryExecution?.Status?.State;

    expect(await stateOf()).toBe('QUEUED');
    await expect(athena.client.send(new GetQueryResultsCommand({ QueryExecutionId: id }))).rejects.toThrow(
      'Query has not yet finished. Current state: QUEUED',
    );
    const engine = await recordsEngine([]);
    loaded(engine);

    expect((await finished(athena.client, id)).Status?.State).toBe('SUCCEEDED');
    engine.close();
  });

  it('fails when the logs cannot be read', async () => {
    athena = await talkToServer({ engine: Promise.reject(new Error('no such folder')) });

    const { Status } = await finished(athena.client, await start(athena.client, {}));

    expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory: 1 } });
    expect(Status?.StateChangeReason).toContain('no such folder');
  });

  it('tells times by its clock, and what was asked', async () => {
    const times = ['10:00:00', '10:00:01', '10:00:03'].map((time) => new Date(`2026-11-20T${time}Z`));
    const now = () => times.shift() ?? new Date('2026-11-20T11:00:00Z');
    athena = await talkTo([call()], { clock: { now } });

    const id = await start(athena.client, {});
    // Until it has ended, asking for the execution would ask the clock too; asking for results does not.
    const results = new GetQueryResultsCommand({ QueryExecutionId: id });
    while (!(await athena.client.send(results).catch(() => undefined))) await pause(5);
    const execution = await finished(athena.client, id);

    expect(execution).toMatchObject({ Query: 'SELECT 1 AS one', StatementType: 'DML', WorkGroup: 'primary' });
    expect(execution.Status).toMatchObject({
      SubmissionDateTime: new Date('2026-11-20T10:00:00Z'),
      CompletionDateTime: new Date('2026-11-20T10:00:03Z'),
    });
    expect(execution.Statistics).toMatchObject({
      QueryQueueTimeInMillis: 1_000,
      EngineExecutionTimeInMillis: 2_000,
      TotalExecutionTimeInMillis: 3_000,
    });
  });

  it.each(['QUEUED', 'RUNNING'])('is stopped while it is %s', async (state) => {
    athena = await talkTo([], { delays: state === 'QUEUED' ? { queuedMs: 60_000 } : { runningMs: 60_000 } });
    const id = await start(athena.client, {});
    const stateOf = async () =>
      (await athena.client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }))).QueryExecution?.Status?.State;
    while ((await stateOf()) !== state);

    await athena.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));

    expect((await finished(athena.client, id)).Status).toMatchObject({
      State: 'CANCELLED',
      StateChangeReason: 'Query cancelled by user',
    });
    await expect(athena.client.send(new GetQueryResultsCommand({ QueryExecutionId: id }))).rejects.toThrow(
      'Query did not finish successfully. Final query state: CANCELLED',
    );
  });

  it.each([0, 300])('interrupts the engine when it is stopped after %s ms', async (ms) => {
    athena = await talkTo(Array.from({ length: 1_500 }, (_, n) => call({ eventID: `${n}` })));
    const id = await start(athena.client, { QueryString: LONG });
    await pause(ms);

    await athena.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    await athena.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));

    // Closing waits for what runs: three thousand million comparisons would outlast the test.
    expect((await finished(athena.client, id)).Status?.State).toBe('CANCELLED');
  });

  it('goes on in the engine until it is stopped, and no longer', async () => {
    athena = await talkTo(Array.from({ length: 1_500 }, (_, n) => call({ eventID: `${n}` })));
    const id = await start(athena.client, { QueryString: LONG });
    await pause(300);
    expect((await lookAt(id)).Status?.State).toBe('RUNNING');

    const stoppedAtMs = performance.now();
    await athena.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));
    // Resolves once nothing runs any more.
    await athena.athena.close();

    expect(performance.now() - stoppedAtMs).toBeLessThan(2_000);
  });

  it('says how much it scanned so far, in step with the time that it is slowed down by', async () => {
    const { lookAfter } = await slowQuery();

    const scanned: unknown[] = [];
    for (const ms of [0, 15_000, 30_000, 60_000, 90_000])
      scanned.push((await lookAfter(ms)).Statistics?.DataScannedInBytes);

    const total = Buffer.byteLength(JSON.stringify([call()]));
    expect(scanned).toEqual([0, Math.floor(total / 4), Math.floor(total / 2), total, total]);
  });

  it('keeps what it had scanned when it is stopped', async () => {
    const { id, lookAfter } = await slowQuery();
    const before = await lookAfter(30_000);

    await athena.client.send(new StopQueryExecutionCommand({ QueryExecutionId: id }));

    const { Status, Statistics } = await lookAfter(60_000);
    expect(Status?.State).toBe('CANCELLED');
    expect(Statistics?.DataScannedInBytes).toBeGreaterThan(0);
    expect(Statistics).toMatchObject({
      DataScannedInBytes: before.Statistics?.DataScannedInBytes,
      TotalExecutionTimeInMillis: 30_000,
    });
  });

  it('is cancelled when it scans more than the cutoff', async () => {
    athena = await talkTo([call()]);
    athena.athena.setCutoffBytes(10);

    const { Status, Statistics } = await athena.run('SELECT eventname FROM cloudtrail');

    expect(Status).toMatchObject({ State: 'CANCELLED', StateChangeReason: 'Bytes scanned limit was exceeded' });
    expect(Statistics?.DataScannedInBytes).toBeGreaterThan(10);
  });
});

describe('GetQueryResults', () => {
  it('gives names once, 1,000 rows a page, and NULL as an absent value', async () => {
    const records = Array.from({ length: 2_500 }, (_, n) => call({ eventID: `${n}`, errorCode: n === 0 ? '' : null }));
    athena = await talkTo(records);
    const { QueryExecutionId } = await athena.run(
      'SELECT eventid AS "Id", errorcode FROM cloudtrail ORDER BY CAST(eventid AS bigint)',
    );
    const page = (NextToken?: string) =>
      athena.client.send(new GetQueryResultsCommand({ QueryExecutionId, ...(NextToken ? { NextToken } : {}) }));

    const first = await page();
    const second = await page(first.NextToken);
    const third = await page(second.NextToken);

    expect([first, second, third].map(({ ResultSet }) => ResultSet?.Rows?.length)).toEqual([1_000, 1_000, 501]);
    expect(cells(first).slice(0, 3)).toEqual([
      ['id', 'errorcode'],
      ['0', ''],
      ['1', null],
    ]);
    expect(cells(second)[0]).toEqual(['999', null]);
    expect(cells(third).at(-1)).toEqual(['2499', null]);
    expect(third.NextToken).toBeUndefined();
    expect(first.ResultSet?.ResultSetMetadata?.ColumnInfo?.[0]).toMatchObject({
      Name: 'id',
      Label: 'id',
      Type: 'varchar',
      Precision: 2_147_483_647,
    });
  });

  it.each([
    ['a page of more than 1,000 rows', { MaxResults: 1_001 }],
    ['a token that it did not give', { NextToken: 'x' }],
  ])('refuses %s', async (_, input) => {
    athena = await talkTo([]);
    const { QueryExecutionId } = await athena.run('SELECT 1 AS one');

    await expect(athena.client.send(new GetQueryResultsCommand({ QueryExecutionId, ...input }))).rejects.toMatchObject({
      name: 'InvalidRequestException',
    });
  });

  it('gives the names of an empty result, and _col for what has none', async () => {
    athena = await talkTo([]);
    const { QueryExecutionId } = await athena.run(
      'SELECT eventname, useridentity.arn, length(eventid), 2 FROM cloudtrail',
    );

    const page = await athena.client.send(new GetQueryResultsCommand({ QueryExecutionId }));

    expect(cells(page)).toEqual([['eventname', 'arn', '_col2', '_col3']]);
    expect(page.ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Type }) => Type)).toEqual([
      'varchar',
      'varchar',
      'bigint',
      'integer',
    ]);
  });
});

describe('other operations', () => {
  it('describe several executions, and name those that are unknown', async () => {
    athena = await talkTo([]);
    const ids = [(await athena.run('SELECT 1')).QueryExecutionId ?? '', 'unknown'];

    const batch = await athena.client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: ids }));

    expect(batch.QueryExecutions?.map(({ QueryExecutionId }) => QueryExecutionId)).toEqual(ids.slice(0, 1));
    expect(batch.UnprocessedQueryExecutionIds).toEqual([
      { QueryExecutionId: 'unknown', ErrorCode: 'INVALID_INPUT', ErrorMessage: 'QueryExecution unknown was not found' },
    ]);
    await expect(athena.client.send(new GetQueryExecutionCommand({ QueryExecutionId: 'unknown' }))).rejects.toThrow(
      'QueryExecution unknown was not found',
    );
  });

  it.each([
    ['none', []],
    ['more than fifty', Array.from({ length: 51 }, (_, at) => `e-${at}`)],
    ['one that cannot be an id', ['e-1', 'e 2']],
  ])('do not describe several executions when asked about %s', async (_, ids) => {
    athena = await talkTo([]);

    const asked = athena.client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: ids }));

    await expect(asked).rejects.toMatchObject({ name: 'InvalidRequestException', AthenaErrorCode: 'INVALID_INPUT' });
  });

  it('fail when told to, a call about several executions as any other', async () => {
    athena = await talkTo([]);
    const id = (await athena.run('SELECT 1')).QueryExecutionId ?? '';
    athena.athena.failNext('BatchGetQueryExecution', { type: 'ThrottlingException', message: 'Rate exceeded' });
    const ask = async () => athena?.client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [id] }));

    await expect(ask()).rejects.toMatchObject({ name: 'ThrottlingException' });
    await expect(ask()).resolves.toMatchObject({ QueryExecutions: [{ QueryExecutionId: id }] });
  });

  it('describe the table with a projection that covers the logs', async () => {
    athena = await talkTo([call(), call({ eventTime: '2026-11-18T10:00:00Z', awsRegion: 'us-east-1' })]);
    const name = { CatalogName: 'AwsDataCatalog', DatabaseName: 'security_analysis' };

    const { TableMetadata } = await athena.client.send(
      new GetTableMetadataCommand({ ...name, TableName: 'cloudtrail' }),
    );

    expect(TableMetadata?.PartitionKeys?.map(({ Name }) => Name)).toEqual([
      'date_partition',
      'region_partition',
      'account_partition',
    ]);
    expect(TableMetadata?.Columns).toContainEqual({
      Name: 'resources',
      Type: 'array<struct<arn:string,accountid:string,type:string>>',
    });
    expect(TableMetadata?.Parameters).toMatchObject({
      'projection.date_partition.range': '2026/11/18,NOW',
      'projection.region_partition.values': expect.stringMatching(/\beu-west-1\b.*\bus-east-1\b/),
      'projection.account_partition.values': '111122223333',
      'storage.location.template': expect.stringMatching(
        /\/\$\{account_partition\}\/CloudTrail\/\$\{region_partition\}\//,
      ),
    });
    await expect(athena.client.send(new GetTableMetadataCommand({ ...name, TableName: 'nope' }))).rejects.toMatchObject(
      { name: 'MetadataException' },
    );
  });

  it('describe workgroup, catalogue and database under the names that were chosen', async () => {
    athena = await talkTo([], { database: 'logs', table: 'trail' });

    const workGroup = await athena.client.send(new GetWorkGroupCommand({ WorkGroup: 'primary' }));
    const catalog = await athena.client.send(new GetDataCatalogCommand({ Name: 'AwsDataCatalog' }));
    const database = await athena.client.send(
      new GetDatabaseCommand({ CatalogName: 'AwsDataCatalog', DatabaseName: 'logs' }),
    );

    expect(workGroup.WorkGroup?.Configuration?.ResultConfiguration?.OutputLocation).toBe('s3://local-results/');
    expect(catalog.DataCatalog?.Type).toBe('GLUE');
    expect(database.Database?.Name).toBe('logs');
    expect(await athena.rows('SELECT count(trail.eventname) FROM logs.trail')).toEqual([['0']]);
  });

  it('answer with the error that a test asked for, once', async () => {
    athena = await talkTo([]);
    athena.athena.failNext('StartQueryExecution', {
      type: 'TooManyRequestsException',
      message: 'You have exceeded the limit.',
    });
    athena.athena.failNext('StartQueryExecution', { type: 'InternalServerException', message: 'oops', status: 500 });

    await expect(start(athena.client, {})).rejects.toMatchObject({ name: 'TooManyRequestsException' });
    await expect(start(athena.client, {})).rejects.toMatchObject({ name: 'InternalServerException' });
    await expect(start(athena.client, {})).resolves.toEqual(expect.any(String));
  });

  it('answer an operation that is not there with an error', async () => {
    athena = await talkTo([]);

    const response = await fetch(athena.athena.url, {
      method: 'POST',
      headers: { 'x-amz-target': 'AmazonAthena.constructor' },
      body: '{}',
    });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ __type: 'UnknownOperationException' });
  });
});

describe('a page in the browser', () => {
  it('is refused, from whatever origin', async () => {
    const engine = await recordsEngine([]);
    const server = await startLocalAthena({ engine });

    const response = await fetch(server.url, {
      method: 'POST',
      headers: { origin: 'https://evil.example', 'x-amz-target': 'AmazonAthena.GetWorkGroup' },
      body: '{"WorkGroup":"primary"}',
    });

    expect(response.status).toBe(403);
    await server.close();
    engine.close();
  });
});
