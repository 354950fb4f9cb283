import type { Case } from './case.js';
import { claim } from './claim.js';
import { type HeldRun, holdRun, leaseFrom } from './lease.js';
import { RunLeft } from './ports.js';
import type { Steps, StepsDeps } from './question-steps.js';
import type { Run } from './run.js';

/**
 * Takes over a question that was left alone, and brings it to its end from where it is. The thread says how it ended.
 *
 * @param run as it was found, with its rows where it has any.
 * @param isLate whether nobody waits for it any more: it is tried this once, and asks Athena nothing new.
 * @throws RunLeft when another bot was faster, or is to go on with it.
 */
export type Resume = (investigation: Case, run: Run, isLate: boolean) => Promise<void>;

/** @returns what takes questions over. */
export function buildResume(deps: StepsDeps, steps: Steps): Resume {
  const { store, clock, log, leaseMs } = deps;

  /** Why a question is not put to the query engine though nobody has yet; `undefined`: it is. */
  async function obsoleteOf(run: Run, isLate: boolean): Promise<string | undefined> {
    if (run.state !== 'asked') return undefined;
    if (isLate) return 'This could not be asked for an hour. Ask again, if it is still wanted.';
    const other = await claim(store, clock, run);
    return other && 'The same question was asked once more while I was not running: its answer is in this thread.';
  }

  async function takenOver(investigation: Case, held: HeldRun, isLate: boolean): Promise<void> {
    const entries = await store.log(held.run.caseId);
    const { id, about, chosenAt: at, askedBy: by } = held.run;
    const isChosen = entries.some((entry) => entry.type === 'suspect_chosen' && entry.by === by && entry.at === at);
    if (about && at !== undefined && !isChosen) await steps.enterChoice(investigation, { suspect: about, by, at });
    const isAsked = entries.some((entry) => entry.type === 'asked' && entry.runId === id);
    // A question that was not asked, since another run asks the same, was never shown.
    if (!isAsked && held.run.state === 'failed') return held.release();
    const reason = await obsoleteOf(held.run, isLate);
    if (reason !== undefined) await held.save({ state: 'failed', reason });
    await steps.proceed(investigation, held, steps.detectionOf(held.run), isAsked);
  }

  return async (investigation, found, isLate) => {
    const run = { ...found, leaseUntil: leaseFrom(clock.now(), leaseMs) };
    await store.saveRun(run, found.leaseUntil);
    log.info({ caseId: run.caseId, runId: run.id, state: run.state }, 'a question that was left alone is taken over');
    const held = holdRun(deps, run);
    try {
      await takenOver(investigation, held, isLate);
    } catch (cause) {
      if (cause instanceof RunLeft) await steps.leave(investigation, held, steps.detectionOf(run), cause);
      else if (isLate) await held.release();
      throw cause;
    } finally {
      held.letGo();
    }
  };
}
