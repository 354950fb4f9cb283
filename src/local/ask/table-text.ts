import { type Column, isEmpty, shownTables, type Value } from '../../detections/detection.js';
import { readable } from '../../detections/readable.js';
import { notesOf, type Piece, sentenceOf } from '../../detections/sentence.js';
import { headingOf } from '../../slack/blocks/cells.js';
import { bytesText, counted, shortened, visible } from '../../text.js';
import { type FilledTable, filledTables, type Printable } from './printable.js';

/** Rows of each table that a terminal shows. */
const MAX_ROWS = 50;
const MAX_CELL = 60;
/** An identity is shown whole wherever it can be, since it is what the next question is about. */
const MAX_IDENTITY = 160;
/** Drawn over the character before, or over two places. */
const NO_WIDTH = /\p{M}/gu;
const DOUBLE_WIDTH =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff01-\uff60\uffe0-\uffe6]|[\u{20000}-\u{3fffd}]/gu;

/** An answer for people at a terminal, in pieces: the sentence, the tables, the notes, and what it took. */
export function* tableText(printable: Printable): Generator<string> {
  const { question, answer } = printable;
  const { detection, table, about } = question;
  const findings = { detection, tables: answer.tables, about };
  const shown = filledTables(printable, shownTables(detection));
  yield `${isEmpty(detection, answer.tables) ? `${detection.title}: no matching events.` : textOf(sentenceOf(findings))}\n`;
  const wanted = table ? filledTables(printable, [table]) : shown;
  for (const one of wanted) if (table || one.filled.totalRows > 0) yield* linesOf(one);
  const notes = notesOf(findings).map((note) => `${textOf(note)}\n`);
  if (notes.length > 0) yield `\n${notes.join('')}`;
  const { scannedBytes, scans, engineMs } = answer;
  yield `\n${bytesText(scannedBytes)} scanned · ${counted(scans, 'scan')} · ${(engineMs / 1000).toFixed(2)} s\n`;
}

const textOf = (pieces: readonly Piece[]): string =>
  pieces.map(({ text, isLogData }) => (isLogData ? visible(text) : text)).join('');

function* linesOf({ form, filled }: FilledTable): Generator<string> {
  const { columns } = form;
  const cells = filled.rows.slice(0, MAX_ROWS).map((row) => columns.map((column, at) => cell(row[at] ?? null, column)));
  const headings = columns.map(headingOf);
  const widths = headings.map((heading, at) =>
    Math.max(...[heading, ...cells.map((row) => row[at] ?? '')].map(widthOf)),
  );
  yield `\n${form.title}\n`;
  for (const row of [headings, ...cells]) {
    const padded = row.map((text, at) => {
      const padding = ' '.repeat((widths[at] ?? 0) - widthOf(text));
      return columns[at]?.kind === 'count' ? padding + text : text + padding;
    });
    yield `${padded.join('  ').trimEnd()}\n`;
  }
  const notShown = filled.totalRows - cells.length;
  if (notShown > 0) yield `… ${counted(notShown, 'more row')} (--format csv or json shows all)\n`;
}

function cell(value: Value, { kind }: Column): string {
  if (kind === 'count' && value !== null && /^\d{1,15}$/.test(value)) return Number(value).toLocaleString('en-US');
  const text = kind === 'identity' && value !== null && value !== '' ? value : readable(value, kind);
  return shortened(visible(text), kind === 'identity' ? MAX_IDENTITY : MAX_CELL);
}

/** The places that a text takes in a terminal, nearly. */
const widthOf = (text: string): number => {
  const characters = [...text].length;
  return characters - (text.match(NO_WIDTH)?.length ?? 0) + (text.match(DOUBLE_WIDTH)?.length ?? 0);
};
