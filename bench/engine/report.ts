import { type Measurement, median } from './measurement.js';

/** What is promised about the engine, for one size of logs. */
export interface Targets {
  /** Reading and the first answer together, as a multiple of what bare DuckDB takes. */
  readonly firstAnswerRatio: number;
  /** The slowest of the questions that follow. */
  readonly laterMs: number;
  /** The slowest of the bot's own questions, when it is asked once more; absent: nothing is promised. */
  readonly ownMs?: number;
  readonly peakMiB: number;
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(2)} s`;
const mebibytes = (size: number): string => `${Math.round(size)} MiB`;
const slowest = ({ laterMs }: Measurement): number => Math.max(...laterMs);

/** A table of medians: bare DuckDB, ours, the ratio of both, and whether it is what is promised. */
export function engineReport(bare: readonly Measurement[], ours: readonly Measurement[], targets: Targets): string {
  const both = (of: (measurement: Measurement) => number) => ({
    bare: median(bare.map(of)),
    ours: median(ours.map(of)),
  });
  const first = both(({ firstAnswerMs }) => firstAnswerMs);
  const later = both(slowest);
  const peak = both(({ peakMiB }) => peakMiB);
  const line = (name: string, its: typeof first, show: (value: number) => string, target = '', isMet?: boolean) => {
    const verdict = isMet === undefined ? '' : `${target} ${isMet ? 'met' : 'MISSED'}`;
    return [name, show(its.bare), show(its.ours), `${(its.ours / its.bare).toFixed(2)} x`, verdict];
  };
  return textTable([
    ['median', 'bare DuckDB', 'local engine', 'ratio', 'target'],
    line(
      'reading',
      both(({ readMs }) => readMs),
      seconds,
    ),
    line(
      'reading and first answer',
      first,
      seconds,
      `${targets.firstAnswerRatio} x`,
      first.ours <= first.bare * targets.firstAnswerRatio,
    ),
    line('slowest later answer', later, seconds, seconds(targets.laterMs), later.ours <= targets.laterMs),
    ...shippedLines(ours, targets),
    line('peak memory', peak, mebibytes, mebibytes(targets.peakMiB), peak.ours <= targets.peakMiB),
  ]);
}

/** Bare DuckDB is not asked these. The first time, each also reads columns that nothing had read yet. */
function shippedLines(ours: readonly Measurement[], { ownMs }: Targets): string[][] {
  const slowestOf = (times: (measurement: Measurement) => readonly number[]) =>
    median(ours.map((measurement) => Math.max(...times(measurement))));
  const first = slowestOf(({ shippedMs }) => shippedMs);
  const again = slowestOf(({ shippedAgainMs }) => shippedAgainMs);
  if (!Number.isFinite(first)) return [];
  const verdict = ownMs === undefined ? '' : `${seconds(ownMs)} ${again <= ownMs ? 'met' : 'MISSED'}`;
  return [
    ["slowest of the bot's own", '', seconds(first), '', ''],
    ['the same once more', '', seconds(again), '', verdict],
  ];
}

function textTable(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
