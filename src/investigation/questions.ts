import type { Detection } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { GoesOn, serviceBehind, UserFacingError } from '../errors.js';
import { AlreadyRunning } from './already-running.js';
import type { Case, Deed } from './case.js';
import { claim } from './claim.js';
import { digest } from './digest.js';
import { type HeldRun, holdRun, leaseFrom } from './lease.js';
import type { Origin } from './origin.js';
import { reasonOf } from './outcome.js';
import { RunLeft, told } from './ports.js';
import { buildSteps, type Choice, type StepsDeps } from './question-steps.js';
import { buildResume, type Resume } from './resume.js';
import type { ParameterValues, Run } from './run.js';
import type { Window } from './window.js';

/** What is asked, complete. */
export interface Asking {
  readonly detection: Detection;
  readonly window: Window;
  readonly about?: Subject | undefined;
  readonly parameters: ParameterValues;
  readonly view?: string | undefined;
  readonly notSearched: readonly string[];
}

/** The way of a question through a case, from before the query engine is called until its answer is shown. */
export interface Questions {
  /** A question that is yet to be asked. The same request makes the same run. */
  newRun(origin: Origin, investigation: Case, asking: Asking): Run;
  /**
   * Asks a question and resolves when its answer is shown, or another bot is to show it. A request that was delivered before is
   * known by its run, and asks nothing. When somebody had it stopped, the thread says so, and it resolves.
   *
   * @param shown is told once it is in the thread.
   * @throws UserFacingError with the reason of a question that got no answer; AlreadyRunning when it is being asked already; GoesOn
   * when something was down, and a bot goes on with it later.
   */
  ask(investigation: Case, run: Run, choice?: Choice, shown?: () => void): Promise<void>;
  /** Takes over a question that was left alone: see `resume.ts`. */
  readonly resume: Resume;
  /**
   * Stops a question that is being asked, here or by another bot, or waits for its turn.
   *
   * @throws UserFacingError when it has ended.
   */
  stop(investigation: Case, run: Run, deed: Deed): Promise<void>;
  /** Whether this bot is at a run, whatever its lease says. */
  isAt(runId: string): boolean;
}

export function buildQuestions(deps: StepsDeps): Questions {
  const { store, runner, clock, log, leaseMs } = deps;
  const now = () => clock.now().toISOString();
  const steps = buildSteps(deps);
  const takeOver = buildResume(deps, steps);
  const own = new Set<string>();

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
      leaseUntil: leaseFrom(clock.now(), leaseMs),
    };
  }

  /** Does something about a run that this bot does not take for left alone meanwhile, however late its lease is renewed. */
  async function at(runId: string, work: () => Promise<void>): Promise<void> {
    const isSecond = own.has(runId);
    own.add(runId);
    try {
      await work();
    } finally {
      if (!isSecond) own.delete(runId);
    }
  }

  async function ask(investigation: Case, asked: Run, choice?: Choice, shown?: () => void): Promise<void> {
    const run = choice ? { ...asked, chosenAt: choice.at } : asked;
    await at(run.id, async () => {
      if (!(await store.createRun(run))) return tellAgain(run);
      const { reason, stoppedBy } = await follow(investigation, run, choice, shown);
      if (reason !== undefined && stoppedBy === undefined) throw new UserFacingError(reason);
    });
  }

  /** Brings a run that was just stored to its end. @returns as which it ended, or was left to another bot. */
  async function follow(investigation: Case, run: Run, choice?: Choice, shown?: () => void): Promise<Run> {
    const detection = steps.detectionOf(run);
    const held = holdRun(deps, run);
    try {
      const other = await claim(store, clock, run);
      if (choice) await steps.enterChoice(investigation, choice);
      if (other) throw new AlreadyRunning(other);
      await steps.show(investigation, held, detection);
      shown?.();
      await steps.proceed(investigation, held, detection);
      return held.run;
    } catch (cause) {
      if (cause instanceof RunLeft) {
        await steps.leave(investigation, held, detection, cause);
        return run;
      }
      if (serviceBehind(cause)) throw await later(held, cause);
      if (held.run.messageTs === undefined) await takeBack(held, cause);
      else await putAside(held);
      throw cause;
    } finally {
      held.letGo();
    }
  }

  /** What has ended and cannot be shown for no reason that goes away is in the history: nobody shows it after the person was told. */
  async function putAside(held: HeldRun): Promise<void> {
    const { caseId, id: runId, state, leaseUntil } = held.run;
    if (leaseUntil === undefined || state === 'asked' || state === 'running') return;
    await held.release().catch((err: unknown) => log.warn({ err, caseId, runId }, 'a question was not put aside'));
  }

  /** Something is down: the question is stored, and whichever bot looks for it next goes on with it. */
  async function later(held: HeldRun, cause: unknown): Promise<GoesOn> {
    const { caseId, id: runId } = held.run;
    await held.handOver().catch((err: unknown) => log.warn({ err, caseId, runId }, 'a question was not handed over'));
    return new GoesOn(`run ${runId} of case ${caseId} is left for later`, { cause });
  }

  /** Of a question that was never shown, only the person who asked is told: also where the request comes once more. */
  async function tellAgain({ caseId, id }: Run): Promise<void> {
    const known = await store.run(caseId, id);
    if (known?.messageTs === undefined && known?.reason !== undefined) throw new UserFacingError(known.reason);
  }

  /** What was not shown was not asked, and the person is told why: nobody is to ask it later. */
  async function takeBack(held: HeldRun, cause: unknown): Promise<void> {
    const { caseId, id: runId } = held.run;
    try {
      await held.save({
        state: 'failed',
        reason: cause instanceof AlreadyRunning ? IS_ASKED : reasonOf(held.run, cause),
      });
      await held.release();
    } catch (err) {
      log.warn({ err, caseId, runId }, 'a question that was not shown could not be taken back');
    }
  }

  async function stop(investigation: Case, run: Run, deed: Deed): Promise<void> {
    if (run.state === 'answered' || run.state === 'failed') throw hasEnded();
    await store.append(investigation.id, { type: 'stopped', runId: run.id, ...deed });
    if (steps.execution.stop(run.id, deed.by)) return;
    // Whoever asks it heeds the log before its query starts and once it is known how to stop it; what was known before is stopped here.
    const executionId = run.executionId ?? (await store.run(run.caseId, run.id))?.executionId;
    if (executionId !== undefined) await runner.stop(executionId).catch(rethrow);
  }

  return {
    newRun,
    ask,
    resume: (investigation, run, isLate) => at(run.id, () => takeOver(investigation, run, isLate)),
    stop,
    isAt: (runId) => own.has(runId),
  };
}

const IS_ASKED = 'The same question was being asked already: its answer is in the thread of the case.';

const rethrow = (cause: unknown): never => {
  throw told(cause);
};

const hasEnded = (): UserFacingError =>
  new UserFacingError('This question has ended already: there is nothing left to stop.');
