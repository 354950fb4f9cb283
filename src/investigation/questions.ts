import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { UserFacingError } from '../errors.js';
import { AlreadyRunning } from './already-running.js';
import type { Case, Deed } from './case.js';
import { claim, leaseFrom } from './claim.js';
import type { Origin } from './origin.js';
import { failedRun, isForPeople, outcomeOf, rowsIn, StoppedByPerson } from './outcome.js';
import { type Channel, type Clock, type InvestigationStore, QueryFailed, type QueryRunner, told } from './ports.js';
import type { ParameterValues, Progress, Run } from './run.js';
import type { Window } from './window.js';

/** What questions are asked with. */
export interface QuestionsDeps {
  readonly store: InvestigationStore;
  readonly runner: QueryRunner;
  readonly channel: Channel;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Logger;
  /** Aborts what still runs when the bot has to go; its reason is told to the people. */
  readonly stopping: AbortSignal;
}

/** What is asked, complete. */
export interface Asking {
  readonly detection: Detection;
  readonly window: Window;
  readonly about?: Subject | undefined;
  readonly parameters: ParameterValues;
  readonly view?: string | undefined;
  readonly notSearched: readonly string[];
}

/** Somebody who becomes the suspect together with the question about them, who chose it and when. */
export interface Choice extends Deed {
  readonly suspect: Subject;
}

/** The way of a question through a case, from before the query engine is called until its answer is shown. */
export interface Questions {
  /** A question that is yet to be asked. The same request makes the same run. */
  newRun(origin: Origin, investigation: Case, asking: Asking): Run;
  /**
   * Asks a question and resolves when its answer is shown. A request that was delivered before is known by its run, and does
   * nothing. When somebody had it stopped, the thread says so, and it resolves.
   *
   * @throws UserFacingError with the reason of a question that got no answer; AlreadyRunning when it is being asked already.
   */
  ask(investigation: Case, run: Run, choice?: Choice): Promise<void>;
  /**
   * Stops a question that is being asked, here or by another bot.
   *
   * @throws UserFacingError when it has ended, or not begun.
   */
  stop(investigation: Case, run: Run, deed: Deed): Promise<void>;
}

/** Rows of each table that are read, kept and shown: more than a person reads, and few enough for a page or two. */
export const ROWS_KEPT = 1000;
/** Athena's own limit for a DML query, unless the account raised it. */
const DEADLINE_MS = 30 * 60_000;
/** How often a running question's lease is renewed. */
const RENEWAL_MS = 20_000;

export function buildQuestions(deps: QuestionsDeps): Questions {
  const { store, runner, channel, catalogue, clock, log } = deps;
  const now = () => clock.now().toISOString();
  /** What stops the questions that this bot asks, by their runs. */
  const stops = new Map<string, AbortController>();

  function newRun(origin: Origin, investigation: Case, asking: Asking): Run {
    const { detection, ...asked } = asking;
    return {
      ...asked,
      id: digest(`${origin.teamId}|${origin.deliveryId}|${detection.id}`).slice(0, 20),
      caseId: investigation.id,
      detection: detection.id,
      askedBy: origin.userId,
      askedAt: now(),
      state: 'asked',
      leaseUntil: leaseFrom(clock.now()),
    };
  }

  /**
   * Shows a stored run in the thread, then enters it in the log: where the channel does not take the message, nothing was asked
   * and the case stays as it was.
   */
  async function announce(investigation: Case, run: Run, detection: Detection): Promise<Run> {
    const shown: Run = { ...run, ...(await channel.postRun(investigation, run, detection)) };
    await store.saveRun(shown);
    const head = await store.append(investigation.id, {
      type: 'asked',
      runId: run.id,
      detection: run.detection,
      about: run.about,
      window: run.window,
      by: run.askedBy,
      at: run.askedAt,
    });
    await channel.updateCard(head);
    return shown;
  }

  /** Runs an announced question to its end: its answer, or the reason why there is none, is stored, logged and shown. */
  async function execute(investigation: Case, announced: Run, detection: Detection): Promise<void> {
    const runLog = log.child({ caseId: investigation.id, runId: announced.id, detection: detection.id });
    const stop = new AbortController();
    stops.set(announced.id, stop);
    let run = announced;
    let renewal = Promise.resolve();
    const onProgress = (progress: Progress): void => {
      channel.showProgress(investigation, run, detection, progress);
      if (Date.parse(leaseFrom(clock.now())) - Date.parse(run.leaseUntil ?? '') < RENEWAL_MS) return;
      const renewed: Run = { ...run, leaseUntil: leaseFrom(clock.now()) };
      run = renewed;
      renewal = renewal
        .then(() => store.saveRun(renewed))
        .catch((err: unknown) => runLog.warn({ err }, 'the lease of a running question could not be renewed'));
    };
    try {
      const { window, about, parameters } = run;
      const query = { detection, window, about, parameters, rowLimit: ROWS_KEPT };
      const executionId = await runner.start({ ...query, token: digest(`${run.caseId}|${run.id}`) });
      run = { ...run, state: 'running', executionId };
      await store.saveRun(run);
      const signal = AbortSignal.any([deps.stopping, stop.signal, AbortSignal.timeout(DEADLINE_MS)]);
      const { answer, statistics } = await runner.finish(executionId, query, signal, onProgress);
      run = { ...run, state: 'answered', answer, statistics, answeredAt: now() };
      runLog.info({ executionId, rows: rowsIn(run, detection), ...statistics }, 'answered');
    } catch (cause) {
      run = await stoppedElsewhere(failedRun(run, cause), cause);
      runLog[isForPeople(cause) ? 'warn' : 'error']({ err: cause, executionId: run.executionId }, 'not answered');
    } finally {
      stops.delete(announced.id);
      // A renewal that arrives late would put the run back to where it was.
      await renewal;
    }
    await conclude(investigation, run, detection);
    if (run.reason !== undefined && run.stoppedBy === undefined) throw new UserFacingError(run.reason);
  }

  /** A query that was cancelled from outside may be one that a person had stopped through another bot. */
  async function stoppedElsewhere(run: Run, cause: unknown): Promise<Run> {
    if (!(cause instanceof QueryFailed) || cause.state !== 'CANCELLED') return run;
    const entries = await store.log(run.caseId);
    const by = entries.find((entry) => entry.type === 'stopped' && entry.runId === run.id)?.by;
    return by === undefined ? run : { ...run, stoppedBy: by, reason: new StoppedByPerson(by).message };
  }

  async function conclude(investigation: Case, run: Run, detection: Detection): Promise<void> {
    await store.saveRun(run);
    const head = await store.append(investigation.id, outcomeOf(run, detection, now()));
    await channel.updateRun(head, run, detection);
    await channel.updateCard(head);
  }

  async function ask(investigation: Case, run: Run, choice?: Choice): Promise<void> {
    const detection = catalogue.detections.get(run.detection);
    if (!detection) throw new Error(`run ${run.id} asks "${run.detection}", which is not in the catalogue`);
    if (!(await store.createRun(run))) return;
    const other = await claim(store, clock, run);
    if (choice) await channel.updateCard(await store.append(investigation.id, { type: 'suspect_chosen', ...choice }));
    if (other) {
      await store.saveRun({ ...run, state: 'failed', reason: `Run ${other.id} was asking the same.` });
      throw new AlreadyRunning(other);
    }
    await execute(investigation, await announce(investigation, run, detection), detection);
  }

  async function stop(investigation: Case, run: Run, deed: Deed): Promise<void> {
    const own = stops.get(run.id);
    if (run.state === 'answered' || run.state === 'failed') throw hasEnded();
    if (!own && run.executionId === undefined) throw hasNotBegun();
    await store.append(investigation.id, { type: 'stopped', runId: run.id, ...deed });
    if (own) own.abort(new StoppedByPerson(deed.by));
    else if (run.executionId !== undefined) await runner.stop(run.executionId).catch(rethrow);
  }

  return { newRun, ask, stop };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const rethrow = (cause: unknown): never => {
  throw told(cause);
};

const hasEnded = (): UserFacingError =>
  new UserFacingError('This question has ended already: there is nothing left to stop.');

const hasNotBegun = (): UserFacingError =>
  new UserFacingError('This question has not begun yet. Press Stop again in a few seconds.');
