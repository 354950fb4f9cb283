import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue } from '../detections/catalogue.js';
import { type Detection, isEmpty, shownTables } from '../detections/detection.js';
import { sentenceOf, textOf } from '../detections/sentence.js';
import type { Subject } from '../detections/subject.js';
import { UserFacingError } from '../errors.js';
import type { Case } from './case.js';
import { billedBytes } from './cost.js';
import type { Origin } from './origin.js';
import {
  type Channel,
  type Clock,
  type InvestigationStore,
  QueryFailed,
  QueryInterrupted,
  type QueryRunner,
} from './ports.js';
import type { ParameterValues, Run } from './run.js';
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

/** Somebody who becomes the suspect together with the question about them, and who chose it. */
export interface Choice {
  readonly suspect: Subject;
  readonly by: string;
}

/** The way of a question through a case, from before the query engine is called until its answer is shown. */
export interface Questions {
  /** A question that is yet to be asked. The same request makes the same run. */
  newRun(origin: Origin, investigation: Case, asking: Asking): Run;
  /**
   * Asks a question and resolves when its answer is shown. A request that was delivered before is known by its run, and does
   * nothing.
   *
   * @throws UserFacingError with the reason of a question that got no answer.
   */
  ask(investigation: Case, run: Run, choice?: Choice): Promise<void>;
}

/** Rows of each table that are read, kept and shown: more than a person reads, and few enough for a page or two. */
export const ROWS_KEPT = 1000;
/** Athena's own limit for a DML query, unless the account raised it. */
const DEADLINE_MS = 30 * 60_000;

export function buildQuestions(deps: QuestionsDeps): Questions {
  const { store, runner, channel, catalogue, clock, log } = deps;
  const now = () => clock.now().toISOString();

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
    };
  }

  /**
   * Shows a stored run in the thread, then enters it in the log: where the channel does not take the message, nothing was asked
   * and the case stays as it was.
   */
  async function announce(investigation: Case, run: Run, detection: Detection): Promise<Run> {
    const shown: Run = { ...run, ...(await channel.postRun(investigation, run, detection)) };
    await store.saveRun(shown);
    await store.append(investigation.id, {
      type: 'asked',
      runId: run.id,
      detection: run.detection,
      about: run.about,
      window: run.window,
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
      const query = {
        detection,
        window: run.window,
        about: run.about,
        parameters: run.parameters,
        rowLimit: ROWS_KEPT,
      };
      const executionId = await runner.start({ ...query, token: digest(`${run.caseId}|${run.id}`) });
      run = { ...run, state: 'running', executionId };
      await store.saveRun(run);
      const signal = AbortSignal.any([deps.stopping, AbortSignal.timeout(DEADLINE_MS)]);
      const { answer, statistics } = await runner.finish(executionId, query, signal);
      run = { ...run, state: 'answered', answer, statistics, answeredAt: now() };
      runLog.info({ executionId, rows: rowsIn(run, detection), ...statistics }, 'answered');
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
    const deed = { runId: run.id, scannedBytes, billedBytes: billOf(run), by: run.askedBy, at: now() };
    const head = await store.append(
      investigation.id,
      run.answer
        ? { type: 'answered', ...deed, rows: rowsIn(run, detection), finding: findingOf(run, detection) }
        : { type: 'failed', ...deed, reason: run.reason ?? '' },
    );
    await channel.updateRun(head, run, detection);
    await channel.updateCard(head);
  }

  async function ask(investigation: Case, run: Run, choice?: Choice): Promise<void> {
    const detection = catalogue.detections.get(run.detection);
    if (!detection) throw new Error(`run ${run.id} asks "${run.detection}", which is not in the catalogue`);
    if (!(await store.createRun(run))) return;
    if (choice) {
      const chosen = { type: 'suspect_chosen', ...choice, at: now() } as const;
      await channel.updateCard(await store.append(investigation.id, chosen));
    }
    await execute(investigation, await announce(investigation, run, detection), detection);
  }

  return { newRun, ask };
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

const isForPeople = (cause: unknown): boolean =>
  cause instanceof QueryInterrupted
    ? isForPeople(cause.cause)
    : cause instanceof QueryFailed || cause instanceof UserFacingError;

/** Athena bills what a query scanned, also when somebody stopped it; what it could not start or finish itself is free. */
function billOf({ state, statistics }: Run): number {
  if (state === 'answered') return billedBytes(statistics?.scannedBytes ?? 0);
  return statistics && statistics.scannedBytes > 0 ? billedBytes(statistics.scannedBytes) : 0;
}

function failedRun(run: Run, cause: unknown): Run {
  if (cause instanceof QueryInterrupted) return { ...failedRun(run, cause.cause), statistics: cause.statistics };
  if (cause instanceof QueryFailed) {
    const { statistics, state } = cause;
    const scannedBytes = state === 'CANCELLED' ? statistics.scannedBytes : 0;
    return {
      ...run,
      state: 'failed',
      reason: cause.forPeople,
      statistics: { ...statistics, scannedBytes },
    };
  }
  return { ...run, state: 'failed', reason: reasonOf(run, cause) };
}

function reasonOf({ id }: Run, cause: unknown): string {
  if (cause instanceof UserFacingError) return cause.message;
  if (isTimeout(cause)) return 'The query took more than 30 minutes and was stopped. Ask again with a shorter window.';
  return `The question could not be asked: something is wrong on my side, and it is in my log as run ${id}. Ask again in a minute.`;
}

const isTimeout = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'TimeoutError';

/** Rows of the table that the sentence speaks of. */
const rowsIn = ({ answer }: Run, detection: Detection): number => {
  const [first] = shownTables(detection);
  return answer?.tables.find(({ name }) => name === first?.name)?.totalRows ?? 0;
};

const findingOf = (run: Run, detection: Detection): string =>
  run.answer && !isEmpty(detection, run.answer.tables)
    ? textOf(sentenceOf({ detection, ...run.answer, about: run.about }))
    : 'No matching events.';
