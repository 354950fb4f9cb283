const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAY_MS = 86_400_000;

const two = (count: number): string => String(count).padStart(2, '0');
const dateOf = (ts: string | number): Date => new Date(Number(ts) * 1000);

/** `14:05`, UTC. `ts` is in seconds. */
export const clock = (ts: string | number): string => {
  const date = dateOf(ts);
  return `${two(date.getUTCHours())}:${two(date.getUTCMinutes())}`;
};

/** `2026-11-24 14:05:09 UTC`. `ts` is in seconds. */
export const fullTime = (ts: string | number): string => `${isoDay(ts)} ${clock(ts)}:${seconds(ts)} UTC`;

/** `2026-11-24`, UTC. `ts` is in seconds. */
export const isoDay = (ts: string | number): string => {
  const date = dateOf(ts);
  return `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;
};

/** `Today`, `Yesterday`, or `Tuesday, 24 November 2026`: UTC. `ts` is in seconds. */
export function dayName(ts: string | number, nowMs: number = Date.now()): string {
  if (isoDay(ts) === isoDay(nowMs / 1000)) return 'Today';
  if (isoDay(ts) === isoDay((nowMs - DAY_MS) / 1000)) return 'Yesterday';
  return `${WEEKDAYS[dateOf(ts).getUTCDay()]}, ${longDay(ts)}`;
}

/**
 * Fills Slack's date tokens (`{date_short} {time}`). Slack uses the reader's time zone; this page is in UTC throughout.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting (as of November 2026)
 */
export const fillDateFormat = (format: string, ts: number): string =>
  format.replace(/\{(\w+)\}/g, (token, name: string) => TOKENS.get(name)?.(ts) ?? token);

const seconds = (ts: string | number): string => two(dateOf(ts).getUTCSeconds());
const monthName = (ts: string | number): string => MONTHS[dateOf(ts).getUTCMonth()] ?? '';
const longDay = (ts: string | number): string =>
  `${dateOf(ts).getUTCDate()} ${monthName(ts)} ${dateOf(ts).getUTCFullYear()}`;
const shortDay = (ts: string | number): string =>
  `${dateOf(ts).getUTCDate()} ${monthName(ts).slice(0, 3)} ${dateOf(ts).getUTCFullYear()}`;
const prettyOr = (otherwise: (ts: number) => string) => (ts: number) => {
  const name = dayName(ts);
  return name.includes(',') ? otherwise(ts) : name.toLowerCase();
};
const namedDay = (ts: number): string => `${WEEKDAYS[dateOf(ts).getUTCDay()]}, ${longDay(ts)}`;

const TOKENS: ReadonlyMap<string, (ts: number) => string> = new Map([
  ['date_num', isoDay],
  ['date_slash', (ts: number) => isoDay(ts).replaceAll('-', '/')],
  ['date', longDay],
  ['date_short', shortDay],
  ['date_long', namedDay],
  ['date_pretty', prettyOr(longDay)],
  ['date_short_pretty', prettyOr(shortDay)],
  ['date_long_pretty', prettyOr(namedDay)],
  ['day_divider_pretty', prettyOr(namedDay)],
  ['time', clock],
  ['time_secs', (ts: number) => `${clock(ts)}:${seconds(ts)}`],
  ['ago', ago],
]);

function ago(ts: number): string {
  const minutes = Math.round((Date.now() / 1000 - ts) / 60);
  if (Math.abs(minutes) < 60) return inOrAgo(minutes, 'minute');
  const hours = Math.round(minutes / 60);
  return Math.abs(hours) < 48 ? inOrAgo(hours, 'hour') : inOrAgo(Math.round(hours / 24), 'day');
}

const inOrAgo = (count: number, unit: string): string => {
  const amount = `${Math.abs(count)} ${unit}${Math.abs(count) === 1 ? '' : 's'}`;
  return count < 0 ? `in ${amount}` : `${amount} ago`;
};
