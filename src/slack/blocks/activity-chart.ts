import type { Value } from '../../detections/detection.js';
import type { Span } from '../../investigation/window.js';
import { MAX_CHART_POINTS } from './limits.js';

/** A stretch of time in a picture, and what happened in it. */
export interface Bucket {
  /** Its start in UTC: `24 Nov 03:00`, `24 Nov` or `Nov 2026`, with the year where the picture has more than one. */
  readonly label: string;
  /** One sum for each column that counts. */
  readonly counts: readonly number[];
}

/** What happened when, in stretches of the same length. */
export interface ActivityBuckets {
  /** How long each is: `2 hours`. */
  readonly each: string;
  readonly buckets: readonly Bucket[];
}

interface Unit {
  readonly name: string;
  /** How long the text of such a period is: `2026-11-24T03`. */
  readonly characters: number;
  /** Lengths that people think in, in this unit. */
  readonly steps: readonly number[];
  /** Units since a fixed moment, of a time in epoch milliseconds. */
  readonly ordinal: (ms: number) => number;
  readonly startMs: (ordinal: number) => number;
}

const ofMs = (unitMs: number): Pick<Unit, 'ordinal' | 'startMs'> => ({
  ordinal: (ms) => Math.floor(ms / unitMs),
  startMs: (ordinal) => ordinal * unitMs,
});

/** Finest first. */
const UNITS: readonly Unit[] = [
  { name: 'minute', characters: 16, steps: [1, 2, 5, 10, 15, 30], ...ofMs(60_000) },
  { name: 'hour', characters: 13, steps: [1, 2, 3, 4, 6, 12, 24], ...ofMs(3_600_000) },
  { name: 'day', characters: 10, steps: [1, 2, 3, 7, 14, 28, 56], ...ofMs(86_400_000) },
  {
    name: 'month',
    characters: 7,
    steps: [1, 2, 3, 6, 12, 24, 60],
    ordinal: (ms) => new Date(ms).getUTCFullYear() * 12 + new Date(ms).getUTCMonth(),
    startMs: (ordinal) =>
      Date.parse(`${yearText(Math.floor(ordinal / 12))}-${String((ordinal % 12) + 1).padStart(2, '0')}-01`),
  },
];

const PERIOD = /^\d{4}-\d{2}(?:-\d{2}(?:T\d{2}(?::\d{2})?)?)?$/;
const yearText = (year: number): string => String(year).padStart(4, '0');

/**
 * Merges counts by period (`2026-11-24T03`: a minute, hour, day or month) into at most 20 stretches over a window, those without
 * any call too. Rows whose period is none are left out: calls without a usable time have no place in a picture.
 *
 * @param rows a period and its counts.
 * @param span the window; without one, from the first period to the last.
 * @returns undefined when nothing has a period.
 */
export function activityBuckets(
  rows: readonly { readonly period: Value; readonly counts: readonly number[] }[],
  span: Span | undefined,
): ActivityBuckets | undefined {
  const timed = rows.flatMap(({ period, counts }) => {
    const ms = startMsOf(period);
    return ms === undefined || period === null ? [] : [{ ms, characters: period.length, counts }];
  });
  const finest = Math.max(...timed.map(({ characters }) => characters));
  const unit = UNITS.find(({ characters }) => characters === finest);
  if (!unit) return undefined;
  const ordinals = timed.map(({ ms }) => unit.ordinal(ms));
  const first = span ? unit.ordinal(Date.parse(span.from)) : min(ordinals);
  const last = span ? unit.ordinal(Date.parse(span.to) - 1) : max(ordinals);
  const step = stepOf(unit, last - first + 1);
  const sums = Array.from({ length: Math.floor((last - first) / step) + 1 }, () => timed[0]?.counts.map(() => 0) ?? []);
  timed.forEach(({ counts }, row) => {
    const at = Math.floor(((ordinals[row] ?? first) - first) / step);
    const sum = sums[Math.min(sums.length - 1, Math.max(0, at))];
    counts.forEach((count, column) => {
      if (sum) sum[column] = (sum[column] ?? 0) + count;
    });
  });
  const starts = sums.map((_, at) => unit.startMs(first + at * step));
  return {
    each: lengthText(step, unit),
    buckets: labelsOf(starts, unit).map((label, at) => ({ label, counts: sums[at] ?? [] })),
  };
}

function startMsOf(period: Value): number | undefined {
  if (period === null || !PERIOD.test(period)) return undefined;
  const ms = Date.parse(`${period}${'0000-01-01T00:00'.slice(period.length)}:00Z`);
  return Number.isNaN(ms) ? undefined : ms;
}

function stepOf({ steps }: Unit, units: number): number {
  const least = Math.ceil(units / MAX_CHART_POINTS);
  return steps.find((step) => step >= least) ?? least;
}

function lengthText(step: number, { name }: Unit): string {
  const [count, noun] = name === 'day' && step % 7 === 0 ? [step / 7, 'week'] : [step, name];
  return count === 1 ? noun : `${count} ${noun}s`;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

function labelsOf(starts: readonly number[], { name }: Unit): string[] {
  const times = starts.map((ms) => new Date(ms));
  const isOneYear = new Set(times.map((time) => time.getUTCFullYear())).size === 1;
  return times.map((time) => {
    const iso = time.toISOString();
    const month = MONTHS[time.getUTCMonth()];
    const year = yearText(time.getUTCFullYear());
    if (name === 'month') return `${month} ${year}`;
    const day = `${time.getUTCDate()} ${month}${isOneYear ? '' : ` ${year}`}`;
    return name === 'day' ? day : `${day} ${iso.slice(11, 16)}`;
  });
}

const min = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.min(one, other));
const max = (numbers: readonly number[]): number => numbers.reduce((one, other) => Math.max(one, other));
