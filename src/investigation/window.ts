import { UserFacingError } from '../errors.js';

/** A span of `eventtime`, half-open: `from` is inside, `to` is not. Both are UTC, to the second: `2026-11-20T00:00:00Z`. */
export interface Window {
  readonly from: string;
  readonly to: string;
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const RELATIVE = /^(\d{1,4})(m|h|d)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
/** CloudTrail began in November 2013; no event is older. */
const LONGEST_MS = 15 * 366 * UNIT_MS.d;

/** Whether a word is meant as a window, readable or not: it begins with a digit. */
export const looksLikeWindow = (word: string): boolean => /^\d/.test(word);

/**
 * Reads a window: `24h` (the last 24 hours), `7d`, `15m`, `2026-11-20` (that day, UTC) or `2026-11-20..2026-11-22` (both days
 * whole). The future is allowed as an end, so that today can be asked for.
 *
 * @throws UserFacingError when the text is none, or its end is not after its start.
 */
export function readWindow(text: string, now: Date): Window {
  const relative = RELATIVE.exec(text);
  if (relative) {
    const spanMs = Number(relative[1]) * UNIT_MS[relative[2] as keyof typeof UNIT_MS];
    if (spanMs > 0 && spanMs <= LONGEST_MS)
      return { from: seconds(now.getTime() - spanMs), to: seconds(now.getTime()) };
  }
  const [first = '', last = first, ...rest] = text.split('..');
  if (rest.length === 0) {
    const fromMs = dayMs(first);
    const lastMs = dayMs(last);
    if (fromMs !== undefined && lastMs !== undefined) {
      if (lastMs < fromMs) throw new UserFacingError(`"${text}" ends before it begins. Try ${last}..${first}.`);
      return { from: seconds(fromMs), to: seconds(lastMs + UNIT_MS.d) };
    }
  }
  throw new UserFacingError(`"${text.slice(0, 60)}" is not a window. Try 24h, 7d or 2026-11-20..2026-11-22.`);
}

/** Both ends of a window, UTC: `2026-11-23 10:41 → 2026-11-24 10:41 UTC`. */
export function describeWindow({ from, to }: Window): string {
  return `${shortTime(from)} → ${shortTime(to)} UTC`;
}

/**
 * The window of a question that was asked at `at` (ISO time), in as few words as say it: `last 24 h`, `last 7 d`, `2026-11-20`,
 * `2026-11-20..2026-11-22`, or both ends.
 */
export function briefWindow(window: Window, at: string): string {
  const spanMs = Date.parse(window.to) - Date.parse(window.from);
  if (Math.abs(Date.parse(at) - Date.parse(window.to)) < ASKED_JUST_NOW_MS) {
    const [unit, unitMs] = UNITS.find(([, ms]) => spanMs % ms === 0 && spanMs / ms > 1) ?? ['m', UNIT_MS.m];
    return `last ${spanMs / unitMs} ${unit}`;
  }
  const lastDay = new Date(Date.parse(window.to) - UNIT_MS.d).toISOString().slice(0, 10);
  if (!window.from.endsWith('T00:00:00Z') || spanMs % UNIT_MS.d !== 0) return describeWindow(window);
  return spanMs === UNIT_MS.d ? lastDay : `${window.from.slice(0, 10)}..${lastDay}`;
}

const UNITS: readonly (readonly [string, number])[] = [
  ['d', UNIT_MS.d],
  ['h', UNIT_MS.h],
  ['m', UNIT_MS.m],
];
/** Opening the case and its card come between reading the window and the entry in the log. */
const ASKED_JUST_NOW_MS = 60_000;

const shortTime = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

const seconds = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;

function dayMs(text: string): number | undefined {
  if (!DAY.test(text)) return undefined;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(epochMs) || !new Date(epochMs).toISOString().startsWith(text) ? undefined : epochMs;
}
