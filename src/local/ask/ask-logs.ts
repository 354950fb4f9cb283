import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { partitionDays, type Statement } from '../../athena/statement.js';
import type { TableRows } from '../../detections/detection.js';
import { readTables } from '../../detections/read-tables.js';
import type { Query } from '../../investigation/ports.js';
import type { Window } from '../../investigation/window.js';
import { LOCAL_TABLE, localStatement, localSubmission } from '../athena/local-statement.js';
import { type LogEngine, type ReadOptions, readLogs } from '../athena/logs.js';
import { prepareStatement } from '../athena/statement.js';
import { warmUp } from '../athena/warm-up.js';

/** A question to a folder of logs, or to an engine that has read one. */
export interface LogQuestion extends Omit<Query, 'token'> {
  readonly logs: string | LogEngine;
}

/** What came out, and what it took. */
export interface LogAnswer {
  /** In the order of the detection. */
  readonly tables: readonly TableRows[];
  /** The size of the files that the statement reads, as Athena would count it. */
  readonly scannedBytes: number;
  /** How many times the statement reads the table. */
  readonly scans: number;
  /** What the engine took for the statement, reading the logs not counted. */
  readonly engineMs: number;
  /** What could not be read, one sentence each. */
  readonly warnings: readonly string[];
  /** Events that were read, whether the question looks at them or not. */
  readonly events: number;
}

/** Every row. Athena's `integer` ends here. */
export const ALL_ROWS = 2 ** 31 - 1;

/**
 * Asks one question of a folder of CloudTrail logs, in this process: the statement that Athena would get, run by its stand-in.
 * Of a folder, only the window's days are read. An engine that is given is left open for the next question.
 *
 * @throws UserFacingError when a value cannot be asked for or the folder is not there; QueryFailure when the SQL is refused.
 */
export async function askLogs({ logs, ...question }: LogQuestion, options: ReadOptions = {}): Promise<LogAnswer> {
  const statement = localStatement(question);
  if (typeof logs !== 'string') return answerOf(question, statement, logs);
  const engine = await readWhileWarmingUp(logs, { ...options, days: daysOf(question.window) });
  try {
    return await answerOf(question, statement, engine);
  } finally {
    engine.close();
  }
}

/** The days whose files the statement reads. */
function daysOf({ span }: Window): ReadOptions['days'] {
  if (!span) return undefined;
  const { first, last } = partitionDays(span);
  return { first: first.replaceAll('-', '/'), last: last.replaceAll('-', '/') };
}

/** The SQL parser compiles itself as soon as DuckDB is busy with the first files, so that neither waits for the other. */
async function readWhileWarmingUp(folder: string, { onProgress, ...options }: ReadOptions): Promise<LogEngine> {
  let warming: Promise<void> | undefined;
  const engine = await readLogs(folder, {
    ...options,
    onProgress: (progress) => {
      warming ??= pause(1).then(warmUp);
      onProgress?.(progress);
    },
  });
  await warming;
  return engine;
}

async function answerOf(
  { detection, rowLimit }: Omit<LogQuestion, 'logs'>,
  statement: Statement,
  engine: LogEngine,
): Promise<LogAnswer> {
  const startedMs = performance.now();
  const prepared = prepareStatement(localSubmission(statement), LOCAL_TABLE, engine);
  const { columns, rows } = await prepared.run(new AbortController().signal);
  const engineMs = Math.round(performance.now() - startedMs);
  const tables = readTables({ names: columns.map(({ name }) => name), rows, isCutOff: false }, detection);
  return {
    tables: tables.map((one) => ({ ...one, rows: one.rows.slice(0, rowLimit) })),
    scannedBytes: prepared.scannedBytes,
    scans: prepared.scans,
    engineMs,
    warnings: engine.warnings,
    events: engine.events,
  };
}
