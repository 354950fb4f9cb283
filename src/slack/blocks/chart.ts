import type { Block } from '@slack/types';
import { ACTIVITY, type Detection } from '../../detections/detection.js';
import type { Answer } from '../../investigation/run.js';
import type { Window } from '../../investigation/window.js';
import { shortened } from '../../text.js';
import { activityBuckets } from './activity-chart.js';
import { headingOf } from './cells.js';
import { MAX_CHART_LABEL, MAX_CHART_SERIES, MAX_CHART_TITLE } from './limits.js';

/** A bar chart. Not in `@slack/types` 3.2.0. https://docs.slack.dev/reference/block-kit/blocks/data-visualization-block (as of November 2026) */
export interface ChartBlock extends Block {
  readonly type: 'data_visualization';
  readonly title: string;
  readonly chart: {
    readonly type: 'bar';
    readonly series: readonly {
      readonly name: string;
      readonly data: readonly { readonly label: string; readonly value: number }[];
    }[];
    readonly axis_config: { readonly categories: readonly string[]; readonly x_label: string };
  };
}

/** Picture of what happened when; absent where there is nothing to compare, or where not all of it is known. */
export function activityChart(detection: Detection, { tables }: Answer, { span }: Window): ChartBlock | undefined {
  const table = detection.tables.find(({ name }) => name === ACTIVITY);
  const found = tables.find(({ name }) => name === ACTIVITY);
  if (!table || !found || found.isCutOff || found.rows.length < found.totalRows) return undefined;
  const periodAt = table.columns.findIndex(({ kind }) => kind === 'time');
  const series = table.columns
    .flatMap((column, at) =>
      column.kind === 'count' ? [{ at, name: shortened(headingOf(column), MAX_CHART_LABEL) }] : [],
    )
    .filter(({ name }, at, all) => all.findIndex((other) => other.name === name) === at)
    .slice(0, MAX_CHART_SERIES);
  const rows = found.rows.map((row) => ({
    period: row[periodAt] ?? null,
    counts: series.map(({ at }) => countOf(row[at] ?? null)),
  }));
  const { each, buckets } = activityBuckets(rows, span) ?? { each: '', buckets: [] };
  if (series.length === 0 || buckets.length < 2) return undefined;
  return {
    type: 'data_visualization',
    title: shortened(`${table.title} per ${each}`, MAX_CHART_TITLE),
    chart: {
      type: 'bar',
      series: series.map(({ name }, at) => ({
        name,
        data: buckets.map(({ label, counts }) => ({ label, value: counts[at] ?? 0 })),
      })),
      axis_config: { categories: buckets.map(({ label }) => label), x_label: 'UTC' },
    },
  };
}

const countOf = (value: string | null): number => {
  const count = Number(value ?? 0);
  return Number.isFinite(count) ? count : 0;
};
