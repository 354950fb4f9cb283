import { identifier } from './identifier.js';
import { type DayFormat, isDay } from './projection.js';

/**
 * An SQL condition on partition keys that holds exactly for the partitions of the days `firstDay` to `lastDay` (inclusive, UTC,
 * `2026-11-20`). It is made of literals, so that it limits what is read, and it can stand between any other conditions.
 *
 * @throws Error when these are no days, or not in order.
 */
export type DaysCondition = (firstDay: string, lastDay: string) => string;

/** Over one key that holds the whole date. */
export function dateCondition(key: string, { render, isSortable }: DayFormat): DaysCondition {
  // `timestamp` is a word of SQL.
  const column = key === 'timestamp' ? identifier(key) : key;
  return (firstDay, lastDay) => {
    const [first, last] = daysOf(firstDay, lastDay);
    if (isSortable) return `${column} BETWEEN '${render(firstDay)}' AND '${render(lastDay)}'`;
    const days: string[] = [];
    for (let at = first; at <= last; at = dayAfter(at)) days.push(`'${render(at.toISOString().slice(0, 10))}'`);
    return `${column} IN (${days.join(', ')})`;
  };
}

/** Over the keys `year`, `month` and `day`, the latter two of two digits. */
export const yearMonthDayCondition: DaysCondition = (firstDay, lastDay) =>
  mergedCondition(...daysOf(firstDay, lastDay));

/** Whole years, whole months and single days, each merged with their like, so that a long window makes a short condition. */
function mergedCondition(first: Date, last: Date): string {
  const from = monthOf(first);
  const to = monthOf(last);
  const startsWhole = first.getUTCDate() === 1;
  const endsWhole = last.getUTCDate() === lengthOf(to);
  const pieces =
    from === to && !(startsWhole && endsWhole)
      ? [daysPiece(from, first.getUTCDate(), last.getUTCDate())]
      : [
          ...(startsWhole ? [] : [daysPiece(from, first.getUTCDate(), lengthOf(from))]),
          ...monthsPieces(startsWhole ? from : from + 1, endsWhole ? to : to - 1),
          ...(endsWhole ? [] : [daysPiece(to, 1, last.getUTCDate())]),
        ];
  return pieces.length === 1 ? pieces.join() : `(${pieces.join(' OR ')})`;
}

/** Whole months, both inclusive. Months are counted from the year 0. */
function monthsPieces(from: number, to: number): string[] {
  const firstYear = Math.ceil(from / 12);
  const endYear = Math.floor((to + 1) / 12);
  if (from > to) return [];
  if (firstYear > endYear) return [monthsPiece(from, to)];
  return [
    ...(from < firstYear * 12 ? [monthsPiece(from, firstYear * 12 - 1)] : []),
    ...(firstYear < endYear ? [`(${between('year', firstYear, endYear - 1)})`] : []),
    ...(endYear * 12 <= to ? [monthsPiece(endYear * 12, to)] : []),
  ];
}

/** Months of one year. */
const monthsPiece = (from: number, to: number): string =>
  `(${yearIs(from)} AND ${between('month', (from % 12) + 1, (to % 12) + 1)})`;

/** Days of one month. */
const daysPiece = (month: number, from: number, to: number): string =>
  `(${yearIs(month)} AND ${between('month', (month % 12) + 1)} AND ${between('day', from, to)})`;

const yearIs = (month: number): string => between('year', Math.floor(month / 12));

function between(key: string, from: number, to = from): string {
  const [first, last] = [from, to].map((value) => `'${String(value).padStart(key === 'year' ? 4 : 2, '0')}'`);
  return first === last ? `${identifier(key)} = ${first}` : `${identifier(key)} BETWEEN ${first} AND ${last}`;
}

const monthOf = (day: Date): number => day.getUTCFullYear() * 12 + day.getUTCMonth();
const lengthOf = (month: number): number =>
  new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).getUTCDate();
const dayAfter = (day: Date): Date => new Date(day.getTime() + 86_400_000);

function daysOf(firstDay: string, lastDay: string): [Date, Date] {
  for (const day of [firstDay, lastDay]) {
    if (!isDay(day)) throw new Error(`${JSON.stringify(day)} is no day (2026-11-20)`);
  }
  if (lastDay < firstDay) throw new Error(`the last day (${lastDay}) is before the first (${firstDay})`);
  return [new Date(firstDay), new Date(lastDay)];
}
