import type { Logger } from 'pino';
import type { Catalogue } from '../detections/catalogue.js';
import { type Detection, shownTables, type Table } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { UserFacingError } from '../errors.js';
import type { Case } from './case.js';
import type { Cases } from './cases.js';
import type { Origin } from './origin.js';
import { type Pick, pickedSubject } from './pick.js';
import type { Channel, Clock, InvestigationStore } from './ports.js';
import { detectionOf } from './question.js';
import type { Asking } from './questions.js';
import { asksTheSame, type Run } from './run.js';
import { isSameWindow, type Window } from './window.js';

/** An answer of a case, and perhaps one of its tables: what a button stands for. */
export interface AnswerPlace {
  readonly caseId: string;
  readonly runId: string;
  readonly table?: string | undefined;
}

/** A stored answer with the case and the question that it is of. */
export interface PlacedAnswer {
  readonly investigation: Case;
  readonly run: Run;
  readonly detection: Detection;
}

/** The identities in one table of an answer, in full, in the order in which they stand there. */
export interface FullNames {
  readonly detection: Detection;
  readonly table: Table;
  readonly values: readonly string[];
}

/** What answers are looked up and shown with. */
export interface AnswersDeps {
  readonly store: InvestigationStore;
  readonly channel: Channel;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly cases: Cases;
  readonly log: Logger;
}

/** The answers that a case has already. Methods throw `UserFacingError` for buttons that stand for nothing any more. */
export interface Answers {
  at(origin: Origin, place: AnswerPlace): Promise<PlacedAnswer>;
  /** The newest answer to the same question that still stands for itself, if the case has one. */
  fresh(open: Case, asking: Asking): Promise<Run | undefined>;
  /** Posts one table of an answer in the thread, and enters that in the log. */
  show(origin: Origin, investigation: Case, run: Run, table: string): Promise<void>;
  /** The subject in a row of an answer, and the window of that answer. */
  picked(origin: Origin, pick: Pick): Promise<{ investigation: Case; subject: Subject; window: Window }>;
  fullNames(origin: Origin, place: AnswerPlace): Promise<FullNames>;
}

/** How long an answer stands for itself: asking again sooner would read, and cost, the same once more. */
const ANSWER_KEPT_MS = 10 * 60_000;

/** Opens what was answered. */
export function buildAnswers({ store, channel, catalogue, clock, cases, log }: AnswersDeps): Answers {
  /** Buttons of another channel, and forged ones, stand for nothing. */
  async function at(origin: Origin, { caseId, runId }: AnswerPlace): Promise<PlacedAnswer> {
    const investigation = await cases.byId(origin, caseId);
    const run = investigation && (await store.run(caseId, runId));
    if (!investigation || !run) throw gone();
    return { investigation, run, detection: detectionOf(catalogue, run.detection) };
  }

  return {
    at,
    async fresh(open, asking) {
      const detection = asking.detection.id;
      const isFresh = ({ answeredAt = '' }: Run) => clock.now().getTime() - Date.parse(answeredAt) < ANSWER_KEPT_MS;
      const same = (await store.runs(open.id)).filter(
        (run) =>
          run.state === 'answered' &&
          asksTheSame(run, { ...asking, detection }) &&
          isSameWindow(run.window, asking.window) &&
          isFresh(run),
      );
      const [newest] = same.sort((one, other) => (one.askedAt < other.askedAt ? 1 : -1));
      return newest && store.run(open.id, newest.id);
    },
    async show(origin, investigation, run, name) {
      const detection = detectionOf(catalogue, run.detection);
      const table = shownTables(detection).find((one) => one.name === name);
      if (!table || !run.answer) throw gone();
      const deed = { by: origin.userId, at: clock.now().toISOString() };
      await channel.postTable(investigation, { run, detection, table, ...deed });
      // It is in the thread: whoever is told that it failed would have it shown once more.
      await cases
        .enter(investigation, { type: 'shown', runId: run.id, table: name, ...deed })
        .catch((err: unknown) =>
          log.error(
            { err, caseId: investigation.id, runId: run.id, channelId: investigation.channelId },
            'a shown table is not in the history',
          ),
        );
    },
    async picked(origin, pick) {
      const { investigation, run, detection } = await at(origin, pick);
      const subject = pickedSubject(pick, run, detection);
      if (!subject) throw gone();
      return { investigation, subject, window: run.window };
    },
    async fullNames(origin, place) {
      const { run, detection } = await at(origin, place);
      const table = shownTables(detection).find(({ name }) => name === place.table);
      const rows = run.answer?.tables.find(({ name }) => name === place.table)?.rows ?? [];
      if (!table) throw gone();
      const columns = table.columns.flatMap(({ kind }, column) => (kind === 'identity' ? [column] : []));
      const values = rows.flatMap((row) => columns.map((column) => row[column] ?? ''));
      return { detection, table, values: [...new Set(values)].filter((value) => value !== '') };
    },
  };
}

const gone = (): UserFacingError =>
  new UserFacingError('This button is from an answer that is no longer kept. Ask the question again.');
