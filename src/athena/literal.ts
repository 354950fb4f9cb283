import { UserFacingError } from '../errors.js';

/**
 * The longest execution parameter that Athena takes, in characters, the quotes of a text literal counted.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_StartQueryExecution.html (as of November 2026)
 */
export const MAX_PARAMETER_CHARACTERS = 1024;

/** Control characters, and halves of surrogate pairs, which would reach Athena as another character than was asked for. */
const REFUSED = /[\p{Cc}\p{Cs}]/u;
const NOT_VISIBLE = /[\p{C}\p{Zl}\p{Zp}]/gu;
const MAX_QUOTED_CHARACTERS = 60;

/**
 * A text value as an Athena execution parameter. Athena evaluates such a parameter as an SQL expression and does not bind it, so
 * that the quoting here is what keeps a value a value: every value that reaches Athena comes through this function.
 *
 * In Athena's SQL a quote inside a literal is doubled and a backslash is a plain character.
 *
 * @throws UserFacingError when the value has control characters or is longer than Athena takes.
 */
export function stringLiteral(value: string): string {
  if (REFUSED.test(value)) {
    throw new UserFacingError(
      `${quoted(value)} has control characters in it. Type it in plain text, without line breaks.`,
    );
  }
  const literal = `'${value.replaceAll("'", "''")}'`;
  if (literal.length > MAX_PARAMETER_CHARACTERS) {
    throw new UserFacingError(
      `${quoted(value)} is too long to be asked for: ${literal.length} characters with its quotes, and Athena takes ${MAX_PARAMETER_CHARACTERS}.`,
    );
  }
  return literal;
}

/** What was seen, short enough for a sentence, with everything written out that does not show. */
function quoted(value: string): string {
  const characters = [...value];
  const shown = characters.slice(0, MAX_QUOTED_CHARACTERS).join('').replaceAll(NOT_VISIBLE, codePoint);
  return `"${shown}${characters.length > MAX_QUOTED_CHARACTERS ? '…' : ''}"`;
}

const codePoint = (character: string): string => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/**
 * A whole number as an Athena execution parameter.
 *
 * @throws UserFacingError when the text is anything but digits, with or without a minus sign.
 */
export function integerLiteral(text: string): string {
  if (!/^-?\d{1,15}$/.test(text)) throw new UserFacingError(`${quoted(text)} is no whole number. Try 10.`);
  return text;
}
