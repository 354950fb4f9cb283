import { type Detection, shownTables, type Table, type TableRows, type Value } from './detection.js';
import { readable } from './readable.js';
import { type Subject, shortSubject } from './subject.js';

/** A piece of a sentence: our own words, or something out of the log, which must be shown as nothing but text. */
export interface Piece {
  readonly text: string;
  readonly isLogData: boolean;
}

/** The plain text of a sentence. Holds log data as it is. */
export const textOf = (pieces: readonly Piece[]): string => pieces.map(({ text }) => text).join('');

/** What a sentence speaks of. */
export interface Findings {
  readonly detection: Detection;
  readonly tables: readonly TableRows[];
  readonly about?: Subject | undefined;
}

type Part =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'subject' }
  | { readonly kind: 'rows' | 'calls'; readonly table: string; readonly noun: Noun }
  | { readonly kind: 'top' | 'share' | 'first'; readonly table: string; readonly column: string }
  | { readonly kind: 'number'; readonly table: string; readonly column: string; readonly noun?: Noun | undefined };

interface Noun {
  readonly one: string;
  readonly many: string;
}

const PLACEHOLDER = /\{([^{}]*)\}/g;
const NAMED = /^(?:([a-z][a-z0-9_]*)\.)?([a-z][a-z0-9_]*)(?::(.+))?$/;
const NOUN = /^([^|]+)\|([^|]+)$/;

/**
 * The sentence above an answer, from a detection's template. A placeholder speaks of the first table that is shown, or of the one
 * that it names (`{summary.denied:time|times}`):
 *
 * - `{rows:identity|identities}`, `{calls:call|calls}`: how many rows or calls the table has, and the noun
 * - `{denied:time|times}`, `{denied}`: the number of that column in the first row, with a noun or without
 * - `{first:eventtime}`: the value in the first row
 * - `{top:actor}`: the value of that column with the most calls; `{share:actor}`: its part of them (`96 %`)
 * - `{subject}`: what is asked about, short
 */
export const sentenceOf = (findings: Findings): Piece[] =>
  partsOf(findings.detection.sentence, findings.detection.tables).map((part) => pieceOf(part, findings));

/** What is said below the tables: each note whose first number is not 0. */
export function notesOf(findings: Findings): Piece[][] {
  const notes = findings.detection.notes.map((note) => partsOf(note, findings.detection.tables));
  return notes
    .filter((parts) => {
      const number = parts.map((part) => numberOf(part, findings)).find((count) => count !== undefined);
      return number !== 0;
    })
    .map((parts) => parts.map((part) => pieceOf(part, findings)));
}

/** Whether a sentence compares the rows of a table with each other, so that it speaks of no more than those at hand. */
export const comparesRows = ({ sentence, tables }: Detection, table: string): boolean =>
  partsOf(sentence, tables).some((part) => (part.kind === 'top' || part.kind === 'share') && part.table === table);

/**
 * Reads a template.
 *
 * @throws Error when a placeholder is unknown or names a table or column that is not there.
 */
export function readSentence(template: string, tables: readonly Table[]): void {
  partsOf(template, tables);
}

function partsOf(template: string, tables: readonly Table[]): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    if (match.index > end) parts.push({ kind: 'words', words: template.slice(end, match.index) });
    parts.push(readPlaceholder(match[1] ?? '', tables));
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push({ kind: 'words', words: template.slice(end) });
  return parts;
}

function readPlaceholder(text: string, tables: readonly Table[]): Part {
  if (text === 'subject') return { kind: 'subject' };
  const [, named, word = '', argument] = NAMED.exec(text) ?? [];
  const table = named === undefined ? shownTables({ tables })[0] : tables.find(({ name }) => name === named);
  if (!table) throw wrong(text, 'names no table');
  const noun = readNoun(argument);
  if (word === 'rows' || word === 'calls') {
    if (!noun) throw wrong(text, `needs its noun, as in {${word}:call|calls}`);
    return { kind: word, table: table.name, noun };
  }
  const isOfColumn = word === 'top' || word === 'share' || word === 'first';
  const column = isOfColumn ? argument : word;
  if (!table.columns.some(({ name }) => name === column)) throw wrong(text, `names no column of ${table.name}`);
  if (isOfColumn) return { kind: word, table: table.name, column: column ?? '' };
  if (argument !== undefined && !noun) throw wrong(text, `needs a noun like {${word}:call|calls}`);
  return { kind: 'number', table: table.name, column: word, noun };
}

function readNoun(argument: string | undefined): Noun | undefined {
  const [, one, many] = NOUN.exec(argument ?? '') ?? [];
  return one === undefined || many === undefined ? undefined : { one, many };
}

const wrong = (placeholder: string, why: string): Error => new Error(`{${placeholder}} is no placeholder: it ${why}`);

function pieceOf(part: Part, findings: Findings): Piece {
  switch (part.kind) {
    case 'words':
      return { text: part.words, isLogData: false };
    case 'subject':
      return { text: findings.about ? shortSubject(findings.about) : 'nobody', isLogData: true };
    case 'rows':
    case 'calls':
    case 'number':
      return { text: withNoun(numberOf(part, findings) ?? 0, part.noun), isLogData: false };
    case 'first':
      return { text: shown(part, findings, firstValue(part, findings)), isLogData: true };
    case 'top':
      return { text: shown(part, findings, topOf(part, findings).value), isLogData: true };
    case 'share':
      return { text: shareOf(topOf(part, findings)), isLogData: false };
  }
}

const withNoun = (count: number, noun: Noun | undefined): string =>
  count.toLocaleString('en-US') + (noun ? ` ${count === 1 ? noun.one : noun.many}` : '');

interface OfColumn {
  readonly table: string;
  readonly column: string;
}

function numberOf(part: Part, findings: Findings): number | undefined {
  if (part.kind === 'rows') return rowsOf(part.table, findings)?.totalRows ?? 0;
  if (part.kind === 'calls') return rowsOf(part.table, findings)?.totalCalls ?? 0;
  return part.kind === 'number' ? Number(firstValue(part, findings) ?? 0) : undefined;
}

const rowsOf = (table: string, { tables }: Findings): TableRows | undefined =>
  tables.find(({ name }) => name === table);

const columnsOf = (table: string, { detection }: Findings) =>
  detection.tables.find(({ name }) => name === table)?.columns ?? [];

const indexOf = ({ table, column }: OfColumn, findings: Findings): number =>
  columnsOf(table, findings).findIndex(({ name }) => name === column);

const firstValue = (of: OfColumn, findings: Findings): Value =>
  rowsOf(of.table, findings)?.rows[0]?.[indexOf(of, findings)] ?? null;

const shown = (of: OfColumn, findings: Findings, value: Value): string =>
  readable(value, columnsOf(of.table, findings)[indexOf(of, findings)]?.kind ?? 'text');

/** The value with the most calls among the rows at hand. A table without a count has one call a row. */
function topOf(of: OfColumn, findings: Findings): { value: Value; calls: number; ofCalls: number } {
  const at = indexOf(of, findings);
  const countAt = columnsOf(of.table, findings).findIndex(({ kind }) => kind === 'count');
  const calls = new Map<Value, number>();
  let ofCalls = 0;
  for (const row of rowsOf(of.table, findings)?.rows ?? []) {
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
