import type { Column, Value } from '../../detections/detection.js';
import { filledTables, type Printable } from './printable.js';

/** An answer as one line of JSON, in pieces: all of its tables, or the one that was asked for. */
export function* jsonText(printable: Printable): Generator<string> {
  const { question, answer } = printable;
  const { detection, window, suspect = null, table } = question;
  const span = { from: window.span?.from ?? null, to: window.span?.to ?? null };
  const head = JSON.stringify({ detection: detection.id, window: span, suspect });
  yield `${terminalSafe(head.slice(0, -1))},"tables":[`;
  const tables = filledTables(printable, table ? [table] : detection.tables);
  for (const [at, { form, filled }] of tables.entries()) {
    const columns = form.columns.map(({ name }) => name);
    const start = JSON.stringify({ name: form.name, columns });
    yield `${at > 0 ? ',' : ''}${start.slice(0, -1)},"rows":[`;
    for (const [index, row] of filled.rows.entries()) {
      const values = row.map((value, column) => jsonValue(value, form.columns[column]));
      yield `${index > 0 ? ',' : ''}${terminalSafe(JSON.stringify(values))}`;
    }
    yield `],"total":${filled.totalRows}}`;
  }
  const { scannedBytes, scans, engineMs } = answer;
  yield `],${JSON.stringify({ scannedBytes, scans, engineMs }).slice(1)}\n`;
}

/** JSON leaves these as they are, and some terminals take one of them for the beginning of an escape sequence. */
const terminalSafe = (json: string): string =>
  json.replace(/[\u007f-\u009f]/g, (character) => `\\u00${character.charCodeAt(0).toString(16)}`);

/** Counts are numbers, as far as JavaScript can tell them apart; everything else is text. */
function jsonValue(value: Value, column: Column | undefined): Value | number {
  const number = column?.kind === 'count' && value !== null && value !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER ? number : value;
}
