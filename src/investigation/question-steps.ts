import type { Catalogue } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { UserFacingError } from '../errors.js';
import type { Case, Deed } from './case.js';
import { buildExecution, type Execution, type ExecutionDeps } from './execution.js';
import type { HeldRun, LeaseDeps } from './lease.js';
import { outcomeOf } from './outcome.js';
import { type Channel, HandedOver, type InvestigationStore, RunLeft } from './ports.js';
import type { Run } from './run.js';

/** What questions are asked with. */
export interface StepsDeps extends ExecutionDeps, LeaseDeps {
  readonly store: InvestigationStore;
  readonly channel: Channel;
  readonly catalogue: Catalogue;
}

/** Somebody who becomes the suspect together with the question about them, who chose it and when. */
export interface Choice extends Deed {
  readonly suspect: Subject;
}

/** The steps of a question that a bot holds, from its message in the thread to its answer there. */
export interface Steps {
  readonly execution: Execution;
  /** @throws Error for a question that the catalogue has no more. */
  detectionOf(run: Run): Detection;
  enterChoice(investigation: Case, choice: Choice): Promise<void>;
  /** Posts the message of a question, unless it is there, or takes it back where another bot has posted one meanwhile. */
  show(investigation: Case, held: HeldRun, detection: Detection): Promise<void>;
  /**
   * Takes every step that is left. Each is stored before the next, so that another bot can go on from any of them.
   *
   * @param isAsked whether the log says already that it was asked.
   */
  proceed(investigation: Case, held: HeldRun, detection: Detection, isAsked?: boolean): Promise<void>;
  /** Says that another bot goes on with a question, and lets it. */
  leave(investigation: Case, held: HeldRun, detection: Detection, cause: RunLeft): Promise<void>;
}

/** Builds the steps. */
export function buildSteps(deps: StepsDeps): Steps {
  const { store, channel, catalogue, clock, log } = deps;
  const now = () => clock.now().toISOString();
  const execution = buildExecution(deps);

  /**
   * Shows a stored run in the thread, then enters it in the log: where the channel does not take the message, nothing was asked
   * and the case stays as it was.
   */
  async function announce(investigation: Case, held: HeldRun, detection: Detection): Promise<void> {
    await show(investigation, held, detection);
    const { id: runId, detection: asked, about, window, askedBy: by, askedAt: at } = held.run;
    const event = { type: 'asked', runId, detection: asked, about, window, by, at } as const;
    const head = await store.append(investigation.id, event);
    await channel.updateCard(head);
  }

  async function show(investigation: Case, held: HeldRun, detection: Detection): Promise<void> {
    if (held.run.messageTs !== undefined) return;
    const posted = await channel.postRun(investigation, held.run, detection);
    try {
      await held.save(posted);
    } catch (cause) {
      if (cause instanceof RunLeft) {
        const { id: caseId, channelId } = investigation;
        const ids = { caseId, channelId, runId: held.run.id, ...posted };
        await channel
          .remove(channelId, posted.messageTs)
          .catch((err: unknown) => log.warn({ err, ...ids }, 'a second message of a question was left'));
      }
      throw cause;
    }
  }

  async function proceed(investigation: Case, held: HeldRun, detection: Detection, isAsked = false): Promise<void> {
    if (!isAsked) await announce(investigation, held, detection);
    if (held.run.state === 'asked' || held.run.state === 'running')
      await execution.execute(held, { investigation, detection });
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

  return { execution, detectionOf, enterChoice, show, proceed, leave };
}
