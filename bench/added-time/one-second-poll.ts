import { setTimeout as wait } from 'node:timers/promises';
import { AthenaClient, GetQueryExecutionCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';

/** The pause of PyAthena, which the notebook asks with. https://github.com/laughingman7743/PyAthena (as of November 2026) */
const PAUSE_MS = 1_000;

/** A client of the stand-in, by the SDK that the bot uses. */
export const athenaClientAt = (endpoint: string): AthenaClient =>
  new AthenaClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'none' },
  });

/** What came of a query that was looked at once a second. */
export interface Polled {
  readonly executionId: string;
  /** From its end until that was seen. */
  readonly lateMs: number;
  readonly calls: number;
}

/** Starts a query and looks at it at once and then each second. @returns how late its end was seen, and after how many looks. */
export async function pollEverySecond(client: AthenaClient): Promise<Polled> {
  const { QueryExecutionId: executionId = '' } = await client.send(
    new StartQueryExecutionCommand({
      QueryString: 'SELECT eventname FROM cloudtrail LIMIT 1',
      QueryExecutionContext: { Catalog: 'AwsDataCatalog', Database: 'security_analysis' },
      WorkGroup: 'primary',
      ClientRequestToken: crypto.randomUUID(),
    }),
  );
  for (let calls = 1; ; calls += 1) {
    const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: executionId }));
    const { State, CompletionDateTime } = QueryExecution?.Status ?? {};
    if (State === 'SUCCEEDED' && CompletionDateTime)
      return { lateMs: Date.now() - CompletionDateTime.getTime(), calls, executionId };
    if (State !== 'QUEUED' && State !== 'RUNNING') throw new Error(`the query of the poll is ${State}`);
    await wait(PAUSE_MS);
  }
}
