import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  paginateGetQueryResults,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { deployedTable } from '../src/athena/deployed-table.js';
import { athenaRunner } from '../src/athena/runner.js';
import type { TableRows } from '../src/detections/detection.js';
import { ROWS_KEPT } from '../src/investigation/execution.js';
import type { Query } from '../src/investigation/ports.js';
import type { LogEngine } from '../src/local/athena/log-engine.js';
import { startLocalAthena } from '../src/local/athena/server.js';
import type { LayoutName } from '../src/local/athena/table-layouts.js';

/** What some questions cost. */
export interface Cost {
  /** Queries that were started. */
  readonly statements: number;
  /** Times that the table was read by them. */
  readonly scans: number;
  /** `DataScannedInBytes` of all of them. */
  readonly scannedBytes: number;
  /** Rows that `GetQueryResults` returned, rows of column names among them. */
  readonly pagedRows: number;
}

/** A deployed table of the stand-in, asked over the network, and a count of what it takes. */
export interface CountedTable {
  /** A question of the bot's, its way. @returns its tables. */
  ask(query: Pick<Query, 'detection' | 'window' | 'about' | 'parameters'>): Promise<readonly TableRows[]>;
  /** A statement as it stands, as a notebook sends it. @returns its rows, without the names of the columns. */
  send(sql: string): Promise<readonly (readonly (string | undefined)[])[]>;
  /** Does some work and says what it cost. */
  costOf<T>(work: () => Promise<T>): Promise<{ readonly result: T; readonly cost: Cost }>;
  close(): Promise<void>;
}

const NAMES = { catalog: 'AwsDataCatalog', database: 'security_analysis', table: 'cloudtrail' } as const;
const WORKGROUP = 'primary';
const NEVER = new AbortController().signal;
const POLL = { firstMs: 5, growth: 0.2, longestMs: 50 } as const;

/** Serves logs as a table in one layout, and connects to it as the bot does to Athena. The caller closes the engine. */
export async function openTable(engine: LogEngine, layout: LayoutName): Promise<CountedTable> {
  const counts = { scans: 0, scannedBytes: 0, pagedRows: 0 };
  const counting: LogEngine = {
    ...engine,
    // Each reading of the table is weighed by itself.
    bytesOf: (mayBeSelected) => {
      counts.scans += 1;
      return engine.bytesOf(mayBeSelected);
    },
  };
  const athena = await startLocalAthena({ engine: counting, layout, ...NAMES });
  const client = countedClient(athena.url, counts);
  const settings = { client, ...NAMES, workgroup: WORKGROUP };
  const runner = athenaRunner({ ...settings, deployed: deployedTable(settings), poll: POLL });
  const now = () => ({ statements: athena.statements.length, ...counts });
  return {
    ask: async (asked) => {
      const query = { ...asked, rowLimit: ROWS_KEPT, token: randomUUID() };
      const { answer } = await runner.finish(await runner.start(query), query, NEVER);
      return answer.tables;
    },
    send: (sql) => send(client, sql),
    costOf: async (work) => {
      const before = now();
      const result = await work();
      return { result, cost: difference(now(), before) };
    },
    close: async () => {
      client.destroy();
      await athena.close();
    },
  };
}

const difference = (after: Cost, before: Cost): Cost => ({
  statements: after.statements - before.statements,
  scans: after.scans - before.scans,
  scannedBytes: after.scannedBytes - before.scannedBytes,
  pagedRows: after.pagedRows - before.pagedRows,
});

/** A client that counts in what comes back over the network, whoever asks with it. */
function countedClient(endpoint: string, counts: { scannedBytes: number; pagedRows: number }): AthenaClient {
  const client = new AthenaClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' },
  });
  // A query is looked at several times, after its end too.
  const ended = new Set<string | undefined>();
  const seen = ({ QueryExecutionId: id, Status, Statistics }: QueryExecution = {}): void => {
    if (Status?.State !== 'SUCCEEDED' || ended.has(id)) return;
    ended.add(id);
    counts.scannedBytes += Statistics?.DataScannedInBytes ?? 0;
  };
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { output } = result;
      if ('ResultSet' in output) counts.pagedRows += output.ResultSet?.Rows?.length ?? 0;
      if ('QueryExecution' in output) seen(output.QueryExecution);
      if ('QueryExecutions' in output) for (const one of output.QueryExecutions ?? []) seen(one);
      return result;
    },
    { step: 'initialize', name: 'countWhatComesBack' },
  );
  return client;
}

async function send(client: AthenaClient, sql: string): Promise<(string | undefined)[][]> {
  const { QueryExecutionId } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Catalog: NAMES.catalog, Database: NAMES.database },
      WorkGroup: WORKGROUP,
      ClientRequestToken: randomUUID(),
    }),
  );
  await endOf(client, QueryExecutionId, sql);
  const rows: (string | undefined)[][] = [];
  for await (const { ResultSet } of paginateGetQueryResults({ client, pageSize: 1000 }, { QueryExecutionId })) {
    for (const { Data = [] } of ResultSet?.Rows ?? []) rows.push(Data.map(({ VarCharValue }) => VarCharValue));
  }
  return rows.slice(1);
}

async function endOf(client: AthenaClient, QueryExecutionId: string | undefined, sql: string): Promise<void> {
  for (;;) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId }));
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED') return;
    if (State !== 'QUEUED' && State !== 'RUNNING') throw new Error(`${State}, ${StateChangeReason}: ${sql}`);
    await pause(POLL.firstMs);
  }
}
