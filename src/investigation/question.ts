import { ABOUT, CALLERS, type Catalogue } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import { readParameters, SUSPECT } from '../detections/parameter.js';
import { assertAskable, type Subject } from '../detections/subject.js';
import { UserFacingError } from '../errors.js';
import type { Case } from './case.js';
import { NeedsConfirmation } from './needs-confirmation.js';
import type { Origin } from './origin.js';
import { type Clock, type QueryRunner, told } from './ports.js';
import type { Asking } from './questions.js';
import { readWindow, type Window } from './window.js';

/** A question. What is left out is the case's. */
export interface Question {
  /** An id of the catalogue. */
  readonly detection: string;
  /** As text, or as the window of an answer. */
  readonly window?: string | Window | undefined;
  /** For a question about a subject; the suspect by default. */
  readonly about?: Subject | undefined;
  /** As they were typed, by name. */
  readonly parameters?: Readonly<Record<string, string>> | undefined;
  /** The one table of it that is wanted. */
  readonly view?: string | undefined;
}

/** What questions are completed with. */
export interface CompletionDeps {
  readonly catalogue: Catalogue;
  readonly runner: QueryRunner;
  readonly clock: Clock;
  /** The window of a new case, as text. */
  readonly defaultWindow: string;
}

/** A question with everything that it needs, and whether it reads only a part of the table. */
export interface Completed {
  readonly asking: Asking;
  readonly isBounded: boolean;
}

/**
 * Gives a question everything that it needs, from its case where it does not say itself.
 *
 * @param open the channel's case, if there is one.
 * @throws UserFacingError for what a person can mend.
 */
export type Completion = (question: Question, open: Case | undefined) => Promise<Completed>;

/** @throws NeedsConfirmation for what reads the whole table, unless the person has said that it may. */
export function assertConfirmed({ asking, isBounded }: Completed, { isConfirmed }: Origin): void {
  if (!isBounded && isConfirmed !== true) throw new NeedsConfirmation(wholeTable(asking.window));
}

/** Completes questions before anything is posted, stored or started. */
export function buildCompletion(deps: CompletionDeps): Completion {
  const windowOf = (window: string | Window | undefined, open: Case | undefined): Window =>
    typeof window === 'object' ? window : readWindow(window ?? open?.window ?? deps.defaultWindow, deps.clock.now());

  return async (question, open) => {
    const detection = detectionOf(deps.catalogue, question.detection);
    const window = windowOf(question.window, open);
    const about = detection.isAboutSubject ? (question.about ?? open?.suspect) : undefined;
    if (detection.isAboutSubject && !about) throw noSuspect(question.view ?? detection.id);
    if (about) assertAskable(about);
    const parameters = readParameters(detection.parameters, withSuspect(detection, question.parameters ?? {}, open));
    const { isBounded, notSearched } = await deps.runner.reach(window).catch((cause: unknown) => {
      throw told(cause);
    });
    const asking = {
      detection,
      window,
      parameters,
      notSearched,
      ...(about ? { about: { kind: about.kind, value: about.value } } : {}),
      ...withView(question.view ?? firstViewOf(detection, about)),
    };
    return { asking, isBounded };
  };
}

/** A question of the catalogue. @throws UserFacingError when there is no such question. */
export function detectionOf({ detections }: Catalogue, id: string): Detection {
  const detection = detections.get(id);
  if (!detection) throw new UserFacingError(`"${id}" is not a question. Type /ir help to see what can be asked.`);
  return detection;
}

/** A parameter called `suspect` is the case's, unless somebody is named. */
function withSuspect(
  { parameters, id }: Detection,
  given: Readonly<Record<string, string>>,
  open: Case | undefined,
): Readonly<Record<string, string>> {
  if (given[SUSPECT] !== undefined || !parameters.some(({ name }) => name === SUSPECT)) return given;
  if (!open?.suspect) throw noSuspect(id);
  return { ...given, [SUSPECT]: open.suspect.value };
}

/** Of a key, an address, a user agent or a role, the first thing to know is who is behind it. */
const firstViewOf = ({ id }: Detection, about: Subject | undefined): string | undefined =>
  id === ABOUT && about && about.kind !== 'identity' ? CALLERS : undefined;

const withView = (view: string | undefined): { readonly view?: string } => (view === undefined ? {} : { view });

/** @param asked the word that was asked with. */
const noSuspect = (asked: string): UserFacingError =>
  new UserFacingError(
    `There is no suspect yet, so "${asked}" has nobody to ask about. Press an identity below an answer of /ir authfail, or type /ir suspect arn:aws:iam::….`,
  );

const wholeTable = (window: Window): string =>
  window.span
    ? 'The table has no partitions by day, so this question reads all of it, whatever its window: every byte in the bucket is billed.'
    : 'This question has no bound, so it reads the whole table: every byte in the bucket is billed.';
