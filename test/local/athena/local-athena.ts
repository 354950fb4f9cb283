import { setTimeout as pause } from 'node:timers/promises';
import {
  AthenaClient,
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  type GetQueryResultsCommandOutput,
  type QueryExecution,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { recordsEngine } from '../../../src/local/athena/log-engine.js';
import { type LocalAthena, type LocalAthenaOptions, startLocalAthena } from '../../../src/local/athena/server.js';

/** A call by an IAM user, as CloudTrail records it. */
export const call = (changes: Readonly<Record<string, unknown>> = {}) => ({
  eventVersion: '1.08',
  userIdentity: {
    type: 'IAMUser',
    principalId: 'AIDACKCEVSQ6C2EXAMPLE',
    arn: 'arn:aws:iam::111122223333:user/mary',
    accountId: '111122223333',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    userName: 'mary',
  },
  eventTime: '2026-11-20T10:00:00Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  awsRegion: 'eu-west-1',
  sourceIPAddress: '192.0.2.1',
  requestParameters: { bucketName: 'reports', size: 3, tags: ['a'] },
  responseElements: null,
  eventID: 'd1b1a1b0-0000-4000-8000-000000000001',
  readOnly: true,
  recipientAccountId: '111122223333',
  ...changes,
});

/** A local Athena and a real client that talks to it. */
export interface Talk {
  readonly athena: LocalAthena;
  readonly client: AthenaClient;
  /** Runs a statement to its end, whichever that is. */
  run(sql: string, parameters?: readonly string[]): Promise<QueryExecution>;
  /** The rows of a statement, without the header. */
  rows(sql: string, parameters?: readonly string[]): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

/** Starts a local Athena over some records. */
export async function talkTo(
  records: readonly object[],
  options: Omit<LocalAthenaOptions, 'engine'> = {},
): Promise<Talk> {
  const engine = await recordsEngine(records);
  const talk = await talkToServer({ engine, ...options });
  return {
    ...talk,
    close: async () => {
      await talk.close();
      engine.close();
    },
  };
}

/** Starts a local Athena and a client. The caller closes the engine. */
export async function talkToServer(options: LocalAthenaOptions): Promise<Talk> {
  const athena = await startLocalAthena(options);
  const client = new AthenaClient({
    region: 'eu-west-1',
    endpoint: athena.url,
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' },
    maxAttempts: 1,
  });
  const run = async (sql: string, parameters?: readonly string[]) => {
    const { QueryExecutionId } = await client.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        QueryExecutionContext: { Database: 'security_analysis' },
        ...(parameters ? { ExecutionParameters: [...parameters] } : {}),
      }),
    );
    return finished(client, QueryExecutionId);
  };
  return {
    athena,
    client,
    run,
    rows: async (sql, parameters) => {
      const { QueryExecutionId, Status } = await run(sql, parameters);
      if (Status?.State !== 'SUCCEEDED') throw new Error(`${Status?.State}: ${Status?.StateChangeReason}`);
      return cells(await client.send(new GetQueryResultsCommand({ QueryExecutionId }))).slice(1);
    },
    close: async () => {
      client.destroy();
      await athena.close();
    },
  };
}

/** Waits for the end of an execution. */
export async function finished(client: AthenaClient, id: string | undefined): Promise<QueryExecution> {
  for (;;) {
    const { QueryExecution: execution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    if (!execution) throw new Error(`no execution ${id}`);
    if (execution.Status?.State !== 'QUEUED' && execution.Status?.State !== 'RUNNING') return execution;
    await pause(5);
  }
}

/** A page's cells, the header row among them where it is. */
export const cells = (page: GetQueryResultsCommandOutput): (string | null)[][] =>
  (page.ResultSet?.Rows ?? []).map((row) => (row.Data ?? []).map(({ VarCharValue }) => VarCharValue ?? null));
