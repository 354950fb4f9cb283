import type { Logger } from 'pino';
import type { Detection } from '../detections/detection.js';
import { serviceBehind } from '../errors.js';
import type { Case } from './case.js';
import { digest } from './digest.js';
import { inLine } from './in-line.js';
import { type HeldRun, isHeld } from './lease.js';
import { failedRun, isForPeople, rowsIn, StoppedByPerson } from './outcome.js';
import { type Channel, type Clock, type InvestigationStore, QueryFailed, type QueryRunner, RunLeft } from './ports.js';
import type { Progress, Run } from './run.js';

/** What questions are put to the query engine with. */
export interface ExecutionDeps {
  readonly store: Pick<InvestigationStore, 'log'>;
  readonly runner: QueryRunner;
  readonly channel: Pick<Channel, 'showProgress'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborts when the bot has to go, with why: a `HandedOver` where other bots are to go on with what it asks. */
  readonly stopping: AbortSignal;
  /** Queries that this bot runs at once; others wait for their turn, in order. 5 when absent. */
  readonly maxQueries?: number | undefined;
}

/** A question that the thread shows and the log knows. */
export interface Announced {
  readonly investigation: Case;
  readonly detection: Detection;
}

/** Puts questions to the query engine, each in its turn. */
export interface Execution {
  /**
   * Brings a question to its end: its answer, or the reason why there is none, is stored.
   *
   * @throws RunLeft when another bot is to go on with it.
   */
  execute(held: HeldRun, announced: Announced): Promise<void>;
  /** Stops a question that this bot executes. @returns whether it does. */
  stop(runId: string, by: string): boolean;
}

/** Rows of each table that are read, kept and shown: more than a person reads, and few enough for a page or two. */
export const ROWS_KEPT = 1000;
/** Athena's own limit for a DML query, unless the account raised it. */
const DEADLINE_MS = 30 * 60_000;
/** Of the 20 to 25 that an account has by default, so that the others who use Athena have theirs. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html (as of November 2026) */
const QUERIES_AT_ONCE = 5;

/** Opens the line to the query engine. */
export function buildExecution(deps: ExecutionDeps): Execution {
  const { store, runner, channel, clock, log } = deps;
  const line = inLine(deps.maxQueries ?? QUERIES_AT_ONCE);
  /** What stops the questions that this bot asks, by their runs. */
  const stops = new Map<string, AbortController>();

  /** Somebody may have had a question stopped through another bot, which knows no more of it than is stored. */
  async function heed(stop: AbortController, { caseId, id }: Run): Promise<void> {
    const by = await stopperOf(store, caseId, id);
    if (by !== undefined) stop.abort(new StoppedByPerson(by));
  }

  /** Where the query was started before, the token leads back to it. */
  async function start(held: HeldRun, { detection }: Announced, stop: AbortController, signal: AbortSignal) {
    const { window, about, parameters, caseId, id } = held.run;
    // Looked at before the query costs anything, and again once others can see how to stop it: whoever wants it stopped in between
    // finds it there, or is found here.
    await heed(stop, held.run);
    signal.throwIfAborted();
    const query = { detection, window, about, parameters, rowLimit: ROWS_KEPT };
    const executionId = await runner.start({ ...query, token: digest(`${caseId}|${id}`) });
    await held.save({ state: 'running', executionId });
    await heed(stop, held.run);
    return executionId;
  }

  async function answer(held: HeldRun, announced: Announced, stop: AbortController): Promise<void> {
    const { investigation, detection } = announced;
    const signal = AbortSignal.any([deps.stopping, stop.signal, held.lost]);
    const show = (progress: Progress) => {
      // Whoever has taken it over shows it now.
      if (!signal.aborted && isHeld(held.run, clock.now()))
        channel.showProgress(investigation, held.run, detection, progress);
    };
    const inTurn = async () => {
      const executionId = held.run.executionId ?? (await start(held, announced, stop, signal));
      const untilDeadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
      const query = { detection, rowLimit: ROWS_KEPT };
      const { answer, statistics } = await runner.finish(executionId, query, untilDeadline, show);
      await held.save({ state: 'answered', answer, statistics, answeredAt: clock.now().toISOString() });
    };
    // A query that a bot before this one has started runs already: there is no turn to wait for.
    if (held.run.executionId !== undefined) return inTurn();
    if (line.isFull) show({ stage: 'queued', scannedBytes: 0, totalMs: 0, ahead: line.waiting + 1 });
    await line.run(signal, inTurn);
  }

  /** A query that was cancelled from outside may be one that a person had stopped through another bot. */
  async function stoppedElsewhere(run: Run, cause: unknown): Promise<Run> {
    if (!(cause instanceof QueryFailed) || cause.state !== 'CANCELLED') return run;
    const by = await stopperOf(store, run.caseId, run.id);
    return by === undefined ? run : { ...run, stoppedBy: by, reason: new StoppedByPerson(by).message };
  }

  return {
    async execute(held, announced) {
      const { caseId, id: runId } = held.run;
      const { detection } = announced;
      const runLog = log.child({ caseId, runId, detection: detection.id });
      const stop = new AbortController();
      stops.set(runId, stop);
      try {
        await answer(held, announced, stop);
        const { executionId, statistics } = held.run;
        runLog.info({ executionId, rows: rowsIn(held.run, detection), ...statistics }, 'answered');
      } catch (cause) {
        // What cannot be stored is no end of it: the query goes on, and so does whichever bot finds it.
        if (cause instanceof RunLeft || serviceBehind(cause) === 'DynamoDB') throw cause;
        const { executionId } = held.run;
        runLog[isForPeople(cause) ? 'warn' : 'error']({ err: cause, executionId }, 'not answered');
        await held.save(await stoppedElsewhere(failedRun(held.run, cause), cause));
      } finally {
        stops.delete(runId);
      }
    },
    stop(runId, by) {
      const own = stops.get(runId);
      own?.abort(new StoppedByPerson(by));
      return own !== undefined;
    },
  };
}

/** Who had a question stopped, as its case remembers. */
async function stopperOf(
  store: Pick<InvestigationStore, 'log'>,
  caseId: string,
  runId: string,
): Promise<string | undefined> {
  const entries = await store.log(caseId);
  return entries.find((entry) => entry.type === 'stopped' && entry.runId === runId)?.by;
}
