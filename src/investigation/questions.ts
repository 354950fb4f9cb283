import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import { sentenceOf } from '../detections/sentence.js';
import { UserFacingError } from '../errors.js';
import type { Case } from './case.js';
import type { Origin } from './origin.js';
import { type Channel, type Clock, type InvestigationStore, QueryFailed, type QueryRunner } from './ports.js';
import type { Run } from './run.js';
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

/** What is asked. */
export interface Asking {
  readonly detection: Detection;
  readonly window: Window;
  readonly suspect?: string | undefined;
}

/** An identity that becomes the suspect together with the questions about it, and who chose it. */
export interface Choice {
  readonly suspect: string;
  readonly by: string;
}

/** The way of questions through a case, from before the query engine is called until their answers are shown. */
export interface Questions {
  /** A question that is yet to be asked. The same request makes the same run. */
  newRun(origin: Origin, investigation: Case, asking: Asking): Run;
  /**
   * Asks questions together and resolves when all their answers are shown. A request that was delivered before is known by its
   * first run, and does nothing.
   *
   * @throws UserFacingError with the reason of a question that got no answer; the others are answered all the same.
   */
  askTogether(investigation: Case, runs: readonly Run[], choice?: Choice): Promise<void>;
}

/** Athena's own limit for a DML query, unless the account raised it. */
const DEADLINE_MS = 30 * 60_000;

export function buildQuestions(deps: QuestionsDeps): Questions {
  const { store, runner, channel, catalogue, clock, log } = deps;
  const now = () => clock.now().toISOString();

  function newRun(origin: Origin, investigation: Case, { detection, window, suspect }: Asking): Run {
    return {
      id: digest(`${origin.teamId}|${origin.deliveryId}|${detection.id}`).slice(0, 20),
      caseId: investigation.id,
      detection: detection.id,
      window,
      suspect: detection.parameters.includes('suspect') ? suspect : undefined,
      askedBy: origin.userId,
      askedAt: now(),
      state: 'asked',
    };
  }

  /**
   * Shows a stored run in the thread, then enters it in the log: where the channel does not take the message, nothing was asked
   * and the case stays as it was.
   */
  async function announce(investigation: Case, run: Run, detection: Detection): Promise<Run> {
    const shown: Run = { ...run, ...(await channel.postRun(investigation, run, detection)) };
    await store.saveRun(shown);
    const { from, to } = run.window;
    await store.append(investigation.id, {
      type: 'asked',
      runId: run.id,
      detection: run.detection,
      suspect: run.suspect,
      from,
      to,
      by: run.askedBy,
      at: run.askedAt,
    });
    return shown;
  }

  /** Runs an announced question to its end: its answer, or the reason why there is none, is stored, logged and shown. */
  async function execute(investigation: Case, announced: Run, detection: Detection): Promise<void> {
    const runLog = log.child({ caseId: investigation.id, runId: announced.id, detection: detection.id });
    let run = announced;
    try {
      const executionId = await runner.start({
        detection,
        window: run.window,
        parameters: run.suspect === undefined ? {} : { suspect: run.suspect },
        token: digest(`${run.caseId}|${run.id}`),
      });
      run = { ...run, state: 'running', executionId };
      await store.saveRun(run);
      const signal = AbortSignal.any([deps.stopping, AbortSignal.timeout(DEADLINE_MS)]);
      run = { ...run, state: 'answered', ...(await runner.finish(executionId, detection, signal)) };
      runLog.info({ executionId, rows: run.answer?.totalRows, ...run.statistics }, 'answered');
    } catch (cause) {
      run = failedRun(run, cause);
      runLog[isForPeople(cause) ? 'warn' : 'error']({ err: cause, executionId: run.executionId }, 'not answered');
    }
    await conclude(investigation, run, detection);
    if (run.reason !== undefined) throw new UserFacingError(run.reason);
  }

  async function conclude(investigation: Case, run: Run, detection: Detection): Promise<void> {
    await store.saveRun(run);
    const scannedBytes = run.statistics?.scannedBytes ?? 0;
    const deed = { runId: run.id, scannedBytes, by: run.askedBy, at: now() };
    const head = await store.append(
      investigation.id,
      run.answer
        ? { type: 'answered', ...deed, rows: run.answer.totalRows, finding: findingOf(run, detection) }
        : { type: 'failed', ...deed, reason: run.reason ?? '' },
    );
    await channel.updateRun(head, run, detection);
    await channel.updateCard(head);
  }

  async function askTogether(investigation: Case, runs: readonly Run[], choice?: Choice): Promise<void> {
    const isNew = await Promise.all(runs.map((run) => store.createRun(run)));
    if (!isNew[0]) return;
    if (choice) {
      const chosen = { type: 'suspect_chosen', ...choice, at: now() } as const;
      await channel.updateCard(await store.append(investigation.id, chosen));
    }
    const announced: { run: Run; detection: Detection }[] = [];
    // One after the other: the messages stand in the thread in the order of the questions.
    for (const run of runs) {
      const detection = catalogue.get(run.detection);
      if (!detection) throw new Error(`run ${run.id} asks "${run.detection}", which is not in the catalogue`);
      announced.push({ run: await announce(investigation, run, detection), detection });
    }
    const ends = await Promise.allSettled(
      announced.map(({ run, detection }) => execute(investigation, run, detection)),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  return { newRun, askTogether };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const isForPeople = (cause: unknown): boolean => cause instanceof QueryFailed || cause instanceof UserFacingError;

function failedRun(run: Run, cause: unknown): Run {
  if (cause instanceof QueryFailed) {
    return { ...run, state: 'failed', reason: `${cause.reason} ${cause.advice}`, statistics: cause.statistics };
  }
  const reason =
    cause instanceof UserFacingError
      ? cause.message
      : isTimeout(cause)
        ? 'The query took more than 30 minutes and was stopped. Ask again with a shorter window.'
        : `The question could not be asked: something is wrong on my side, and it is in my log as run ${run.id}. Ask again in a minute.`;
  return { ...run, state: 'failed', reason };
}

const isTimeout = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'TimeoutError';

const findingOf = (run: Run, detection: Detection): string =>
  run.answer && run.answer.rows.length > 0
    ? sentenceOf({ detection, ...run.answer, suspect: run.suspect })
        .map(({ text }) => text)
        .join('')
    : 'No matching events.';
