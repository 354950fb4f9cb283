import { Counter, Histogram, type Registry } from 'prom-client';
import { z } from 'zod';
import type { CallMeter } from './aws-calls.js';

const QUEUE_SECONDS = [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300];
const RUN_SECONDS = [0.5, 1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_800];
/** Of a query that was looked at again after its end, which is soon. */
const REMEMBERED = 1_000;

/** What the SDK makes of an execution that has ended. https://docs.aws.amazon.com/athena/latest/APIReference/API_QueryExecutionStatistics.html (as of November 2026) */
const endedExecution = z.object({
  QueryExecutionId: z.string(),
  Status: z.object({ State: z.enum(['SUCCEEDED', 'FAILED', 'CANCELLED']) }),
  Statistics: z
    .object({
      QueryQueueTimeInMillis: z.number().optional(),
      EngineExecutionTimeInMillis: z.number().optional(),
      DataScannedInBytes: z.number().optional(),
    })
    .default({}),
});

/** The answer to a look at one execution, or at several. */
const looked = z.object({
  output: z.object({ QueryExecution: z.unknown().optional(), QueryExecutions: z.array(z.unknown()).default([]) }),
});

const endedIn = (output: unknown): readonly z.infer<typeof endedExecution>[] => {
  const { QueryExecution: one, QueryExecutions: several = [] } = looked.safeParse(output).data?.output ?? {};
  return [one, ...several].flatMap((seen) => endedExecution.safeParse(seen).data ?? []);
};

/** Takes what a query took and read from the answer to the look that finds it ended: nothing is asked of Athena for it. */
export function executionMeter(registry: Registry): CallMeter {
  const { queries, queueSeconds, runSeconds, scannedBytes } = executionMetrics(registry);
  const ended = new Set<string>();

  function isFirst(executionId: string): boolean {
    if (ended.has(executionId)) return false;
    ended.add(executionId);
    const [oldest = ''] = ended;
    if (ended.size > REMEMBERED) ended.delete(oldest);
    return true;
  }

  return (next) => async (args) => {
    const output = await next(args);
    for (const execution of endedIn(output)) {
      if (!isFirst(execution.QueryExecutionId)) continue;
      const { QueryQueueTimeInMillis: queueMs, EngineExecutionTimeInMillis: runMs } = execution.Statistics;
      queries.inc({ state: execution.Status.State.toLowerCase() });
      if (queueMs !== undefined) queueSeconds.observe(queueMs / 1_000);
      if (runMs !== undefined) runSeconds.observe(runMs / 1_000);
      scannedBytes.inc(execution.Statistics.DataScannedInBytes ?? 0);
    }
    return output;
  };
}

const executionMetrics = (registry: Registry) => ({
  queries: new Counter({
    name: 'ir_bot_athena_queries_total',
    help: 'Athena queries that this bot saw end, by their last state.',
    labelNames: ['state'],
    registers: [registry],
  }),
  queueSeconds: new Histogram({
    name: 'ir_bot_athena_queue_seconds',
    help: 'Seconds that a query waited in the queue of Athena.',
    buckets: QUEUE_SECONDS,
    registers: [registry],
  }),
  runSeconds: new Histogram({
    name: 'ir_bot_athena_run_seconds',
    help: 'Seconds that a query ran in Athena, its queue not counted.',
    buckets: RUN_SECONDS,
    registers: [registry],
  }),
  scannedBytes: new Counter({
    name: 'ir_bot_athena_scanned_bytes_total',
    help: 'Bytes that queries read from S3. Athena bills at least 10 MB a query.',
    registers: [registry],
  }),
});
