import { csvPieces, csvRows } from '../../detections/csv.js';
import { shownTables } from '../../detections/detection.js';
import { filledTables, type Printable } from './printable.js';

/**
 * An answer as CSV, in pieces. Several tables follow each other, each under its title, with an empty line between; a table alone is
 * plain CSV.
 */
export function* csvText(printable: Printable): Generator<string> {
  const { detection, table } = printable.question;
  const tables = filledTables(printable, table ? [table] : shownTables(detection));
  for (const [at, { form, filled }] of tables.entries()) {
    if (tables.length > 1) yield `${at > 0 ? '\n' : ''}${csvRows([[form.title]])}`;
    yield* csvPieces(form.columns, filled.rows);
  }
}
