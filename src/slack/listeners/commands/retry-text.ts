import { isDeepStrictEqual } from 'node:util';
import type { Subject } from '../../../detections/subject.js';
import type { Question } from '../../../investigation/question.js';
import { escaped } from '../../../text.js';
import type { Retry } from '../../blocks/button-value.js';
import { readTyped, wordsOf } from './read-words.js';

/** What would have to be typed to ask a question that was asked in a form; `undefined` when that cannot be typed. */
export function runRetry({ detection, window, about, parameters = {} }: Question): Retry | undefined {
  const given = { ...(about ? { about: subjectText(about) } : {}), ...parameters };
  const words = Object.entries(given).map(([name, value]) => `${name}=${value}`);
  return typed(['run', detection, ...(typeof window === 'string' ? [window] : []), ...words]);
}

/** The same for somebody or something that is asked about, or made the suspect. */
export const subjectRetry = (command: 'about' | 'suspect', subject: Subject, window?: string): Retry | undefined =>
  typed([command, subjectText(subject), ...(window === undefined ? [] : [window])]);

const subjectText = ({ kind, value }: Subject): string => (kind === 'agent' ? `agent:${value}` : value);

/** A command of these words, if it reads as just these: Slack and we make straight quotes of curly ones, for one. */
function typed(words: readonly string[]): Retry | undefined {
  const text = escaped(words.map(quoted).join(' '));
  return isDeepStrictEqual(wordsIn(text), words) ? { kind: 'command', text } : undefined;
}

function wordsIn(text: string): readonly string[] | undefined {
  try {
    const { name, rest } = readTyped(text);
    return [name, ...wordsOf(rest)];
  } catch {
    return undefined;
  }
}

/** As `wordsOf` reads it: a backslash before the closing quote would be one with it. */
function quoted(word: string): string {
  if (/^[^\s"\\]+$/.test(word)) return word;
  const [backslashes = ''] = /\\*$/.exec(word) ?? [];
  const before = word.slice(0, word.length - backslashes.length);
  return `"${before.replaceAll('"', '\\"')}"${backslashes}`;
}
