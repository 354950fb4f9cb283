import { readSubject, type Subject } from '../../../detections/subject.js';
import { UserFacingError } from '../../../errors.js';
import { looksLikeWindow } from '../../../investigation/window.js';
import { shortened } from '../../../text.js';
import { asTyped } from '../../as-typed.js';

/** What was typed after `/ir`: its first word, lower case and empty when there is none, and what stands after it. */
export interface Typed {
  readonly name: string;
  readonly rest: string;
}

/** A subject, a window, both or neither, as they were typed. */
export interface SubjectRequest {
  readonly subject?: Subject | undefined;
  readonly window?: string | undefined;
}

/** A question by its id, with what is given for it. */
export interface RunRequest {
  readonly id: string;
  readonly window?: string | undefined;
  /** Values by name, not yet checked. */
  readonly given: Readonly<Record<string, string>>;
}

/** More than any question needs. Slack takes longer messages. */
const MAX_TYPED = 3_000;
const MAX_BUDGET_USD = 100_000;

/** Narrower than what merely begins like a window, since subjects begin with digits, too. */
const WINDOW = /^(?:\d{1,4}[mhd]|all|\d{4}-\d{2}-\d{2}\S*)$/i;
const BARE_AGENT = /^agent:(?!")/;
const LAST_WORD = /\s(\S+)$/;
const ASSIGNMENT = /^(\w{1,60})=(.*)$/s;
const AMOUNT = /^\$?(\d{1,6}(?:\.\d{1,4})?)$/;

/**
 * Reads what Slack hands on of a command.
 *
 * @throws UserFacingError when it is longer than any question.
 */
export function readTyped(text: string): Typed {
  if (isTooLong(text)) {
    throw new UserFacingError(
      `That is ${text.length.toLocaleString('en-US')} characters long; I read at most ${MAX_TYPED.toLocaleString('en-US')}. Ask with fewer words: /ir help shows how.`,
    );
  }
  const [, name = '', rest = ''] = /^(\S*)\s*(.*)$/s.exec(asTyped(text).trim()) ?? [];
  return { name: name.toLowerCase(), rest };
}

/** Whether it is longer than any question. */
export const isTooLong = (text: string): boolean => text.length > MAX_TYPED;

/**
 * Splits at blanks, except between double quotes: `name="a b"` is the word `name=a b`. `\"` is a quote itself.
 *
 * @throws UserFacingError when a quote is not closed.
 */
export function wordsOf(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | undefined;
  let isQuoted = false;
  for (const [token] of text.matchAll(/\\"|./gsu)) {
    if (token === '"') {
      isQuoted = !isQuoted;
      word ??= '';
    } else if (isQuoted || /\S/.test(token)) {
      word = (word ?? '') + (token === '\\"' ? '"' : token);
    } else if (word !== undefined) {
      words.push(word);
      word = undefined;
    }
  }
  if (isQuoted)
    throw new UserFacingError(`A quote in ${seen(text)} is not closed. Put a " behind the value that it opens.`);
  return word === undefined ? words : [...words, word];
}

/**
 * Reads `[window]`; what it is, is for the one who asks to find out.
 *
 * @param what stands before it, to follow on "After".
 * @param example that is right.
 * @throws UserFacingError when something else is there.
 */
export function readWindowWord(words: readonly string[], what: string, example: string): string | undefined {
  const [window, ...others] = words;
  if (others.length > 0 || (window !== undefined && !looksLikeWindow(window))) {
    throw new UserFacingError(`After ${what} comes a window or nothing, not ${seen(words.join(' '))}. Try ${example}.`);
  }
  return window;
}

/**
 * Reads `[subject] [window]`. A user agent may have blanks: all there is after `agent:`, up to a last word that is a window, is it.
 *
 * @param command that takes them, as it is typed: `/ir about`.
 * @throws UserFacingError when a word is neither.
 */
export function readSubjectRequest(rest: string, command: string): SubjectRequest {
  if (BARE_AGENT.test(rest)) return readBareAgent(rest);
  const [first, ...others] = wordsOf(rest);
  if (first === undefined) return {};
  const example = `${command} AKIAIOSFODNN7EXAMPLE 24h`;
  if (WINDOW.test(first)) return { window: readWindowWord([first, ...others], command, example) };
  const subject = readSubject(first);
  return { subject, window: readWindowWord(others, 'who or what it is about', example) };
}

function readBareAgent(rest: string): SubjectRequest {
  const last = LAST_WORD.exec(rest);
  const window = last?.[1];
  if (!last || window === undefined || !WINDOW.test(window)) return { subject: readSubject(rest) };
  return { subject: readSubject(rest.slice(0, last.index).trimEnd()), window };
}

/**
 * Reads `<id> [window] [name=value …]`.
 *
 * @throws UserFacingError when there is no id, a name comes twice, or a word is neither a window nor a value.
 */
export function readRunRequest(rest: string): RunRequest {
  const [id, ...others] = wordsOf(rest);
  if (id === undefined)
    throw new UserFacingError('Type what to run: /ir run authfail 24h. /ir detections lists what there is.');
  const given = new Map<string, string>();
  let window: string | undefined;
  for (const word of others) {
    const [, name, value = ''] = ASSIGNMENT.exec(word) ?? [];
    if (name !== undefined) {
      if (given.has(name)) throw new UserFacingError(`"${name}" is given twice. Give it once: ${name}=…`);
      given.set(name, value);
    } else if (window === undefined && looksLikeWindow(word)) {
      window = word;
    } else {
      throw new UserFacingError(
        `${seen(word)} is neither the one window nor name=value. Try /ir run ${shortened(id, 60)} 24h name=value; a value with blanks stands in quotes: name="a b".`,
      );
    }
  }
  return { id: id.toLowerCase(), window, given: Object.fromEntries(given) };
}

/**
 * Reads an amount of US dollars: `5`, `$5`, `0.50`.
 *
 * @throws UserFacingError when it is none, nothing, or more than 100,000.
 */
export function readBudget(rest: string): number {
  const [, amount] = AMOUNT.exec(rest) ?? [];
  const budgetUsd = Number(amount);
  if (amount !== undefined && budgetUsd > 0 && budgetUsd <= MAX_BUDGET_USD) return budgetUsd;
  throw new UserFacingError(
    `${seen(rest)} is no amount of US dollars from 0.0001 to ${MAX_BUDGET_USD.toLocaleString('en-US')}. Try /ir budget 5.`,
  );
}

const seen = (text: string): string => `"${shortened(text, 60)}"`;
