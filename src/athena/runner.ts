import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { type Query, QueryFailed, QueryInterrupted, type QueryRunner, RunLeft } from '../investigation/ports.js';
import type { Progress, Statistics } from '../investigation/run.js';
import { adviceFor } from './advice.js';
import { notSearched } from './coverage.js';
import type { DeployedTable } from './deployed-table.js';
import { inspectionOf } from './inspection.js';
import { queryWatch } from './query-watch.js';
import { explained, NOTHING } from './refusal.js';
import { readAnswer } from './result-pages.js';
import { statementOf } from './statement.js';
import type { Polling } from './watched-query.js';

/** Where questions are asked, and how. */
export interface AthenaSettings {
  readonly client: AthenaClient;
  /** What is deployed under the names below. */
  readonly deployed: DeployedTable;
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly workgroup: string;
  /** Where results go when the workgroup does not say: `s3://…`. */
  readonly output?: string | undefined;
  readonly poll?: Polling | undefined;
}

/**
 * Asks Athena. The network and throttling are the client's to retry; nothing is retried here.
 *
 * What Athena refuses (a wrong name, a missing permission, a full queue) is a `QueryFailed` with its reason and an advice, when
 * starting as when reading. Everything else (no connection, no credentials, a fault of Athena's) leaves open whether the query
 * runs, and is an `Error` with its cause: the same token or execution id can be tried again.
 */
export function athenaRunner(settings: AthenaSettings): QueryRunner {
  const { client, deployed } = settings;
  const watch = queryWatch(client, settings.poll);

  const finish: QueryRunner['finish'] = async (executionId, query, signal, onProgress) => {
    const tell = neverThrowing(onProgress);
    let statistics = NOTHING;
    try {
      const execution = await watch.endOf(executionId, signal, (seen) => {
        tell({ stage: seen.Status?.State === 'QUEUED' ? 'queued' : 'running', ...statisticsOf(seen) });
      });
      statistics = statisticsOf(execution);
      if (execution.Status?.State !== 'SUCCEEDED') throw failureOf(execution, settings);
      tell({ stage: 'reading', ...statistics });
      return { answer: await readAnswer(client, executionId, query, signal), statistics };
    } catch (cause) {
      if (signal.aborted) {
        if (signal.reason instanceof RunLeft) throw signal.reason;
        const notStopped = await stop(client, executionId);
        throw new QueryInterrupted(signal.reason, await scannedSoFar(client, executionId), notStopped);
      }
      const error = explained(
        cause,
        `finishing "${query.detection.id}" (execution ${executionId})`,
        settings,
        statistics,
      );
      throw error instanceof QueryFailed ? error : new QueryInterrupted(error, statistics);
    }
  };

  return {
    async reach({ span }) {
      const layout = await deployed.layout();
      const days = span && { first: span.from.slice(0, 10), last: span.to.slice(0, 10) };
      return {
        isBounded: days !== undefined && layout.daysCondition(days.first, days.last) !== undefined,
        notSearched: notSearched(layout.coverage, days),
      };
    },
    start: (query) => start(query, settings),
    finish,
    async stop(executionId) {
      await client.send(new StopQueryExecutionCommand({ QueryExecutionId: executionId })).catch((cause: unknown) => {
        throw explained(cause, `stopping execution ${executionId}`, settings);
      });
    },
    inspect: async () => inspectionOf(settings, await deployed.layout(), await deployed.scanCapBytes()),
  };
}

async function start(query: Query, settings: AthenaSettings): Promise<string> {
  const { client, deployed, catalog, database, table, workgroup, output } = settings;
  const { sql, executionParameters } = statementOf(query, { database, table, layout: await deployed.layout() });
  const command = new StartQueryExecutionCommand({
    QueryString: sql,
    ...(executionParameters.length > 0 ? { ExecutionParameters: [...executionParameters] } : {}),
    QueryExecutionContext: { Catalog: catalog, Database: database },
    WorkGroup: workgroup,
    ...(output === undefined ? {} : { ResultConfiguration: { OutputLocation: output } }),
    ClientRequestToken: query.token,
  });
  const { QueryExecutionId: id } = await client.send(command).catch((cause: unknown) => {
    throw explained(cause, `starting "${query.detection.id}"`, settings);
  });
  if (!id) throw new Error(`Athena started "${query.detection.id}" without an execution id`);
  return id;
}

/** A query that costs money does not end because its progress could not be shown. */
const neverThrowing =
  (onProgress: ((progress: Progress) => void) | undefined) =>
  (progress: Progress): void => {
    try {
      onProgress?.(progress);
    } catch {
      // Whoever shows it reports it.
    }
  };

const statisticsOf = ({ Statistics: statistics }: QueryExecution): Statistics => ({
  scannedBytes: statistics?.DataScannedInBytes ?? 0,
  totalMs: statistics?.TotalExecutionTimeInMillis ?? 0,
});

function failureOf(execution: QueryExecution, settings: AthenaSettings): QueryFailed {
  const { State, StateChangeReason, AthenaError: error } = execution.Status ?? {};
  const reason = StateChangeReason || error?.ErrorMessage || 'Athena gave no reason';
  const advice = adviceFor(reason, settings, error?.Retryable ?? false);
  return new QueryFailed(State === 'CANCELLED' ? 'CANCELLED' : 'FAILED', reason, advice, statisticsOf(execution));
}

/** Stops a query. @returns why Athena did not take it, where it did not: the query may go on, and cost. */
const stop = (client: AthenaClient, executionId: string): Promise<unknown> =>
  client.send(new StopQueryExecutionCommand({ QueryExecutionId: executionId })).then(
    () => undefined,
    (cause: unknown) => cause,
  );

/** A stopped query is billed for what it scanned. Where Athena does not say any more, that is not known, and counted as nothing. */
const scannedSoFar = (client: AthenaClient, executionId: string): Promise<Statistics> =>
  client.send(new GetQueryExecutionCommand({ QueryExecutionId: executionId })).then(
    ({ QueryExecution: execution }) => (execution ? statisticsOf(execution) : NOTHING),
    () => NOTHING,
  );
