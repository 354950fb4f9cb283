import { isDeepStrictEqual } from 'node:util';
import { ABOUT } from '../detections/catalogue.js';
import { shownTables } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { UserFacingError } from '../errors.js';
import { assertWithinBudget } from './budget.js';
import type { Case, CaseEvent, LogEntry, Opened } from './case.js';
import type { Origin } from './origin.js';
import { type Pick, pickedSubject } from './pick.js';
import {
  assertConfirmed,
  buildCompletion,
  type Completed,
  type CompletionDeps,
  detectionOf,
  type Question,
} from './question.js';
import { type Asking, buildQuestions, type Choice, type QuestionsDeps } from './questions.js';
import type { Run } from './run.js';
import { isSameWindow, readWindow, type Window } from './window.js';

/** An answer of a case, and perhaps one of its tables: what a button stands for. */
export interface AnswerPlace {
  readonly caseId: string;
  readonly runId: string;
  readonly table?: string | undefined;
}

/** A case and all that happened in it, oldest first. */
export interface History {
  readonly investigation: Case;
  readonly log: readonly LogEntry[];
  readonly runs: ReadonlyMap<string, Run>;
}

/** What a team does in an incident channel. Methods throw `UserFacingError` for what a person can mend, `NeedsConfirmation` for what reads the whole table. */
export interface Investigation {
  /**
   * Asks a question in the channel's case, opening one when there is none. Where one table of a question is wanted that the case
   * has in an answer of the last ten minutes, that is shown. Resolves when the answer is shown.
   */
  ask(origin: Origin, question: Question): Promise<void>;
  /** Asks the question behind an answer once more, over the same window up to now. */
  askAgain(origin: Origin, place: AnswerPlace): Promise<void>;
  /** Makes somebody the suspect and asks what they did. Resolves when the answer is shown. */
  chooseSuspect(origin: Origin, suspect: Subject, window?: string): Promise<void>;
  /** The same for the identity in a row of an answer, over that answer's window. */
  pickSuspect(origin: Origin, pick: Pick): Promise<void>;
  /** Asks what the key, address, user agent, role or identity in a row of an answer did; the suspect stays. */
  pickSubject(origin: Origin, pick: Pick): Promise<void>;
  /** Shows one table of an answer in the thread. */
  showTable(origin: Origin, place: AnswerPlace): Promise<void>;
  /** Sets the window of questions that name none. */
  setWindow(origin: Origin, window: string): Promise<Case>;
  /** Lets the case cost so much, in US dollars. */
  setBudget(origin: Origin, budgetUsd: number): Promise<Case>;
  /** The channel's open case, if any. */
  status(origin: Origin): Promise<Case | undefined>;
  /** The history of the channel's open case, if any. */
  history(origin: Origin): Promise<History | undefined>;
}

export interface InvestigationDeps extends QuestionsDeps, CompletionDeps {
  /** What a case may cost in US dollars before its next question is stopped; no limit when absent. */
  readonly caseBudgetUsd?: number | undefined;
}

/** How long an answer stands for itself: asking again sooner would read, and cost, the same once more. */
const ANSWER_KEPT_MS = 10 * 60_000;

/** A team's way through its cases, over the parts that keep them, ask for them and show them. */
export function buildInvestigation(deps: InvestigationDeps): Investigation {
  const { store, channel, catalogue, clock, log } = deps;
  const questions = buildQuestions(deps);
  const complete = buildCompletion(deps);

  const openCase = ({ teamId, channelId }: Origin) => store.openCaseIn(teamId, channelId);
  /** The channel's case; without one, the card is posted first, so that there is no case without a place to answer in. */
  async function caseFor(origin: Origin, window: string | Window | undefined): Promise<Case> {
    const open = await openCase(origin);
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

  async function askIn(origin: Origin, question: Question, choice?: Choice): Promise<void> {
    const open = await openCase(origin);
    await start(origin, question, open, await complete(question, open), choice);
  }

  /** Asks a completed question, in a new case where there is none. */
  async function start(
    origin: Origin,
    question: Question,
    open: Case | undefined,
    completed: Completed,
    choice?: Choice,
  ): Promise<void> {
    assertConfirmed(completed, origin);
    if (open) assertWithinBudget(open, deps.caseBudgetUsd);
    const investigation = open ?? (await caseFor(origin, question.window));
    await questions.ask(investigation, questions.newRun(origin, investigation, completed.asking), choice);
  }

  /** The newest answer to the same question that is still fresh, if the case has one. */
  async function freshAnswer(open: Case, { detection, window, about, parameters }: Asking): Promise<Run | undefined> {
    const isFresh = ({ answeredAt = '' }: Run) => clock.now().getTime() - Date.parse(answeredAt) < ANSWER_KEPT_MS;
    const same = (await store.runs(open.id)).filter(
      (run) =>
        run.state === 'answered' &&
        run.detection === detection.id &&
        run.about?.kind === about?.kind &&
        run.about?.value === about?.value &&
        // DynamoDB keeps no order of names.
        isDeepStrictEqual(run.parameters, parameters) &&
        isSameWindow(run.window, window) &&
        isFresh(run),
    );
    const [newest] = same.sort((one, other) => (one.askedAt < other.askedAt ? 1 : -1));
    return newest && store.run(open.id, newest.id);
  }

  /** An answer that a button stands for. Buttons of another channel, and forged ones, stand for nothing. */
  async function answerAt(origin: Origin, { caseId, runId }: AnswerPlace) {
    const investigation = await store.load(caseId);
    const isHere = investigation?.teamId === origin.teamId && investigation.channelId === origin.channelId;
    const run = isHere ? await store.run(caseId, runId) : undefined;
    if (!investigation || !run) throw gone();
    return { investigation, run, detection: detectionOf(catalogue, run.detection) };
  }

  async function show(origin: Origin, investigation: Case, run: Run, name: string): Promise<void> {
    const detection = detectionOf(catalogue, run.detection);
    const table = shownTables(detection).find((one) => one.name === name);
    if (!table || !run.answer) throw gone();
    const at = clock.now().toISOString();
    await channel.postTable(investigation, { run, detection, table, by: origin.userId, at });
    await enter(investigation, { type: 'shown', runId: run.id, table: name, by: origin.userId, at });
  }

  async function enter(investigation: Case, event: CaseEvent): Promise<Case> {
    const head = await store.append(investigation.id, event);
    await channel.updateCard(head);
    return head;
  }

  async function mustBeOpen(origin: Origin): Promise<Case> {
    const open = await openCase(origin);
    if (!open) throw new UserFacingError('No case is open in this channel. The first question opens one: /ir authfail');
    return open;
  }

  async function picked(origin: Origin, pick: Pick) {
    const { run, detection } = await answerAt(origin, pick);
    const subject = pickedSubject(pick, run, detection);
    if (!subject) throw gone();
    return { subject, window: run.window };
  }

  const deed = ({ userId }: Origin) => ({ by: userId, at: clock.now().toISOString() });

  return {
    async ask(origin, question) {
      const open = await openCase(origin);
      const completed = await complete(question, open);
      const run = open && question.view !== undefined && (await freshAnswer(open, completed.asking));
      if (open && run && question.view !== undefined) return show(origin, open, run, question.view);
      await start(origin, question, open, completed);
    },
    async askAgain(origin, place) {
      const { run } = await answerAt(origin, place);
      await askIn(origin, {
        detection: run.detection,
        window: run.window.text,
        about: run.about,
        parameters: Object.fromEntries(Object.entries(run.parameters).map(([name, { text }]) => [name, text])),
        view: place.table,
      });
    },
    chooseSuspect: (origin, suspect, window) =>
      askIn(origin, { detection: ABOUT, about: suspect, window }, { suspect, by: origin.userId }),
    async pickSuspect(origin, pick) {
      const { subject, window } = await picked(origin, pick);
      await askIn(origin, { detection: ABOUT, about: subject, window }, { suspect: subject, by: origin.userId });
    },
    async pickSubject(origin, pick) {
      const { subject, window } = await picked(origin, pick);
      await askIn(origin, { detection: ABOUT, about: subject, window });
    },
    async showTable(origin, place) {
      const { investigation, run } = await answerAt(origin, place);
      await show(origin, investigation, run, place.table ?? '');
    },
    async setWindow(origin, window) {
      readWindow(window, clock.now());
      return enter(await mustBeOpen(origin), { type: 'window_set', window, ...deed(origin) });
    },
    async setBudget(origin, budgetUsd) {
      return enter(await mustBeOpen(origin), { type: 'budget_set', budgetUsd, ...deed(origin) });
    },
    status: openCase,
    async history(origin) {
      const investigation = await openCase(origin);
      if (!investigation) return undefined;
      const [entries, runs] = await Promise.all([store.log(investigation.id), store.runs(investigation.id)]);
      return { investigation, log: entries, runs: new Map(runs.map((run) => [run.id, run])) };
    },
  };
}

const gone = (): UserFacingError =>
  new UserFacingError('This button is from an answer that is no longer kept. Ask the question again.');
