import type { Section, Table, Target } from '../report/section.js';
import { fixed, spreadOf, times } from '../report/spread.js';
import { type Measurement, median } from './measurement.js';
import type { ToolRuns } from './tools.js';

/** What is promised about the engine, for one size of logs. */
export interface Targets {
  /** Reading and the first answer together, as a multiple of what bare DuckDB takes. */
  readonly firstAnswerRatio: number;
  /** How many times faster than every other tool that reads the records' structure. */
  readonly fasterThanTools: number;
  /** The slowest of the questions that follow. */
  readonly laterMs: number;
  /** The slowest of the bot's own questions, when it is asked once more; absent: nothing is promised. */
  readonly ownMs?: number;
  readonly peakMiB: number;
}

/** What was measured in turns over one folder of logs. */
export interface EngineRuns {
  readonly bare: readonly Measurement[];
  readonly ours: readonly Measurement[];
  readonly tools: readonly ToolRuns[];
  /** `jq is not on this machine`, one sentence each. */
  readonly skipped: readonly string[];
}

const seconds = (ms: number): string => `${fixed(ms / 1_000, 2)} s`;
const mebibytes = (size: number): string => `${fixed(size, 0)} MiB`;
const slowest = ({ laterMs }: Measurement): number => Math.max(...laterMs);
const first = ({ firstAnswerMs }: Measurement): number => firstAnswerMs;
const peak = ({ peakMiB }: Measurement): number => peakMiB;

/** Tables of medians, and whether each is what is promised. */
export function engineSection(title: string, about: readonly string[], runs: EngineRuns, targets: Targets): Section {
  return {
    title,
    about: [...about, ...runs.skipped],
    tables: [besideBare(runs), ...(runs.tools.length > 0 ? [besideTools(runs)] : [])],
    targets: [
      ...ownTargets(runs, targets),
      ...runs.tools.filter(({ isStructured }) => isStructured).map(fasterThan(runs, targets)),
    ],
  };
}

function besideBare({ bare, ours }: EngineRuns): Table {
  const line = (name: string, of: (measurement: Measurement) => number, show: (value: number) => string) => {
    const [theirs, own] = [bare.map(of), ours.map(of)];
    const spread = (values: readonly number[]) => {
      const { median: middle, least, most } = spreadOf(values);
      return `${show(middle)} (${show(least)} to ${show(most)})`;
    };
    return [name, spread(theirs), spread(own), times(median(own), median(theirs))];
  };
  return {
    title: 'Beside bare DuckDB: median (least to most)',
    columns: ['what', 'bare DuckDB', 'local engine', 'ratio'],
    rows: [
      line('reading', ({ readMs }) => readMs, seconds),
      line('reading and first answer', first, seconds),
      line('slowest later answer', slowest, seconds),
      ...shippedLines(ours),
      line('peak memory', peak, mebibytes),
    ],
  };
}

/** Bare DuckDB is not asked these. The first time, each also reads columns that nothing had read yet. */
function shippedLines(ours: readonly Measurement[]): readonly (readonly string[])[] {
  if (ours.some(({ shippedMs }) => shippedMs.length === 0)) return [];
  return [
    ["slowest of the bot's own", '', seconds(slowestOwn(ours, ({ shippedMs }) => shippedMs)), ''],
    ['the same once more', '', seconds(slowestOwn(ours, ({ shippedAgainMs }) => shippedAgainMs)), ''],
  ];
}

const slowestOwn = (ours: readonly Measurement[], of: (measurement: Measurement) => readonly number[]): number =>
  median(ours.map((measurement) => Math.max(...of(measurement))));

const secondOf = (runs: readonly Measurement[]): number => median(runs.map(({ laterMs }) => laterMs[1] ?? Number.NaN));

/** Tools read the files again for each question; ours answers the second from what it has read. */
function besideTools({ bare, ours, tools }: EngineRuns): Table {
  const own = median(ours.map(first));
  const row = (name: string, firstMs: number, second: string, agree: string) => [
    name,
    seconds(firstMs),
    times(firstMs, own),
    second,
    agree,
  ];
  return {
    title: 'Two questions over the same folder, cold: medians',
    columns: ['tool', 'who is refused', 'beside the local engine', 'what one identity did', 'answers'],
    rows: [
      row('local engine', own, seconds(secondOf(ours)), ''),
      row('bare DuckDB', median(bare.map(first)), seconds(secondOf(bare)), 'equal'),
      ...tools.map(({ name, firstMs, secondMs, agree }) =>
        row(name, median(firstMs), secondMs.length > 0 ? seconds(median(secondMs)) : '', agree),
      ),
    ],
  };
}

function ownTargets({ bare, ours }: EngineRuns, targets: Targets): readonly Target[] {
  const ratio = median(ours.map(first)) / median(bare.map(first));
  const atMost = (what: string, measured: number, limit: number, show: (value: number) => string): Target => ({
    what,
    promised: `at most ${show(limit)}`,
    measured: show(measured),
    isMet: measured <= limit,
  });
  const again = slowestOwn(ours, ({ shippedAgainMs }) => shippedAgainMs);
  return [
    atMost(
      'reading and first answer, beside bare DuckDB',
      ratio,
      targets.firstAnswerRatio,
      (value) => `${fixed(value, 2)} ×`,
    ),
    atMost('slowest later answer', median(ours.map(slowest)), targets.laterMs, seconds),
    ...(targets.ownMs !== undefined && Number.isFinite(again)
      ? [atMost("slowest of the bot's own questions, asked once more", again, targets.ownMs, seconds)]
      : []),
    atMost('peak memory', median(ours.map(peak)), targets.peakMiB, mebibytes),
  ];
}

const fasterThan =
  ({ bare, ours }: EngineRuns, { fasterThanTools }: Targets) =>
  ({ name, firstMs, secondMs }: ToolRuns): Target => {
    const ratio = median(firstMs) / median(ours.map(first));
    return {
      what: `cold, faster than ${name}`,
      promised: `at least ${fasterThanTools} ×`,
      measured: `${fixed(ratio, 2)} ×`,
      isMet: ratio >= fasterThanTools,
      reason:
        `it looks only for what is asked and keeps nothing, so its next question takes ${seconds(median(secondMs))} again; the local engine ` +
        `reads every column once, and its next one takes ${seconds(secondOf(ours))}. ${fasterThanTools} × faster is ` +
        `${seconds(median(firstMs) / fasterThanTools)}; bare DuckDB, which keeps every column too, takes ${seconds(median(bare.map(first)))}.`,
    };
  };
