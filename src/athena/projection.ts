import type { Coverage } from './coverage.js';

/** A table's properties by their names in lower case, as `GetTableMetadata` gives them in its `Parameters`. */
export type Properties = ReadonlyMap<string, string>;

/** Whether Athena makes up the table's partitions from its properties, and does not look for any that were added. */
export const isProjected = (properties: Properties): boolean =>
  settingOf(properties, 'projection.enabled')?.toLowerCase() === 'true';

/** How a partition key writes a day. */
export interface DayFormat {
  /** `2026-11-20` → `2026/11/20`. */
  render(day: string): string;
  /** The other way round; undefined: it is no such text. */
  read(text: string): string | undefined;
  /** Whether the order of the texts is that of the days. */
  readonly isSortable: boolean;
}

const DAY_PATTERN = /^(yyyy|MM|dd)[-/_. ]*(yyyy|MM|dd)[-/_. ]*(yyyy|MM|dd)$/;

/** Reads `yyyy/MM/dd`, in any order and with other separators. Undefined: the pattern is another, such as one with hours. */
export function dayFormat(pattern: string): DayFormat | undefined {
  const order = DAY_PATTERN.exec(pattern)?.slice(1) ?? [];
  if (new Set(order).size !== 3) return undefined;
  const reader = new RegExp(
    `^${pattern
      .replaceAll('.', '\\.')
      .replace('yyyy', '(?<yyyy>\\d{4})')
      .replace('MM', '(?<MM>\\d\\d)')
      .replace('dd', '(?<dd>\\d\\d)')}$`,
  );
  return {
    isSortable: order.join() === 'yyyy,MM,dd',
    render: (day) => {
      const [year = '', month = '', dayOfMonth = ''] = day.split('-');
      return pattern.replace('yyyy', year).replace('MM', month).replace('dd', dayOfMonth);
    },
    read: (text) => {
      const { yyyy, MM, dd } = reader.exec(text)?.groups ?? {};
      const day = `${yyyy}-${MM}-${dd}`;
      return isDay(day) ? day : undefined;
    },
  };
}

/** Whether a text is a day that exists: `2026-02-28`, not `2026-02-30`. */
export function isDay(text: string): boolean {
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

/** The days that a table covers. */
export type DayBounds = Pick<Coverage, 'firstDay' | 'lastDay'>;

/**
 * The days of a key that is projected as dates. Undefined: its range cannot be read.
 *
 * @param today what `NOW` means.
 */
export function projectedDays(
  properties: Properties,
  key: string,
  format: DayFormat,
  today: Date,
): DayBounds | undefined {
  const ends = properties.get(`projection.${key}.range`)?.split(',') ?? [];
  const [first, last, ...rest] = ends.map((end) => relativeDay(end, today) ?? format.read(end.trim()));
  return first === undefined || last === undefined || rest.length > 0 ? undefined : bounds(first, last, today);
}

/** The values of a key that is projected from a list. Undefined: from none, so that they are not known. */
export function projectedList(properties: Properties, key: string): readonly string[] | undefined {
  const isList = settingOf(properties, `projection.${key}.type`)?.toLowerCase() === 'enum';
  const values = isList ? properties.get(`projection.${key}.values`)?.split(',') : undefined;
  // Athena takes blanks for a part of the value, and no log lies where a name has some.
  return values?.filter((value) => /^\S+$/.test(value));
}

/** The values of a key that is projected from a list, as numbers, or as years. Undefined: as anything else. */
export function projectedNumbers(properties: Properties, key: string, today: Date): readonly string[] | undefined {
  const setting = (name: string) => settingOf(properties, `projection.${key}.${name}`);
  const [from = '', to = '', ...rest] = setting('range')?.split(',') ?? [];
  const isWhole = rest.length === 0 && (setting('interval') ?? '1') === '1';
  switch (setting('type')?.toLowerCase()) {
    case 'enum':
      return projectedList(properties, key);
    case 'integer':
      return isWhole ? numbers(from.trim(), to.trim(), Number(setting('digits') ?? 1)) : undefined;
    case 'date': {
      const yearOf = (end: string) => relativeDay(end, today)?.slice(0, 4) ?? end.trim();
      return isWhole && setting('format') === 'yyyy' ? numbers(yearOf(from), yearOf(to), 4) : undefined;
    }
    default:
      return undefined;
  }
}

function numbers(from: string, to: string, digits: number): readonly string[] | undefined {
  if (!/^\d{1,4}$/.test(from) || !/^\d{1,4}$/.test(to)) return undefined;
  const count = Math.max(0, Number(to) - Number(from) + 1);
  return Array.from({ length: count }, (_, index) => String(Number(from) + index).padStart(digits, '0'));
}

/** The days of a table whose years are known, in ascending order. */
export function boundsOfYears(years: readonly string[], today: Date): DayBounds {
  return bounds(`${years[0]}-01-01`, `${years.at(-1)}-12-31`, today);
}

/**
 * What a location of CloudTrail's own making limits a table to:
 * `s3://bucket/prefix/AWSLogs/[organization/]account/CloudTrail/[region/[year/[month/[day]]]]`.
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/get-and-view-cloudtrail-log-files.html (as of November 2026)
 */
export function coverageOfLocation(location: string, today: Date): Omit<Coverage, 'isLoadedByHand'> {
  const [fixed = ''] = location.split('${');
  const [, below = ''] = fixed.split('/AWSLogs/');
  const [account = '', trail, region = '', year = '', month = '', day = ''] = below.replace(/^o-\w+\//, '').split('/');
  if (!/^\d{12}$/.test(account)) return {};
  if (trail !== 'CloudTrail' || !/^[a-z]+(?:-[a-z]+)+-\d+$/.test(region)) return { accounts: [account] };
  const place = { accounts: [account], regions: [region] };
  const first = `${year}-${month || '01'}-${day || '01'}`;
  if (!isDay(first)) return place;
  const next = new Date(`${first}T00:00:00Z`);
  if (day) next.setUTCDate(next.getUTCDate() + 1);
  else if (month) next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCFullYear(next.getUTCFullYear() + 1);
  return { ...place, ...bounds(first, dayOf(new Date(next.getTime() - 1)), today) };
}

/** An end from today on takes nothing away. */
const bounds = (firstDay: string, lastDay: string, today: Date): DayBounds =>
  lastDay < dayOf(today) ? { firstDay, lastDay } : { firstDay };

const settingOf = (properties: Properties, name: string): string | undefined => properties.get(name)?.trim();
const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html (as of November 2026) */
const RELATIVE = /^\s*NOW\s*(?:([+-])\s*(\d{1,9})\s*(YEAR|MONTH|WEEK|DAY|HOUR|MINUTE|SECOND)S?\s*)?$/i;
const MONTHS_IN = new Map([
  ['YEAR', 12],
  ['MONTH', 1],
]);
const SECONDS_IN = new Map([
  ['WEEK', 604_800],
  ['DAY', 86_400],
  ['HOUR', 3600],
  ['MINUTE', 60],
  ['SECOND', 1],
]);

/** The day of `NOW`, `NOW-3YEARS`, …; undefined: the text is no such time, or one that no log has. */
function relativeDay(text: string, now: Date): string | undefined {
  const [match, sign, count = '0', unit = 'DAY'] = RELATIVE.exec(text) ?? [];
  if (match === undefined) return undefined;
  const amount = sign === '-' ? -Number(count) : Number(count);
  const months = amount * (MONTHS_IN.get(unit.toUpperCase()) ?? 0);
  const seconds = amount * (SECONDS_IN.get(unit.toUpperCase()) ?? 0);
  const time = new Date(now.getTime() + seconds * 1000);
  time.setUTCMonth(time.getUTCMonth() + months);
  // The 31st of a month that has 30 days is the 30th, and not the 1st of the next.
  if (months !== 0 && time.getUTCDate() !== now.getUTCDate()) time.setUTCDate(0);
  const year = time.getUTCFullYear();
  return year >= 1 && year <= 9999 ? dayOf(time) : undefined;
}
