import type { AnyBlock } from '@slack/types';
import type { Column, Value } from '../../detections/detection.js';
import { cellText, headingOf } from './cells.js';
import { MAX_TABLE_CHARACTERS, MAX_TABLE_ROWS } from './limits.js';
import { richText } from './rich-text.js';

/** The ways in which a table can be shown, best first: each next one is for a workspace that refuses the one before. */
export const TABLE_STYLES = ['data_table', 'table', 'preformatted'] as const;
export type TableStyle = (typeof TABLE_STYLES)[number];

export interface Table {
  readonly caption: string;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Value[])[];
  readonly labels: ReadonlyMap<Value, string>;
}

/** A table's block, and how many of its rows are in it: as many, from the top, as Slack's limits allow. */
export function tableBlock(table: Table, style: TableStyle): { block: AnyBlock; shown: number } {
  const headings = table.columns.map(headingOf);
  const cells = withinLimits(headings, table);
  return style === 'preformatted'
    ? preformatted(headings, cells)
    : { block: builders[style](table, headings, cells), shown: cells.length };
}

function withinLimits(headings: readonly string[], { columns, rows, labels }: Table): string[][] {
  const cells: string[][] = [];
  let characters = headings.join('').length;
  for (const row of rows.slice(0, MAX_TABLE_ROWS)) {
    const texts = columns.map((column, at) => cellText(row[at] ?? null, column, labels));
    characters += texts.join('').length;
    if (characters > MAX_TABLE_CHARACTERS) break;
    cells.push(texts);
  }
  return cells;
}

type Builder = (table: Table, headings: readonly string[], cells: readonly (readonly string[])[]) => AnyBlock;

const rawText = (text: string) => ({ type: 'raw_text' as const, text });

const builders: Record<Exclude<TableStyle, 'preformatted'>, Builder> = {
  data_table: ({ caption, columns }, headings, cells) => ({
    type: 'data_table',
    caption,
    page_size: 10,
    row_header_column_index: 0,
    rows: [
      headings.map(rawText),
      ...cells.map((row) =>
        row.map((text, at) =>
          columns[at]?.kind === 'count' && /^\d+$/.test(text)
            ? { type: 'raw_number' as const, value: Number(text), text: Number(text).toLocaleString('en-US') }
            : rawText(text),
        ),
      ),
    ],
  }),
  table: ({ columns }, headings, cells) => ({
    type: 'table',
    column_settings: columns.map(({ kind }) => (kind === 'count' ? { align: 'right' } : { is_wrapped: true })),
    rows: [headings.map(rawText), ...cells.map((row) => row.map(rawText))],
  }),
};

/** Padding counts too here: whole lines, as many as fit. */
function preformatted(
  headings: readonly string[],
  cells: readonly (readonly string[])[],
): { block: AnyBlock; shown: number } {
  const widths = headings.map((heading, at) => Math.max(heading.length, ...cells.map((row) => row[at]?.length ?? 0)));
  const lines: string[] = [];
  let characters = 0;
  for (const row of [headings, ...cells]) {
    const line = row
      .map((text, at) => text.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd();
    characters += line.length + 1;
    if (characters > MAX_TABLE_CHARACTERS) break;
    lines.push(line);
  }
  const block = richText({
    type: 'rich_text_preformatted',
    elements: [{ type: 'text', text: lines.join('\n') || '–' }],
  });
  return { block, shown: Math.max(0, lines.length - 1) };
}
