import { ABOUT } from '../detections/catalogue.js';
import type { Subject } from '../detections/subject.js';
import { UserFacingError } from '../errors.js';
import { type AnswerPlace, buildAnswers, type FullNames } from './answers.js';
import { assertWithinBudget } from './budget.js';
import type { Case, LogEntry } from './case.js';
import { buildCases, isClosed, isOpen, noCase } from './cases.js';
import { buildEvidence } from './evidence/evidence.js';
import type { Origin } from './origin.js';
import type { Pick } from './pick.js';
import type { CaseChoice, CaseList } from './ports.js';
import { assertConfirmed, buildCompletion, type Completed, type CompletionDeps, type Question } from './question.js';
import type { Choice, StepsDeps } from './question-steps.js';
import { buildQuestions } from './questions.js';
import { buildRecovery } from './recovery.js';
import type { Run } from './run.js';
import { readWindow } from './window.js';

/** A case and all that happened in it, oldest first. */
export interface History {
  readonly investigation: Case;
  readonly log: readonly LogEntry[];
  readonly runs: ReadonlyMap<string, Run>;
}

/**
 * What a team does in an incident channel. Methods throw `UserFacingError` for what a person can mend, `NeedsConfirmation` for what
 * reads the whole table, `AlreadyRunning` for what is being asked already.
 */
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
  /** The identities of a table, in full. */
  fullNames(origin: Origin, place: AnswerPlace): Promise<FullNames>;
  /** Stops a running question, and its query. */
  stop(origin: Origin, place: AnswerPlace): Promise<void>;
  /** Sets the window of questions that name none. */
  setWindow(origin: Origin, window: string): Promise<Case>;
  /** Lets the case cost so much, in US dollars. */
  setBudget(origin: Origin, budgetUsd: number): Promise<Case>;
  /** Opens a case in a channel that has none open. */
  open(origin: Origin, title?: string): Promise<Case>;
  /** Closes a case of the channel: the one with this id, else the one that is meant. */
  close(origin: Origin, note?: string, caseId?: string): Promise<Case>;
  /** Goes on with a closed case of the channel: its last one, unless a number is given. */
  reopen(origin: Origin, caseNumber?: number): Promise<Case>;
  /** Keeps a note in the history, and shows it in the thread. */
  note(origin: Origin, text: string): Promise<Case>;
  /** The case that is meant: that of the thread; else the channel's open one, or its last one. */
  status(origin: Origin): Promise<Case | undefined>;
  /** What happened in a case of the channel: in the one that is meant, unless a number is given. */
  history(origin: Origin, caseNumber?: number): Promise<History | undefined>;
  /** Puts the last answers and the whole history of a case into its thread, as files. Resolves when they are there. */
  exportEvidence(origin: Origin, caseNumber?: number): Promise<Case>;
  /** Cases of the team, newest first, `count` at most. */
  cases(teamId: string, count: number, choice?: CaseChoice): Promise<CaseList>;
  /** The case of this channel that a button stands for. */
  openCaseById(origin: Origin, caseId: string): Promise<Case>;
  /** Keeps in the history that a stranger was turned away. Never throws. */
  noteRefusal(origin: Origin): Promise<void>;
  /** Takes over questions of the team that were left alone. Resolves when they have ended; never throws. */
  recover(teamId: string): Promise<void>;
}

export interface InvestigationDeps extends StepsDeps, CompletionDeps {
  /** What a case may cost in US dollars before its next question is stopped; no limit when absent. */
  readonly caseBudgetUsd?: number | undefined;
}

/** A team's way through its cases, over the parts that keep them, ask for them and show them. */
export function buildInvestigation(deps: InvestigationDeps): Investigation {
  const { store, clock } = deps;
  const cases = buildCases(deps);
  const answers = buildAnswers({ ...deps, cases });
  const questions = buildQuestions(deps);
  const complete = buildCompletion(deps);
  const evidenceOf = buildEvidence(deps);

  const deed = ({ userId, at }: Origin) => ({ by: userId, at: at ?? clock.now().toISOString() });

  async function askIn(origin: Origin, question: Question, suspect?: Subject): Promise<void> {
    const open = await cases.openAt(origin);
    await start(origin, question, open, await complete(question, open), suspect && { suspect, ...deed(origin) });
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
    const window = typeof question.window === 'string' ? question.window : undefined;
    const investigation = open ?? (await cases.begin(origin, { window })).case;
    const run = questions.newRun(origin, investigation, completed.asking);
    await questions.ask(investigation, run, choice, origin.shown);
  }

  /** What a row of an answer is asked about; a closed case asks nothing any more. */
  async function picked(origin: Origin, pick: Pick) {
    const found = await answers.picked(origin, pick);
    if (found.investigation.status === 'closed') throw isClosed(found.investigation);
    return found;
  }

  async function historyOf(investigation: Case): Promise<History> {
    const [entries, runs] = await Promise.all([store.log(investigation.id), store.runs(investigation.id)]);
    return { investigation, log: entries, runs: new Map(runs.map((run) => [run.id, run])) };
  }

  /** The message that was clicked, where it is no known one: Slack had taken it in the moment in which its bot was killed. */
  async function leftOverOf({ id, threadTs }: Case, run: Run, { messageTs }: Origin): Promise<string | undefined> {
    if (messageTs === undefined || run.messageTs === undefined || messageTs === threadTs) return undefined;
    const isKnown = (await store.runs(id)).some((known) => known.messageTs === messageTs);
    return isKnown ? undefined : messageTs;
  }

  return {
    async ask(origin, question) {
      const open = await cases.openAt(origin);
      const completed = await complete(question, open);
      const isKnown = open && (await store.leaseOf(open.id, questions.newRun(origin, open, completed.asking).id));
      const run = open && !isKnown && question.view !== undefined && (await answers.fresh(open, completed.asking));
      if (open && run && question.view !== undefined) return answers.show(origin, open, run, question.view);
      await start(origin, question, open, completed);
    },
    async askAgain(origin, place) {
      const { investigation, run } = await answers.at(origin, place);
      if (investigation.status === 'closed') throw isClosed(investigation);
      await askIn(origin, {
        detection: run.detection,
        window: run.window.text,
        about: run.about,
        parameters: Object.fromEntries(Object.entries(run.parameters).map(([name, { text }]) => [name, text])),
        view: place.table,
      });
    },
    chooseSuspect: (origin, suspect, window) => askIn(origin, { detection: ABOUT, about: suspect, window }, suspect),
    async pickSuspect(origin, pick) {
      const { subject, window } = await picked(origin, pick);
      await askIn(origin, { detection: ABOUT, about: subject, window }, subject);
    },
    async pickSubject(origin, pick) {
      const { subject, window } = await picked(origin, pick);
      await askIn(origin, { detection: ABOUT, about: subject, window });
    },
    async showTable(origin, place) {
      const { investigation, run } = await answers.at(origin, place);
      await answers.show(origin, investigation, run, place.table ?? '');
    },
    fullNames: (origin, place) => answers.fullNames(origin, place),
    async stop(origin, place) {
      const { investigation, run } = await answers.at(origin, place);
      const leftOver = await leftOverOf(investigation, run, origin);
      if (leftOver !== undefined) {
        await deps.channel.remove(origin.channelId, leftOver);
        throw wasLeftOver(run);
      }
      await questions.stop(investigation, run, deed(origin));
    },
    async setWindow(origin, window) {
      readWindow(window, clock.now());
      return cases.enter(await cases.mustBeOpenAt(origin), { type: 'window_set', window, ...deed(origin) });
    },
    async setBudget(origin, budgetUsd) {
      return cases.enter(await cases.mustBeOpenAt(origin), { type: 'budget_set', budgetUsd, ...deed(origin) });
    },
    async open(origin, title) {
      const last = await cases.at(origin);
      if (last?.status === 'open') throw isOpen(last);
      const begun = await cases.begin(origin, { title });
      if (!begun.isNew) throw isOpen(begun.case);
      return begun.case;
    },
    async close(origin, note, caseId) {
      const investigation = caseId === undefined ? await cases.at(origin) : await cases.byId(origin, caseId);
      if (!investigation) throw noCase();
      return cases.close(origin, note, investigation);
    },
    reopen: async (origin, caseNumber) => cases.reopen(origin, await cases.numbered(origin, caseNumber)),
    note: (origin, text) => cases.note(origin, text),
    status: (origin) => cases.at(origin),
    async history(origin, caseNumber) {
      const investigation =
        caseNumber === undefined ? await cases.at(origin) : await cases.numbered(origin, caseNumber);
      return investigation && historyOf(investigation);
    },
    async exportEvidence(origin, caseNumber) {
      const investigation = await cases.numbered(origin, caseNumber);
      const by = deed(origin);
      const evidence = await evidenceOf(await historyOf(investigation), by);
      await deps.channel.postEvidence(investigation, evidence);
      const files = evidence.files.map(({ name, sha256 }) => ({ name, sha256 }));
      return cases.enter(investigation, { type: 'exported', files, ...by });
    },
    cases: (teamId, count, choice) => store.cases(teamId, count, choice),
    async openCaseById(origin, caseId) {
      const investigation = await cases.byId(origin, caseId);
      if (!investigation) throw noCase();
      return investigation;
    },
    noteRefusal: (origin) => cases.noteRefusal(origin),
    recover: buildRecovery({ ...deps, questions }),
  };
}

const wasLeftOver = ({ permalink }: Run): UserFacingError =>
  new UserFacingError(
    `That message was left over from a moment in which something went wrong, and is gone. The question has another one in this thread${permalink === undefined ? '.' : `: ${permalink}`}`,
  );
