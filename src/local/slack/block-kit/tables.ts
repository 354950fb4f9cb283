import { z } from 'zod';
import { LIMITS } from '../limits.js';
import { richText } from './rich-text.js';
import { blockId, filled, listOf } from './text.js';

const rawText = z.strictObject({ type: z.literal('raw_text'), text: filled(LIMITS.tableCharacters) });
const rawNumber = z.strictObject({
  type: z.literal('raw_number'),
  value: z.number(),
  text: filled(LIMITS.tableCharacters),
});

/** `raw_number` is in the types but was refused by Slack (slack-go#1560, as of November 2026), so it is refused here. */
export const table = z.strictObject({
  type: z.literal('table'),
  block_id: blockId,
  rows: listOf(listOf(z.discriminatedUnion('type', [rawText, richText]), LIMITS.tableColumns), LIMITS.tableRows),
  column_settings: listOf(
    z
      .strictObject({ align: z.enum(['left', 'center', 'right']).optional(), is_wrapped: z.boolean().optional() })
      .nullable(),
    LIMITS.tableColumns,
  ).optional(),
});

const dataCell = z.discriminatedUnion('type', [rawText, rawNumber, richText]);

/** The first row names the columns; Slack sorts, filters and pages the others in the reader's own client. */
export const dataTable = z
  .strictObject({
    type: z.literal('data_table'),
    block_id: blockId,
    caption: z.string().min(1, 'must be more than 0 characters'),
    rows: listOf(listOf(dataCell, LIMITS.dataTableColumns), LIMITS.dataTableRows + 1, 2),
    page_size: z.number().int().min(1).max(LIMITS.dataTablePageSize).optional(),
    row_header_column_index: z.number().int().min(0).optional(),
  })
  .superRefine(({ rows, row_header_column_index }, context) => {
    const columns = rows[0]?.length ?? 0;
    for (const [index, cell] of (rows[0] ?? []).entries()) {
      if (cell.type !== 'raw_text') {
        context.addIssue({
          code: 'custom',
          message: `unsupported type: ${cell.type}`,
          path: ['rows', 0, index, 'type'],
        });
      }
    }
    for (const [index, row] of rows.entries()) {
      if (row.length !== columns) {
        context.addIssue({
          code: 'custom',
          message: `must have ${columns} cells like the first row`,
          path: ['rows', index],
        });
      }
    }
    if ((row_header_column_index ?? 0) >= columns) {
      context.addIssue({ code: 'custom', message: 'no such column', path: ['row_header_column_index'] });
    }
  });

const point = z.strictObject({ label: filled(LIMITS.chartLabelCharacters), value: z.number() });
const series = z.strictObject({
  name: filled(LIMITS.chartLabelCharacters),
  data: listOf(point, LIMITS.chartPoints),
});
const axes = z.strictObject({
  categories: listOf(filled(LIMITS.chartLabelCharacters), LIMITS.chartPoints),
  x_label: filled(LIMITS.chartTitleCharacters).optional(),
  y_label: filled(LIMITS.chartTitleCharacters).optional(),
});
const lines = { series: listOf(series, LIMITS.chartSeries), axis_config: axes };

/** A chart. Not in `@slack/types` 3.2.0. */
export const dataVisualization = z.strictObject({
  type: z.literal('data_visualization'),
  block_id: blockId,
  title: filled(LIMITS.chartTitleCharacters),
  chart: z
    .discriminatedUnion('type', [
      z.strictObject({ type: z.literal('bar'), ...lines }),
      z.strictObject({ type: z.literal('line'), ...lines }),
      z.strictObject({ type: z.literal('area'), ...lines }),
      z.strictObject({
        type: z.literal('pie'),
        segments: listOf(point.extend({ value: z.number().positive() }), LIMITS.chartSeries),
      }),
    ])
    .refine(hasPointPerCategory, { message: 'must have exactly one point per category in each series' }),
});

interface Lines {
  readonly series: readonly { readonly data: readonly { readonly label: string }[] }[];
  readonly axis_config: { readonly categories: readonly string[] };
}

function hasPointPerCategory(chart: Lines | { readonly type: 'pie' }): boolean {
  if (!('series' in chart)) return true;
  const categories = chart.axis_config.categories.toSorted().join('\n');
  return chart.series.every(
    ({ data }) =>
      data
        .map(({ label }) => label)
        .toSorted()
        .join('\n') === categories,
  );
}
