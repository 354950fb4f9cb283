import { UserFacingError } from '../../errors.js';

/** Of a note, and of what is said when a case is closed, in characters. */
export const MAX_NOTE = 1_000;

/** A note as it was typed, on one line, without blanks around it. @throws UserFacingError when it is empty or too long. */
export function readNote(text: string): string {
  const note = text
    .trim()
    .replace(/\s*[\r\n]+\s*/g, ' / ')
    .replaceAll('\t', ' ');
  if (note === '') throw new UserFacingError('Type what has to be remembered: /ir note the key is disabled');
  if (note.length <= MAX_NOTE) return note;
  throw new UserFacingError(
    `The note is ${note.length.toLocaleString('en-US')} characters long; ${MAX_NOTE.toLocaleString('en-US')} is the most. Make it two notes.`,
  );
}
