import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { type Catalogue, DRILL_DOWN } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import { isIdentityArn } from '../detections/identity.js';
import { sentenceOf } from '../detections/sentence.js';
import { UserFacingError } from '../errors.js';
import type { Case, LogEntry, Opened } from './case.js';
import { type Channel, type Clock, type InvestigationStore, QueryFailed, type QueryRunner } from './ports.js';
import type { Run } from './run.js';
import { readWindow, type Window } from './window.js';

/** Who asks, and where. */
export interface Origin {
  readonly teamId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Slack's identity of the request (`trigger_id`): the same request, delivered again, does nothing again. */
  readonly deliveryId: string;
}

/** A question. `window` as text, as a window, or the case's when absent. */
export interface Question {
  readonly detection: string;
  readonly window?: string | Window | undefined;
}

/** One row of one answer: what a button stands for. */
export interface Pick {
  readonly caseId: string;
  readonly runId: string;
  readonly row: number;
}

/** A case and all that happened in it, oldest first. */
export interface History {
  readonly investigation: Case;
  readonly log: readonly LogEntry[];
  readonly runs: ReadonlyMap<string, Run>;
}

/** What a team does in an incident channel. Methods throw `UserFacingError` for what a person can mend. */
export interface Investigation {
  /** Asks a question in the channel's case, opening one when there is none. Resolves when the answer is shown. */
  ask(origin: Origin, question: Question): Promise<void>;
  /** Makes an identity the suspect and asks the drill-down questions about it. Resolves when the answers are shown. */
  chooseSuspect(origin: Origin, arn: string, window?: string): Promise<void>;
  /** The same for the identity in a row of an answer, over that answer's window. */
  pickSuspect(origin: Origin, pick: Pick): Promise<void>;
  /** The channel's open case, if any. */
  status(origin: Origin): Promise<Case | undefined>;
  /** The history of the channel's open case, if any. */
  history(origin: Origin): Promise<History | undefined>;
}

export interface InvestigationDeps {
  readonly store: InvestigationStore;
  readonly runner: QueryRunner;
  readonly channel: Channel;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly log: Logger;
  /** The window of a new case, as text. */
  readonly defaultWindow: string;
  /** Aborts what still runs when the bot has to go; its reason is told to the people. */
  readonly stopping: AbortSignal;
}

/** Athena's own limit for a DML query, unless the account raised it (facts read 2026-11-24). */
const DEADLINE_MS = 30 * 60_000;

export function buildInvestigation(deps: InvestigationDeps): Investigation {
  const { store, runner, channel, catalogue, clock, log } = deps;
  const now = () => clock.now().toISOString();

  const detectionOf = (id: string): Detection => {
    const detection = catalogue.get(id);
    if (!detection) throw new UserFacingError(`"${id}" is not a question. Type /ir help to see what can be asked.`);
    return detection;
  };
  const windowOf = (window: string | Window | undefined, investigation: Case | undefined): Window =>
    typeof window === 'object'
      ? window
      : readWindow(window ?? investigation?.window ?? deps.defaultWindow, clock.now());

  /** The channel's case; without one, the card is posted first, so that there is no case without a place to answer in. */
  async function caseFor(origin: Origin, window: string | Window | undefined): Promise<Case> {
    const open = await store.openCaseIn(origin.teamId, origin.channelId);
    if (open) return open;
    const opened: Omit<Opened, 'threadTs'> = {
      type: 'opened',
      number: await store.nextCaseNumber(origin.teamId),
      teamId: origin.teamId,
      channelId: origin.channelId,
      window: typeof window === 'string' ? window : deps.defaultWindow,
      by: origin.userId,
      at: now(),
    };
    const threadTs = await channel.postCard({ ...opened, threadTs: '' });
    const outcome = await store.open({ ...opened, threadTs });
    if (!outcome.isNew) await channel.removeCard(origin.channelId, threadTs);
    log.info({ caseId: outcome.case.id, channelId: origin.channelId, isNew: outcome.isNew }, 'case opened');
    return outcome.case;
  }

  function newRun(origin: Origin, investigation: Case, detection: Detection, window: Window, suspect?: string): Run {
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

  /** Shows a stored run in the thread and enters it in the log. */
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

  /** Asks questions together. A request that was delivered before is known by its first run. */
  async function askAll(origin: Origin, investigation: Case, runs: readonly Run[], choice?: string): Promise<void> {
    const isNew = await Promise.all(runs.map((run) => store.createRun(run)));
    if (!isNew[0]) return;
    if (choice !== undefined) {
      const chosen = { type: 'suspect_chosen', suspect: choice, by: origin.userId, at: now() } as const;
      await channel.updateCard(await store.append(investigation.id, chosen));
    }
    const announced: Run[] = [];
    // One after the other: the messages stand in the thread in the order of the questions.
    for (const run of runs) announced.push(await announce(investigation, run, detectionOf(run.detection)));
    const ends = await Promise.allSettled(
      announced.map((run) => execute(investigation, run, detectionOf(run.detection))),
    );
    const failed = ends.find((end) => end.status === 'rejected');
    if (failed) throw failed.reason;
  }

  async function drillDown(origin: Origin, arn: string, window: string | Window | undefined): Promise<void> {
    const span = windowOf(window, await store.openCaseIn(origin.teamId, origin.channelId));
    const investigation = await caseFor(origin, window);
    const runs = DRILL_DOWN.map((id) => newRun(origin, investigation, detectionOf(id), span, arn));
    await askAll(origin, investigation, runs, arn);
  }

  return {
    async ask(origin, question) {
      const detection = detectionOf(question.detection);
      const open = await store.openCaseIn(origin.teamId, origin.channelId);
      const window = windowOf(question.window, open);
      const suspect = open?.suspect?.arn;
      if (detection.parameters.includes('suspect') && suspect === undefined) {
        throw new UserFacingError(
          `There is no suspect yet, so "${detection.id}" has nobody to ask about. Click an identity in an answer of /ir identities, or type /ir suspect arn:aws:iam::….`,
        );
      }
      const investigation = open ?? (await caseFor(origin, question.window));
      await askAll(origin, investigation, [newRun(origin, investigation, detection, window, suspect)]);
    },
    async chooseSuspect(origin, arn, window) {
      if (!isIdentityArn(arn)) {
        throw new UserFacingError(
          `"${arn.slice(0, 100)}" is not the ARN of an identity. It looks like arn:aws:iam::111122223333:user/alice or arn:aws:sts::111122223333:assumed-role/Role/session.`,
        );
      }
      await drillDown(origin, arn, window);
    },
    async pickSuspect(origin, { caseId, runId, row }) {
      const investigation = await store.load(caseId);
      const isHere = investigation?.teamId === origin.teamId && investigation.channelId === origin.channelId;
      const run = isHere ? await store.run(caseId, runId) : undefined;
      const at = run ? detectionOf(run.detection).columns.findIndex(({ kind }) => kind === 'identity') : -1;
      const arn = run?.answer?.rows[row]?.[at];
      if (!run || !arn)
        throw new UserFacingError('This button is from an answer that is no longer kept. Ask the question again.');
      await drillDown(origin, arn, run.window);
    },
    status: ({ teamId, channelId }) => store.openCaseIn(teamId, channelId),
    async history({ teamId, channelId }) {
      const investigation = await store.openCaseIn(teamId, channelId);
      if (!investigation) return undefined;
      const [entries, runs] = await Promise.all([store.log(investigation.id), store.runs(investigation.id)]);
      return { investigation, log: entries, runs: new Map(runs.map((run) => [run.id, run])) };
    },
  };
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
