import type { AnyBlock } from '@slack/types';
import type { Table, Value } from '../../detections/detection.js';
import { cellText, countIn, headingOf } from './cells.js';
import { MAX_TABLE_CHARACTERS, MAX_TABLE_ROWS } from './limits.js';
import { richText } from './rich-text.js';

/** The ways in which a table can be shown, best first: each next one is for a workspace that refuses the one before. */
export const TABLE_STYLES = ['data_table', 'table', 'preformatted'] as const;
export type TableStyle = (typeof TABLE_STYLES)[number];

/** A table with its rows, and the names by which its identities go. */
export interface FilledTable {
  readonly table: Table;
  readonly rows: readonly (readonly Value[])[];
  readonly labels: ReadonlyMap<Value, string>;
}

/**
 * A table's block, and how many of its rows are in it: as many, from the top, as Slack's limits allow.
 *
 * @param room characters that the message has left.
 */
export function tableBlock(filled: FilledTable, style: TableStyle, room: number): { block: AnyBlock; shown: number } {
  const headings = filled.table.columns.map(headingOf);
  const most = Math.min(room, MAX_TABLE_CHARACTERS);
  const cells = withinLimits(headings, filled, {
    characters: most,
    rows: style === 'table' ? MAX_TABLE_ROWS - 1 : MAX_TABLE_ROWS,
  });
  return style === 'preformatted'
    ? preformatted(headings, cells, filled, most)
    : { block: builders[style](filled, headings, cells), shown: cells.length };
}

function withinLimits(
  headings: readonly string[],
  { table, rows, labels }: FilledTable,
  most: { readonly characters: number; readonly rows: number },
): string[][] {
  const cells: string[][] = [];
  let characters = headings.join('').length;
  for (const row of rows.slice(0, most.rows)) {
    const texts = table.columns.map((column, at) => cellText(row[at] ?? null, column, labels));
    characters += texts.join('').length;
    if (characters > most.characters) break;
    cells.push(texts);
  }
  return cells;
}

type Builder = (filled: FilledTable, headings: readonly string[], cells: readonly (readonly string[])[]) => AnyBlock;

const rawText = (text: string) => ({ type: 'raw_text' as const, text });

const builders: Record<Exclude<TableStyle, 'preformatted'>, Builder> = {
  data_table: ({ table, rows }, headings, cells) => ({
    type: 'data_table',
    caption: table.title,
    page_size: 10,
    row_header_column_index: 0,
    rows: [
      headings.map(rawText),
      ...cells.map((texts, row) =>
        table.columns.map((column, at) => {
          const text = texts[at] ?? '–';
          const value = countIn(rows[row]?.[at] ?? null, column);
          return value === undefined ? rawText(text) : { type: 'raw_number' as const, value, text };
        }),
      ),
    ],
  }),
  table: ({ table }, headings, cells) => ({
    type: 'table',
    column_settings: table.columns.map(({ kind }) => (kind === 'count' ? { align: 'right' } : { is_wrapped: true })),
    rows: [headings.map(rawText), ...cells.map((row) => row.map(rawText))],
  }),
};

/** Padding counts too here: whole lines, as many as fit. */
function preformatted(
  headings: readonly string[],
  cells: readonly (readonly string[])[],
  { table }: FilledTable,
  most: number,
): { block: AnyBlock; shown: number } {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const padded = (text: string, at: number) =>
    table.columns[at]?.kind === 'count' ? text.padStart(widths[at] ?? 0) : text.padEnd(widths[at] ?? 0);
  const lines: string[] = [];
  let characters = 0;
  for (const row of [headings, ...cells]) {
    const line = row.map(padded).join('  ').trimEnd();
    characters += line.length + 1;
    if (characters > most) break;
    lines.push(line);
  }
  const block = richText({
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: lines.join('\n') || '–' }],
  });
  return { block, shown: Math.max(0, lines.length - 1) };
}
