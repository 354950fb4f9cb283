import { quantile } from '../../test/chaos/quantile.js';
import { median } from '../engine/measurement.js';

/** Numbers of the same thing, measured several times. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
  readonly count: number;
}

/** @throws RangeError of none: nothing was measured then, which is no number. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('nothing was measured');
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), count: values.length };
}

/** `12.3 (11.0 to 15.2) ms`: the median and what it lies between. */
export const spreadText = (values: readonly number[], unit: string, digits = 1): string => {
  const { median: middle, least, most } = spreadOf(values);
  return `${fixed(middle, digits)} (${fixed(least, digits)} to ${fixed(most, digits)}) ${unit}`;
};

/** `1.24 ×`: how many times of another number one is. */
export const times = (one: number, other: number): string => `${(one / other).toFixed(2)} ×`;

/** A number with so many digits after the point, and commas between thousands. */
export const fixed = (value: number, digits: number): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** The value that 99 of 100 are at most. */
export const p99 = (values: readonly number[]): number => quantile(values, 0.99);

/** The value that 95 of 100 are at most. */
export const p95 = (values: readonly number[]): number => quantile(values, 0.95);

/** A point of a line: time, or whatever grows, and what was measured there. */
export interface Point {
  readonly at: number;
  readonly value: number;
}

/** By how much the value grows for each unit of `at`, by least squares. 0 of fewer than two places. */
export function slopeOf(points: readonly Point[]): number {
  const meanAt = mean(points.map(({ at }) => at));
  const meanValue = mean(points.map(({ value }) => value));
  const spread = points.reduce((sum, { at }) => sum + (at - meanAt) ** 2, 0);
  const together = points.reduce((sum, { at, value }) => sum + (at - meanAt) * (value - meanValue), 0);
  return spread === 0 ? 0 : together / spread;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
