import type { Detection, Value } from './detection.js';
import { shortIdentity } from './identity.js';
import { readable } from './readable.js';

/** A piece of a sentence: our own words, or something out of the log, which must be shown as nothing but text. */
export interface Piece {
  readonly text: string;
  readonly isLogData: boolean;
}

/** What a sentence is about. */
export interface Subject {
  readonly detection: Detection;
  readonly rows: readonly (readonly Value[])[];
  readonly totalRows: number;
  readonly totalCalls: number;
  readonly suspect?: string | undefined;
}

type Part =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'suspect' }
  | { readonly kind: 'rows' | 'calls'; readonly one: string; readonly many: string }
  | { readonly kind: 'top' | 'share' | 'first'; readonly column: string };

const PLACEHOLDER = /\{([^{}]*)\}/g;
const COUNTED = /^(rows|calls):([^|]+)\|([^|]+)$/;
const OF_COLUMN = /^(top|share|first):([a-z0-9_]+)$/;

/**
 * The sentence above an answer, from a detection's template:
 *
 * - `{rows:identity|identities}`, `{calls:call|calls}`: a number and its noun
 * - `{top:arn}`: the value of that column with the most calls; `{share:arn}`: its part of them (`96 %`)
 * - `{first:eventtime}`: the value in the first row
 * - `{suspect}`: the identity that is asked about, short
 */
export function sentenceOf(subject: Subject): Piece[] {
  return partsOf(subject.detection).map((part) => pieceOf(part, subject));
}

/** Whether a sentence compares the rows at hand with each other, so that it speaks of no more than them. */
export const comparesRows = (detection: Detection): boolean =>
  partsOf(detection).some(({ kind }) => kind === 'top' || kind === 'share');

const partsOf = ({ sentence, columns }: Detection): Part[] =>
  readSentence(
    sentence,
    columns.map(({ name }) => name),
  );

/**
 * Reads a template.
 *
 * @throws Error when a placeholder is unknown or names a column that is not there.
 */
export function readSentence(template: string, columnNames: readonly string[]): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ kind: 'words', words: template.slice(end, match.index) });
    parts.push(readPlaceholder(match[1] ?? '', columnNames));
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ kind: 'words', words: template.slice(end) });
  return parts;
}

function readPlaceholder(text: string, columnNames: readonly string[]): Part {
  if (text === 'suspect') return { kind: 'suspect' };
  const counted = COUNTED.exec(text);
  if (counted) {
    return { kind: counted[1] === 'rows' ? 'rows' : 'calls', one: counted[2] ?? '', many: counted[3] ?? '' };
  }
  const ofColumn = OF_COLUMN.exec(text);
  const column = ofColumn?.[2] ?? '';
  if (!columnNames.includes(column)) throw new Error(`{${text}} in its sentence is no placeholder, or names no column`);
  const kind = ofColumn?.[1];
  return { kind: kind === 'top' || kind === 'share' ? kind : 'first', column };
}

function pieceOf(part: Part, subject: Subject): Piece {
  switch (part.kind) {
    case 'words':
      return { text: part.words, isLogData: false };
    case 'rows':
    case 'calls': {
      const count = part.kind === 'rows' ? subject.totalRows : subject.totalCalls;
      return { text: `${count.toLocaleString('en-US')} ${count === 1 ? part.one : part.many}`, isLogData: false };
    }
    case 'suspect':
      return { text: shortIdentity(subject.suspect ?? null), isLogData: true };
    case 'first':
      return {
        text: shown(subject, part.column, subject.rows[0]?.[indexOf(subject, part.column)] ?? null),
        isLogData: true,
      };
    case 'top':
      return { text: shown(subject, part.column, topOf(subject, part.column).value), isLogData: true };
    case 'share':
      return { text: shareOf(topOf(subject, part.column)), isLogData: false };
  }
}

const indexOf = ({ detection }: Subject, column: string): number =>
  detection.columns.findIndex(({ name }) => name === column);

function shown({ detection }: Subject, column: string, value: Value): string {
  return readable(value, detection.columns.find(({ name }) => name === column)?.kind ?? 'text');
}

/** The value with the most calls among the rows at hand. A table without a count has one call a row. */
function topOf(subject: Subject, column: string): { value: Value; calls: number; ofCalls: number } {
  const at = indexOf(subject, column);
  const countAt = subject.detection.columns.findIndex(({ kind }) => kind === 'count');
  const calls = new Map<Value, number>();
  let ofCalls = 0;
  for (const row of subject.rows) {
    const count = countAt < 0 ? 1 : Number(row[countAt] ?? 0);
    calls.set(row[at] ?? null, (calls.get(row[at] ?? null) ?? 0) + count);
    ofCalls += count;
  }
  let top: Value = null;
  for (const [value, count] of calls) if (count > (calls.get(top) ?? 0)) top = value;
  return { value: top, calls: calls.get(top) ?? 0, ofCalls };
}

/** Never "100 %" or "0 %" unless it is all or nothing. */
function shareOf({ calls, ofCalls }: { calls: number; ofCalls: number }): string {
  if (calls === ofCalls) return 'all';
  return `${Math.min(99, Math.max(1, Math.round((calls / ofCalls) * 100)))} %`;
}
