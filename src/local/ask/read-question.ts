import { type Catalogue, readCatalogue } from '../../detections/catalogue.js';
import type { Detection, Table } from '../../detections/detection.js';
import { readParameters, SUSPECT } from '../../detections/parameter.js';
import { readSubject, type Subject } from '../../detections/subject.js';
import { messageOf, UserFacingError } from '../../errors.js';
import type { ParameterValues } from '../../investigation/run.js';
import { readWindow, type Window } from '../../investigation/window.js';
import type { AskOptions } from './ask-options.js';

/** A question as it can be asked, and which of its tables is wanted. */
export interface AskedQuestion {
  readonly detection: Detection;
  readonly window: Window;
  readonly about?: Subject | undefined;
  readonly parameters: ParameterValues;
  /** Absent: all of them. */
  readonly table?: Table | undefined;
  /** The suspect as it is asked for, in whichever way the question takes one. */
  readonly suspect?: string | undefined;
}

/**
 * Turns the words of the command line into a question.
 *
 * @throws UserFacingError when there is no such question, or it cannot be asked like this.
 */
export function readQuestion(options: AskOptions, now: Date): AskedQuestion {
  const { detection, table } = find(options);
  const window = readWindow(options.window, now);
  const about = detection.isAboutSubject ? aboutOf(options, detection) : undefined;
  const parameters = readParameters(detection.parameters, givenParameters(options, detection));
  return { detection, window, about, parameters, table, suspect: about?.value ?? parameters[SUSPECT]?.text };
}

function find({ id, table: name, detections }: AskOptions): { detection: Detection; table?: Table | undefined } {
  const catalogue = catalogueWith(detections);
  const view = catalogue.views.get(id);
  const detection = catalogue.detections.get(id) ?? view?.detection;
  if (!detection) {
    const known = [...catalogue.detections.keys(), ...catalogue.views.keys()];
    throw new UserFacingError(`"${id.slice(0, 60)}" is no question. There are ${known.join(', ')}.`);
  }
  if (name === undefined) return { detection, table: catalogue.detections.has(id) ? undefined : view?.table };
  const table = detection.tables.find((one) => one.name === name);
  if (table) return { detection, table };
  const names = detection.tables.map((one) => one.name).join(', ');
  throw new UserFacingError(`${detection.id} has no table "${name.slice(0, 60)}". It has ${names}.`);
}

/** A file that is wrong is the asker's to mend. */
function catalogueWith(folder: string | undefined): Catalogue {
  try {
    return readCatalogue(folder);
  } catch (cause) {
    throw Object.assign(new UserFacingError(messageOf(cause)), { cause });
  }
}

function aboutOf({ suspect }: AskOptions, { id }: Detection): Subject {
  if (suspect !== undefined) return readSubject(suspect);
  throw new UserFacingError(
    `${id} is about somebody: say whom with --suspect, as in --suspect arn:aws:iam::111122223333:user/alice.`,
  );
}

function givenParameters({ suspect, parameters }: AskOptions, detection: Detection): Readonly<Record<string, string>> {
  if (suspect === undefined || detection.isAboutSubject) return parameters;
  if (!detection.parameters.some(({ name }) => name === SUSPECT)) {
    throw new UserFacingError(`${detection.id} is about nobody in particular. Leave --suspect out, or ask about.`);
  }
  if (parameters[SUSPECT] !== undefined) throw new UserFacingError('The suspect is given twice.');
  return { ...parameters, [SUSPECT]: suspect };
}
