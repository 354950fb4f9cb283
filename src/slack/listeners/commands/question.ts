import type { Catalogue } from '../../../detections/catalogue.js';
import { exampleOf } from '../../../detections/parameter.js';
import { UserFacingError } from '../../../errors.js';
import type { Question } from '../../../investigation/question.js';
import { readWindowWord, wordsOf } from './read-words.js';

/** The question that a word asks: one of the catalogue, or one table of it. `undefined` when it is neither. */
export function questionOf({ detections, views }: Catalogue, name: string): Question | undefined {
  const view = views.get(name);
  if (view) return { detection: view.detection.id, view: name };
  return detections.has(name) ? { detection: name } : undefined;
}

/**
 * Reads `/ir <question> [window]`.
 *
 * @returns `undefined` when the name is no question.
 * @throws UserFacingError when something else than a window follows.
 */
export function readQuestion(catalogue: Catalogue, name: string, rest: string): Question | undefined {
  const question = questionOf(catalogue, name);
  if (!question) return undefined;
  const parameters = catalogue.detections.get(name)?.parameters ?? [];
  const example =
    parameters.length === 0 ? `/ir ${name} 24h` : `/ir run ${name} 24h ${parameters.map(exampleOf).join(' ')}`;
  return { ...question, window: readWindowWord(wordsOf(rest), name, example) };
}

/** What is said of a word that is no question. @param meant the word that is close to it. */
export function unknownQuestion(name: string, meant: string | undefined): UserFacingError {
  const guess = meant === undefined ? '' : ` Did you mean /ir ${meant}?`;
  return new UserFacingError(`"${name}" is not something I know.${guess} Type /ir help to see what can be asked.`);
}
