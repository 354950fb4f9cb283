import type { AnyBlock } from '@slack/types';
import type { Table, TableRows } from '../../detections/detection.js';
import type { Answer } from '../../investigation/run.js';
import { counted } from '../../text.js';
import { identityLabels } from './cells.js';
import { bold, contextLine, richText, section, words } from './rich-text.js';
import { type FilledTable, type TableStyle, tableBlock } from './table.js';

/** A table of an answer, as a message shows it. */
export interface AnswerTable extends FilledTable {
  /** Its rows with how many there are. */
  readonly found: TableRows;
}

/** A table with what an answer has of it; perhaps no rows. */
export function answerTable(table: Table, { tables }: Answer): AnswerTable {
  const found = tables.find(({ name }) => name === table.name) ?? {
    name: table.name,
    rows: [],
    totalRows: 0,
    totalCalls: 0,
  };
  return { table, found, rows: found.rows, labels: identityLabels(table.columns, found.rows) };
}

/**
 * The blocks of a table, and of the line that says which of its rows are not in it; where there are no rows, a line that says so.
 *
 * @param room characters that the message has left for it.
 */
export function tablePart(
  answered: AnswerTable,
  style: TableStyle,
  room: number,
): { table: AnyBlock[]; notShown: AnyBlock[] } {
  const { table, found, rows } = answered;
  const title = bold(table.title);
  if (rows.length === 0) return { table: [richText(section(title, words(': nothing found.')))], notShown: [] };
  const { block, shown } = tableBlock(answered, style, room);
  // Only a data table has a caption.
  const caption = style === 'data_table' ? [] : [richText(section(title))];
  const isAll = shown === found.totalRows && found.isCutOff !== true;
  return { table: [...caption, block], notShown: isAll ? [] : [contextLine(notShownText(shown, found))] };
}

function notShownText(shown: number, { rows, totalRows, isCutOff }: TableRows): string {
  const first = shown.toLocaleString('en-US');
  const all = counted(totalRows, 'row');
  const wayOut = `A shorter window shows the others${rows.length > shown ? '; /ir export puts more of them into a file' : ''}.`;
  return isCutOff
    ? `Shown: the first ${first} of at least ${all}; reading ended there, so nothing beyond is counted. ${wayOut}`
    : `Shown: the first ${first} of ${all}. ${wayOut}`;
}
