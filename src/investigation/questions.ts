import type { Catalogue } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { GoesOn, serviceBehind, UserFacingError } from '../errors.js';
import { AlreadyRunning } from './already-running.js';
import type { Case, Deed } from './case.js';
import { claim } from './claim.js';
import { digest } from './digest.js';
import { buildExecution, type ExecutionDeps } from './execution.js';
import { type HeldRun, holdRun, type LeaseDeps, leaseFrom } from './lease.js';
import type { Origin } from './origin.js';
import { outcomeOf, reasonOf } from './outcome.js';
import { type Channel, HandedOver, type InvestigationStore, RunLeft, told } from './ports.js';
import type { ParameterValues, Run } from './run.js';
import type { Window } from './window.js';

/** What questions are asked with. */
export interface QuestionsDeps extends ExecutionDeps, LeaseDeps {
  readonly store: InvestigationStore;
  readonly channel: Channel;
  readonly catalogue: Catalogue;
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
   * Asks a question and resolves when its answer is shown, or another bot is to show it. A request that was delivered before is
   * known by its run, and asks nothing. When somebody had it stopped, the thread says so, and it resolves.
   *
   * @param shown is told once it is in the thread.
   * @throws UserFacingError with the reason of a question that got no answer; AlreadyRunning when it is being asked already; GoesOn
   * when something was down, and a bot goes on with it later.
   */
  ask(investigation: Case, run: Run, choice?: Choice, shown?: () => void): Promise<void>;
  /**
   * Takes over a question that was left alone, and brings it to its end from where it is. The thread says how it ended.
   *
   * @param run as it was found, with its rows where it has any.
   * @param isLate whether nobody waits for it any more: it is tried this once, and asks Athena nothing new.
   * @throws RunLeft when another bot was faster, or is to go on with it.
   */
  resume(investigation: Case, run: Run, isLate: boolean): Promise<void>;
  /**
   * Stops a question that is being asked, here or by another bot, or waits for its turn.
   *
   * @throws UserFacingError when it has ended.
   */
  stop(investigation: Case, run: Run, deed: Deed): Promise<void>;
  /** Whether this bot is at a run, whatever its lease says. */
  isAt(runId: string): boolean;
}

export function buildQuestions(deps: QuestionsDeps): Questions {
  const { store, runner, channel, catalogue, clock, log, leaseMs } = deps;
  const now = () => clock.now().toISOString();
  const execution = buildExecution(deps);
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

  /**
   * Shows a stored run in the thread, then enters it in the log: where the channel does not take the message, nothing was asked
   * and the case stays as it was.
   *
   * @returns the number of the log entry.
   */
  async function announce(investigation: Case, held: HeldRun, detection: Detection): Promise<number> {
    await show(investigation, held, detection);
    const { id: runId, detection: asked, about, window, askedBy: by, askedAt: at } = held.run;
    const event = { type: 'asked', runId, detection: asked, about, window, by, at } as const;
    const head = await store.append(investigation.id, event);
    await channel.updateCard(head);
    return head.seq;
  }

  /** Posts the message of a question, unless it is there, or takes it back where another bot has posted one meanwhile. */
  async function show(investigation: Case, held: HeldRun, detection: Detection): Promise<void> {
    if (held.run.messageTs !== undefined) return;
    const posted = await channel.postRun(investigation, held.run, detection);
    try {
      await held.save(posted);
    } catch (cause) {
      if (cause instanceof RunLeft) {
        const { channelId } = investigation;
        await channel
          .remove(channelId, posted.messageTs)
          .catch((err: unknown) => log.warn({ err, channelId, ...posted }, 'a second message of a question was left'));
      }
      throw cause;
    }
  }

  /**
   * Every step is stored before the next, so that another bot can go on from any of them.
   *
   * @param known the number of the log entry that says it was asked, where there is one already.
   */
  async function proceed(investigation: Case, held: HeldRun, detection: Detection, known?: number): Promise<void> {
    const askedSeq = known ?? (await announce(investigation, held, detection));
    if (held.run.state === 'asked' || held.run.state === 'running')
      await execution.execute(held, { investigation, detection, askedSeq });
    // Appends it once; the head comes back in any case.
    const head = await store.append(investigation.id, outcomeOf(held.run, detection, now()));
    // Before the answer, which may take long: by then the case may have gone on, and this head would be an old one.
    await channel.updateCard(head);
    try {
      await channel.updateRun(head, held.run, detection);
    } catch (cause) {
      // A channel that takes no more messages takes none later: the history has it, and whoever asked is told.
      if (cause instanceof UserFacingError) await held.release();
      throw cause;
    }
    await held.release();
  }

  /** Says that another bot goes on with a question, and lets it. */
  async function leave(investigation: Case, held: HeldRun, detection: Detection, cause: RunLeft): Promise<void> {
    const { caseId, id: runId } = held.run;
    log.info({ caseId, runId, reason: cause.message }, 'a question is left to another bot');
    await channel.endProgress(investigation, held.run);
    if (!(cause instanceof HandedOver)) return;
    // Before the other bot may write there.
    await channel.showHandOver(investigation, held.run, detection);
    await held.handOver().catch((err: unknown) => log.warn({ err, caseId, runId }, 'a question was not handed over'));
  }

  function detectionOf(run: Run): Detection {
    const detection = catalogue.detections.get(run.detection);
    if (!detection) throw new Error(`run ${run.id} asks "${run.detection}", which is not in the catalogue`);
    return detection;
  }

  const enterChoice = async (investigation: Case, { suspect, by, at }: Choice): Promise<void> =>
    channel.updateCard(await store.append(investigation.id, { type: 'suspect_chosen', suspect, by, at }));

  async function ask(investigation: Case, asked: Run, choice?: Choice, shown?: () => void): Promise<void> {
    const detection = detectionOf(asked);
    const run = choice ? { ...asked, chosenAt: choice.at } : asked;
    // Before it is stored, so that this bot does not find it left alone when its lease is renewed late.
    own.add(run.id);
    if (!(await store.createRun(run).catch(letGoOf(run)))) {
      own.delete(run.id);
      return tellAgain(run);
    }
    const held = holdRun(deps, run);
    try {
      const other = await claim(store, clock, run);
      if (choice) await enterChoice(investigation, choice);
      if (other) throw new AlreadyRunning(other);
      await show(investigation, held, detection);
      shown?.();
      await proceed(investigation, held, detection);
    } catch (cause) {
      if (cause instanceof RunLeft) return await leave(investigation, held, detection, cause);
      if (serviceBehind(cause)) throw await later(held, cause);
      if (held.run.messageTs === undefined) await takeBack(held, cause);
      throw cause;
    } finally {
      held.letGo();
      own.delete(run.id);
    }
    const { reason, stoppedBy } = held.run;
    if (reason !== undefined && stoppedBy === undefined) throw new UserFacingError(reason);
  }

  const letGoOf =
    (run: Run) =>
    (cause: unknown): never => {
      own.delete(run.id);
      throw cause;
    };

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

  /** Why a question is not put to the query engine though nobody has yet; `undefined`: it is. */
  async function obsoleteOf(run: Run, isLate: boolean): Promise<string | undefined> {
    if (run.state !== 'asked') return undefined;
    if (isLate) return 'I was not running when this was asked, nor for an hour after it. Ask again.';
    const other = await claim(store, clock, run);
    return other && 'The same question was asked once more while I was not running: its answer is in this thread.';
  }

  async function takenOver(investigation: Case, held: HeldRun, isLate: boolean): Promise<void> {
    const entries = await store.log(held.run.caseId);
    const { id, about, chosenAt: at, askedBy: by } = held.run;
    const isChosen = entries.some((entry) => entry.type === 'suspect_chosen' && entry.by === by && entry.at === at);
    if (about && at !== undefined && !isChosen) await enterChoice(investigation, { suspect: about, by, at });
    const asked = entries.find((entry) => entry.type === 'asked' && entry.runId === id)?.seq;
    // A question that was not asked, since another run asks the same, was never shown.
    if (asked === undefined && held.run.state === 'failed') return held.release();
    const reason = await obsoleteOf(held.run, isLate);
    if (reason !== undefined) await held.save({ state: 'failed', reason });
    await proceed(investigation, held, detectionOf(held.run), asked);
  }

  async function resume(investigation: Case, found: Run, isLate: boolean): Promise<void> {
    const run = { ...found, leaseUntil: leaseFrom(clock.now(), leaseMs) };
    await store.saveRun(run, found.leaseUntil);
    log.info({ caseId: run.caseId, runId: run.id, state: run.state }, 'a question that was left alone is taken over');
    own.add(run.id);
    const held = holdRun(deps, run);
    try {
      await takenOver(investigation, held, isLate);
    } catch (cause) {
      if (cause instanceof RunLeft) await leave(investigation, held, detectionOf(run), cause);
      else if (isLate) await held.release();
      throw cause;
    } finally {
      held.letGo();
      own.delete(run.id);
    }
  }

  async function stop(investigation: Case, run: Run, deed: Deed): Promise<void> {
    if (run.state === 'answered' || run.state === 'failed') throw hasEnded();
    await store.append(investigation.id, { type: 'stopped', runId: run.id, ...deed });
    if (execution.stop(run.id, deed.by)) return;
    // Whoever asks it heeds the log before its query starts and once it is known how to stop it; what was known before is stopped here.
    const executionId = run.executionId ?? (await store.run(run.caseId, run.id))?.executionId;
    if (executionId !== undefined) await runner.stop(executionId).catch(rethrow);
  }

  return { newRun, ask, resume, stop, isAt: (runId) => own.has(runId) };
}

const IS_ASKED = 'The same question was being asked already: its answer is in the thread of the case.';

const rethrow = (cause: unknown): never => {
  throw told(cause);
};

const hasEnded = (): UserFacingError =>
  new UserFacingError('This question has ended already: there is nothing left to stop.');
