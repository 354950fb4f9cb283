import {
  type AthenaClient,
  AthenaServiceException,
  BatchGetQueryExecutionCommand,
  InvalidRequestException,
  type QueryExecution,
  type UnprocessedQueryExecutionId,
} from '@aws-sdk/client-athena';

/**
 * How many executions a call may ask about.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_BatchGetQueryExecution.html (as of November 2026)
 */
export const MOST_IDS = 50;

/** What was seen of an execution: how far it is, or why that was not said. */
export type Look = (executionId: string) => QueryExecution | Error;

/** Looks at executions, 1 to `MOST_IDS`. Never rejects: a call that fails is a failure for each of them. */
export async function lookAt(client: AthenaClient, ids: readonly string[], signal: AbortSignal): Promise<Look> {
  try {
    const command = new BatchGetQueryExecutionCommand({ QueryExecutionIds: [...ids] });
    const { QueryExecutions: seen = [], UnprocessedQueryExecutionIds: unseen = [] } = await client.send(command, {
      abortSignal: signal,
    });
    const found = new Map<string | undefined, QueryExecution | Error>([
      ...unseen.map((one) => [one.QueryExecutionId, unprocessed(one)] as const),
      ...seen.map((one) => [one.QueryExecutionId, one] as const),
    ]);
    return (id) => found.get(id) ?? new Error(`Athena said nothing of execution ${id}`);
  } catch (cause) {
    const failure = cause instanceof Error ? cause : new Error('the call failed', { cause });
    return () => failure;
  }
}

/** As the error that `GetQueryExecution` would have answered with. */
function unprocessed({ QueryExecutionId: id, ErrorCode: code, ErrorMessage }: UnprocessedQueryExecutionId): Error {
  const message = ErrorMessage || `Athena said nothing of execution ${id}`;
  return code === 'INVALID_INPUT'
    ? new InvalidRequestException({ message, AthenaErrorCode: code, $metadata: {} })
    : new AthenaServiceException({ name: code || 'InternalServerException', message, $fault: 'server', $metadata: {} });
}
