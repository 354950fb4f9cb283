import { UserFacingError } from '../errors.js';

/** A stretch of `eventtime`, half-open: `from` is inside, `to` is not. Both are UTC, to the second: `2026-11-20T00:00:00Z`. */
export interface Span {
  readonly from: string;
  readonly to: string;
}

/** What a question looks at. */
export interface Window {
  /** As people type and read it: `24h`, `2026-11-20..2026-11-22`, `all`. Asked at another time, `24h` is another span. */
  readonly text: string;
  /** Absent: all there is, events without a usable time too. */
  readonly span?: Span | undefined;
}

/** The window that bounds nothing. */
export const ALL: Window = { text: 'all' };

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const RELATIVE = /^(\d{1,4})(m|h|d)$/;
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME_OF_DAY = /^(\d{2}:\d{2}(?::\d{2})?)Z?$/i;
const MOMENT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}(?::\d{2})?)Z?$/i;
/** CloudTrail began in November 2013; no event is older. */
const LONGEST_MS = 15 * 366 * UNIT_MS.d;
/** Two windows of the same text are the same one while people look at it. */
const SAME_WITHIN_MS = 10 * 60_000;

/** Whether a word is meant as a window, readable or not: it begins with a digit, or is `all`. */
export const looksLikeWindow = (word: string): boolean => /^(?:\d|all$)/i.test(word);

/**
 * Reads a window: `24h` (the last 24 hours), `7d`, `15m`; `2026-11-20` (that day, UTC); `2026-11-20..2026-11-22` (both days
 * whole); `2026-11-20T10:00Z..12:30Z` (up to, but not at, the end; the second day may be left out when it is the first);
 * `2026-11-20..now`; `all`. The future is allowed as an end, so that today can be asked for.
 *
 * @throws UserFacingError when the text is none, or its end is not after its start.
 */
export function readWindow(text: string, now: Date): Window {
  if (/^all$/i.test(text)) return ALL;
  const span = relativeSpan(text, now) ?? absoluteSpan(text, now);
  if (!span) {
    throw new UserFacingError(
      `"${text.slice(0, 60)}" is not a window. Try 24h, 7d, 2026-11-20..2026-11-22, 2026-11-20T10:00Z..12:30Z or all.`,
    );
  }
  return { text, span };
}

/** Whether two windows are the same for people who look at an answer: the same text, and asked at nearly the same time. */
export const isSameWindow = (one: Window, other: Window): boolean =>
  one.text === other.text &&
  Math.abs(Date.parse(one.span?.from ?? NO_TIME) - Date.parse(other.span?.from ?? NO_TIME)) < SAME_WITHIN_MS;

const NO_TIME = '1970-01-01T00:00:00Z';

/** Both ends of a window, UTC: `2026-11-23 10:41 → 2026-11-24 10:41 UTC`; `all there is` without a bound. */
export const describeWindow = ({ span }: Window): string =>
  span ? `${shortTime(span.from)} → ${shortTime(span.to)} UTC` : 'all there is';

/** A window in as few words as say it: `last 24 h`, `2026-11-20`, `all there is`. */
export function briefWindow({ text, span }: Window): string {
  if (!span) return 'all there is';
  const [, amount, unit] = RELATIVE.exec(text) ?? [];
  return amount === undefined ? text : `last ${amount} ${unit}`;
}

function relativeSpan(text: string, now: Date): Span | undefined {
  const [, amount, unit] = RELATIVE.exec(text) ?? [];
  if (amount === undefined) return undefined;
  const spanMs = Number(amount) * UNIT_MS[unit === 'm' || unit === 'h' ? unit : 'd'];
  if (spanMs === 0 || spanMs > LONGEST_MS) return undefined;
  return { from: seconds(now.getTime() - spanMs), to: seconds(now.getTime()) };
}

function absoluteSpan(text: string, now: Date): Span | undefined {
  const [first = '', last, ...rest] = text.split('..');
  if (rest.length > 0 || (last === undefined && !DAY.test(first))) return undefined;
  const fromMs = startMs(first);
  const toMs = endMs(last ?? first, first, now);
  if (fromMs === undefined || toMs === undefined) return undefined;
  if (toMs <= fromMs) {
    throw new UserFacingError(
      `"${text}" ends before it begins. Put the earlier time first, as in 2026-11-20..2026-11-22.`,
    );
  }
  return { from: seconds(fromMs), to: seconds(toMs) };
}

function startMs(text: string): number | undefined {
  if (DAY.test(text)) return dayMs(text);
  const [, day, time] = MOMENT.exec(text) ?? [];
  return day === undefined ? undefined : momentMs(day, time ?? '');
}

/** A day ends with it; a time of day without one is on the day of the start. */
function endMs(text: string, start: string, now: Date): number | undefined {
  if (/^now$/i.test(text)) return now.getTime();
  const day = dayMs(text);
  if (day !== undefined) return day + UNIT_MS.d;
  const [, time] = TIME_OF_DAY.exec(text) ?? [];
  return time === undefined ? startMs(text) : momentMs(start.slice(0, 10), time);
}

function momentMs(day: string, time: string): number | undefined {
  const epochMs = Date.parse(`${day}T${time}Z`);
  return dayMs(day) === undefined || Number.isNaN(epochMs) ? undefined : epochMs;
}

/** `2026-02-30` is no day, though `Date` takes it for one. */
function dayMs(text: string): number | undefined {
  if (!DAY.test(text)) return undefined;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(epochMs) || !new Date(epochMs).toISOString().startsWith(text) ? undefined : epochMs;
}

const shortTime = (time: string): string => `${time.slice(0, 10)} ${time.slice(11, 16)}`;

const seconds = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;
