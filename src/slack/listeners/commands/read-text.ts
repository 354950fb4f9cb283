import { UserFacingError } from '../../../errors.js';
import { shortened } from '../../../text.js';
import { CASE_FILTERS, type CaseFilter } from '../../blocks/button-value.js';

/** Of a case's title, in characters. */
export const MAX_TITLE = 100;

const QUOTED = /^"((?:[^"\\]|\\.)*)"$/s;
const CASE_NUMBER = /^#?(\d{1,9})$/;

/** What was typed, in quotes or as plain words: quotes around all of it are not meant, those inside are. */
export function unquoted(rest: string): string {
  const [, inside] = QUOTED.exec(rest.trim()) ?? [];
  return (inside?.replaceAll('\\"', '"') ?? rest).trim();
}

/** Reads `[title]`; `undefined` when nothing was typed. @throws UserFacingError when it is too long. */
export function readTitle(rest: string): string | undefined {
  const title = unquoted(rest).replaceAll(/\s+/g, ' ');
  if (title.length <= MAX_TITLE) return title === '' ? undefined : title;
  throw new UserFacingError(
    `The title is ${title.length.toLocaleString('en-US')} characters long; ${MAX_TITLE} is the most. Shorten it, and put the rest into a note: /ir note …`,
  );
}

/**
 * Reads `[number]`, the number of a case: `7`, `#7`.
 *
 * @param command that takes it, as it is typed: `/ir reopen`.
 * @throws UserFacingError when something else is there.
 */
export function readCaseNumber(rest: string, command: string): number | undefined {
  const word = rest.trim();
  if (word === '') return undefined;
  const [, digits] = CASE_NUMBER.exec(word) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new UserFacingError(`"${shortened(word, 60)}" is no number of a case. Try ${command} 7; /ir cases lists them.`);
}

/** Reads `[open|mine|all]`; the open ones when nothing was typed. @throws UserFacingError when something else is there. */
export function readCaseFilter(rest: string): CaseFilter {
  const word = rest.trim().toLowerCase();
  const filter = CASE_FILTERS.find((known) => known === (word || 'open'));
  if (filter) return filter;
  const known = CASE_FILTERS.map((one) => `/ir cases ${one}`).join(', ');
  throw new UserFacingError(`"${shortened(word, 60)}" is no selection of cases. Try ${known}.`);
}
