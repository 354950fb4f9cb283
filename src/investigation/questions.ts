import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { messageOf, UserFacingError } from '../errors.js';
import { AlreadyRunning } from './already-running.js';
import type { Case, Deed } from './case.js';
import { claim } from './claim.js';
import { inLine } from './in-line.js';
import { type HeldRun, holdRun, leaseFrom } from './lease.js';
import type { Origin } from './origin.js';
import { failedRun, isForPeople, outcomeOf, rowsIn, StoppedByPerson } from './outcome.js';
import {
  type Channel,
  type Clock,
  type InvestigationStore,
  LeaseLost,
  QueryFailed,
  type QueryRunner,
  told,
} from './ports.js';
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
  /** Queries that this bot runs at once; others wait for their turn, in order. 5 when absent. */
  readonly maxQueries?: number | undefined;
  /** How often the lease of a question is renewed, in milliseconds; see `lease.ts`. */
  readonly renewalMs?: number | undefined;
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
   * Takes over a question that was left alone, and brings it to its end from where it is. The thread says how it ended.
   *
   * @param run as it was found, with its rows where it has any.
   * @throws LeaseLost when another bot was faster.
   */
  resume(investigation: Case, run: Run): Promise<void>;
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
/** Of the 20 to 25 that an account has by default, so that the others who use Athena have theirs. https://docs.aws.amazon.com/athena/latest/ug/service-limits.html (as of November 2026) */
const QUERIES_AT_ONCE = 5;

export function buildQuestions(deps: QuestionsDeps): Questions {
  const { store, runner, channel, catalogue, clock, log } = deps;
  const now = () => clock.now().toISOString();
  const line = inLine(deps.maxQueries ?? QUERIES_AT_ONCE);
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
  async function announce(investigation: Case, held: HeldRun, detection: Detection, done: Done): Promise<void> {
    if (held.run.messageTs === undefined) await held.save(await channel.postRun(investigation, held.run, detection));
    if (done.isAsked) return;
    const { id: runId, detection: asked, about, window, askedBy: by, askedAt: at } = held.run;
    const event = { type: 'asked', runId, detection: asked, about, window, by, at } as const;
    await channel.updateCard(await store.append(investigation.id, event));
  }

  /** Asks the query engine, in its turn. Where the query was started before, the token or the execution id leads back to it. */
  async function answerOf(
    investigation: Case,
    held: HeldRun,
    detection: Detection,
    signal: AbortSignal,
  ): Promise<void> {
    const show = (progress: Progress) => channel.showProgress(investigation, held.run, detection, progress);
    if (line.isFull) show({ stage: 'queued', scannedBytes: 0, totalMs: 0, ahead: line.waiting + 1 });
    await line.run(signal, async () => {
      const { window, about, parameters, caseId, id } = held.run;
      const query = { detection, window, about, parameters, rowLimit: ROWS_KEPT };
      const started = held.run.executionId;
      const executionId = started ?? (await runner.start({ ...query, token: digest(`${caseId}|${id}`) }));
      if (started === undefined) await held.save({ state: 'running', executionId });
      const untilDeadline = AbortSignal.any([signal, AbortSignal.timeout(DEADLINE_MS)]);
      const { answer, statistics } = await runner.finish(executionId, query, untilDeadline, show);
      await held.save({ state: 'answered', answer, statistics, answeredAt: now() });
    });
  }

  /** Brings an announced question to its end: its answer, or the reason why there is none, is stored. */
  async function execute(investigation: Case, held: HeldRun, detection: Detection): Promise<void> {
    const { caseId, id: runId } = held.run;
    const runLog = log.child({ caseId, runId, detection: detection.id });
    const stop = new AbortController();
    stops.set(runId, stop);
    try {
      await answerOf(investigation, held, detection, AbortSignal.any([deps.stopping, stop.signal]));
      const { executionId, statistics } = held.run;
      runLog.info({ executionId, rows: rowsIn(held.run, detection), ...statistics }, 'answered');
    } catch (cause) {
      if (cause instanceof LeaseLost) throw cause;
      runLog[isForPeople(cause) ? 'warn' : 'error']({ err: cause, executionId: held.run.executionId }, 'not answered');
      await held.save(await stoppedElsewhere(failedRun(held.run, cause), cause));
    } finally {
      stops.delete(runId);
    }
  }

  /** A query that was cancelled from outside may be one that a person had stopped through another bot. */
  async function stoppedElsewhere(run: Run, cause: unknown): Promise<Run> {
    if (!(cause instanceof QueryFailed) || cause.state !== 'CANCELLED') return run;
    const entries = await store.log(run.caseId);
    const by = entries.find((entry) => entry.type === 'stopped' && entry.runId === run.id)?.by;
    return by === undefined ? run : { ...run, stoppedBy: by, reason: new StoppedByPerson(by).message };
  }

  /** Every step is stored before the next, so that another bot can go on from any of them. */
  async function proceed(investigation: Case, held: HeldRun, detection: Detection, done: Done): Promise<void> {
    await announce(investigation, held, detection, done);
    if (held.run.state === 'asked' || held.run.state === 'running') await execute(investigation, held, detection);
    // Appends it once; the head comes back in any case.
    const head = await store.append(investigation.id, outcomeOf(held.run, detection, now()));
    // Before the answer, which may take long: by then the case may have gone on, and this head would be an old one.
    await channel.updateCard(head);
    await channel.updateRun(head, held.run, detection);
    await held.release();
  }

  function detectionOf(run: Run): Detection {
    const detection = catalogue.detections.get(run.detection);
    if (!detection) throw new Error(`run ${run.id} asks "${run.detection}", which is not in the catalogue`);
    return detection;
  }

  const enterChoice = async (investigation: Case, { suspect, by, at }: Choice): Promise<void> =>
    channel.updateCard(await store.append(investigation.id, { type: 'suspect_chosen', suspect, by, at }));

  async function ask(investigation: Case, asked: Run, choice?: Choice): Promise<void> {
    const detection = detectionOf(asked);
    const run = choice ? { ...asked, chosenAt: choice.at } : asked;
    if (!(await store.createRun(run))) return;
    const held = holdRun(deps, run);
    try {
      const other = await claim(store, clock, run);
      if (choice) await enterChoice(investigation, choice);
      if (other) throw new AlreadyRunning(other);
      await proceed(investigation, held, detection, { isAsked: false });
    } catch (cause) {
      if (!(cause instanceof LeaseLost)) {
        if (held.run.messageTs === undefined) await takeBack(held, messageOf(cause));
        throw cause;
      }
      log.warn({ caseId: run.caseId, runId: run.id }, 'another bot has taken over a question');
      return;
    } finally {
      held.letGo();
    }
    const { reason, stoppedBy } = held.run;
    if (reason !== undefined && stoppedBy === undefined) throw new UserFacingError(reason);
  }

  /** What was not shown was not asked, and the person is told why: nobody is to ask it later. */
  async function takeBack(held: HeldRun, reason: string): Promise<void> {
    const { caseId, id: runId } = held.run;
    try {
      await held.save({ state: 'failed', reason });
      await held.release();
    } catch (err) {
      log.warn({ err, caseId, runId }, 'a question that was not shown could not be taken back');
    }
  }

  async function resume(investigation: Case, found: Run): Promise<void> {
    const run = { ...found, leaseUntil: leaseFrom(clock.now()) };
    await store.saveRun(run, found.leaseUntil);
    log.info({ caseId: run.caseId, runId: run.id, state: run.state }, 'a question that was left alone is taken over');
    const held = holdRun(deps, run);
    try {
      const entries = await store.log(run.caseId);
      const { about, chosenAt: at, askedBy: by } = run;
      const isChosen = entries.some((entry) => entry.type === 'suspect_chosen' && entry.by === by && entry.at === at);
      if (about && at !== undefined && !isChosen) await enterChoice(investigation, { suspect: about, by, at });
      const isAsked = entries.some((entry) => entry.type === 'asked' && entry.runId === run.id);
      // A question that was not asked, since another run asks the same, was never shown.
      if (!isAsked && run.state === 'failed') return await held.release();
      await proceed(investigation, held, detectionOf(run), { isAsked });
    } finally {
      held.letGo();
    }
  }

  async function stop(investigation: Case, run: Run, deed: Deed): Promise<void> {
    const own = stops.get(run.id);
    if (run.state === 'answered' || run.state === 'failed') throw hasEnded();
    if (!own && run.executionId === undefined) throw hasNotBegun();
    await store.append(investigation.id, { type: 'stopped', runId: run.id, ...deed });
    if (own) own.abort(new StoppedByPerson(deed.by));
    else if (run.executionId !== undefined) await runner.stop(run.executionId).catch(rethrow);
  }

  return { newRun, ask, resume, stop };
}

/** What of a question is in the log of its case already. */
interface Done {
  readonly isAsked: boolean;
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const rethrow = (cause: unknown): never => {
  throw told(cause);
};

const hasEnded = (): UserFacingError =>
  new UserFacingError('This question has ended already: there is nothing left to stop.');

const hasNotBegun = (): UserFacingError =>
  new UserFacingError('This question has not begun yet. Press Stop again in a few seconds.');
