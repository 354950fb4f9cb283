import { stringify } from 'csv-stringify/sync';
import type { Column, Value } from './detection.js';

/** Rows that are put into text at once. */
const CHUNK_ROWS = 1_000;
/** A formula behind characters that a spreadsheet may drop: the library looks at the first character alone. */
const HIDDEN_FORMULA = /^(?:\n|[\s\p{Cf}\p{Cc}]+[=+\-@＝＋－＠])/u;
/** The library's own, so that nothing is marked twice. */
const KNOWN_FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/**
 * Rows as CSV that a spreadsheet opens without running anything: cells that it would take for a formula begin with an apostrophe;
 * everything else is as it was logged, and NULL is an empty cell.
 */
export const csvRows = (rows: readonly (readonly Value[])[]): string =>
  stringify(
    rows.map((row) => row.map(harmless)),
    { escape_formulas: true },
  );

/** A table as such CSV, in pieces: a line of its columns' names, then its rows. */
export function* csvPieces(
  columns: readonly Pick<Column, 'name'>[],
  rows: readonly (readonly Value[])[],
): Generator<string> {
  yield csvRows([columns.map(({ name }) => name)]);
  for (let start = 0; start < rows.length; start += CHUNK_ROWS) yield csvRows(rows.slice(start, start + CHUNK_ROWS));
}

/** The same in one piece, for a table of a few thousand rows. */
export const csvOf = (columns: readonly Pick<Column, 'name'>[], rows: readonly (readonly Value[])[]): string =>
  [...csvPieces(columns, rows)].join('');

const harmless = (value: Value): Value =>
  value !== null && HIDDEN_FORMULA.test(value) && !KNOWN_FORMULA.test(value) ? `'${value}` : value;
