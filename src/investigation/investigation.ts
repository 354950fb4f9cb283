import { DRILL_DOWN } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import { isIdentityArn } from '../detections/identity.js';
import { UserFacingError } from '../errors.js';
import type { Case, LogEntry, Opened } from './case.js';
import type { Origin } from './origin.js';
import { buildQuestions, type QuestionsDeps } from './questions.js';
import type { Run } from './run.js';
import { readWindow, type Window } from './window.js';

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

export interface InvestigationDeps extends QuestionsDeps {
  /** The window of a new case, as text. */
  readonly defaultWindow: string;
}

/** A team's way through its cases, over the parts that keep them, ask for them and show them. */
export function buildInvestigation(deps: InvestigationDeps): Investigation {
  const { store, channel, catalogue, clock, log } = deps;
  const { newRun, askTogether } = buildQuestions(deps);

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
      at: clock.now().toISOString(),
    };
    const threadTs = await channel.postCard({ ...opened, threadTs: '' });
    const outcome = await store.open({ ...opened, threadTs });
    if (!outcome.isNew) await channel.removeCard(origin.channelId, threadTs);
    log.info({ caseId: outcome.case.id, channelId: origin.channelId, isNew: outcome.isNew }, 'case opened');
    return outcome.case;
  }

  async function drillDown(origin: Origin, arn: string, window: string | Window | undefined): Promise<void> {
    const span = windowOf(window, await store.openCaseIn(origin.teamId, origin.channelId));
    const investigation = await caseFor(origin, window);
    const runs = DRILL_DOWN.map((id) =>
      newRun(origin, investigation, { detection: detectionOf(id), window: span, suspect: arn }),
    );
    await askTogether(investigation, runs, { suspect: arn, by: origin.userId });
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
      await askTogether(investigation, [newRun(origin, investigation, { detection, window, suspect })]);
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
