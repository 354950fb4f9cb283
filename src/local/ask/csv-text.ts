import { stringify } from 'csv-stringify/sync';
import { shownTables, type Value } from '../../detections/detection.js';
import { type FilledTable, filledTables, type Printable } from './printable.js';

/** Rows that are put into text at once. */
const CHUNK_ROWS = 1_000;
/** A formula behind characters that a spreadsheet may drop: the library looks at the first character alone. */
const HIDDEN_FORMULA = /^(?:\n|[\s\p{Cf}\p{Cc}]+[=+\-@＝＋－＠])/u;
/** The library's own, so that nothing is marked twice. */
const KNOWN_FORMULA = /^[=+\-@\t\r＝＋－＠]/;

/**
 * An answer as CSV, in pieces, that a spreadsheet opens without running anything: cells that it would take for a formula begin
 * with an apostrophe; everything else is as it was logged. Several tables follow each other, each under its title, with an
 * empty line between; a table alone is plain CSV.
 */
export function* csvText(printable: Printable): Generator<string> {
  const { detection, table } = printable.question;
  const tables = filledTables(printable, table ? [table] : shownTables(detection));
  for (const [at, one] of tables.entries()) {
    if (tables.length > 1) yield `${at > 0 ? '\n' : ''}${lines([[one.form.title]])}`;
    yield* tableText(one);
  }
}

function* tableText({ form, filled }: FilledTable): Generator<string> {
  yield lines([form.columns.map(({ name }) => name)]);
  for (let start = 0; start < filled.rows.length; start += CHUNK_ROWS) {
    yield lines(filled.rows.slice(start, start + CHUNK_ROWS));
  }
}

const lines = (rows: readonly (readonly Value[])[]): string =>
  stringify(
    rows.map((row) => row.map(harmless)),
    { escape_formulas: true },
  );

const harmless = (value: Value): Value =>
  value !== null && HIDDEN_FORMULA.test(value) && !KNOWN_FORMULA.test(value) ? `'${value}` : value;
