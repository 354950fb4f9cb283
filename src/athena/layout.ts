import type { Column, TableMetadata } from '@aws-sdk/client-athena';
import { messageOf } from '../errors.js';
import type { Coverage } from './coverage.js';
import { fieldOf, type HiveType, nameOfType, parseHiveType } from './hive-type.js';
import { dateCondition, yearMonthDayCondition } from './partition-days.js';
import {
  boundsOfYears,
  coverageOfLocation,
  type DayFormat,
  dayFormat,
  isProjected,
  type Properties,
  projectedDays,
  projectedList,
  projectedNumbers,
} from './projection.js';

/**
 * The ways in which CloudTrail tables are partitioned: AWS Security Analytics Bootstrap's, the two of Athena's guide (by partition
 * projection, and by hand), and none at all, as CloudTrail's console makes them.
 */
export const LAYOUT_NAMES = ['bootstrap', 'projection', 'manual', 'unpartitioned'] as const;
export type LayoutName = (typeof LAYOUT_NAMES)[number];

/** A deployed CloudTrail table, as far as a query over it has to know it. */
export interface TableLayout {
  readonly name: LayoutName;
  /** Whether the table has a column, or a field of a struct column: `eventcategory`, `useridentity.onbehalfof.userid`. Case-insensitive. */
  has(path: string): boolean;
  /** Names of all columns, lower case, in the table's order, partition keys not among them. */
  readonly columns: readonly string[];
  readonly partitionKeys: readonly string[];
  /**
   * An SQL condition on partition keys that holds exactly for the partitions of the days `firstDay` to `lastDay` (inclusive, UTC,
   * `2026-11-20`); undefined: the table has no partitions by day. It is made of literals, so that it limits what is read, and it
   * can stand between any other conditions.
   *
   * @throws Error when these are no days, or not in order.
   */
  daysCondition(firstDay: string, lastDay: string): string | undefined;
  readonly coverage: Coverage;
}

/** A table that cannot be asked, with what was seen and which tables can, for people. */
export class UnknownLayout extends Error {
  override readonly name = 'UnknownLayout';
}

/** What every CloudTrail table has, as text: the columns of the oldest guide, as far as questions rest on them. */
const REQUIRED: readonly string[] = [
  ...'type principalid arn accountid invokedby accesskeyid username'.split(' ').map((field) => `useridentity.${field}`),
  'useridentity.sessioncontext.sessionissuer.arn',
  'useridentity.sessioncontext.sessionissuer.type',
  ...'eventtime eventsource eventname awsregion sourceipaddress useragent errorcode errormessage'.split(' '),
  ...'requestparameters responseelements eventid'.split(' '),
];

const KNOWN =
  'Known are CloudTrail tables with the partition keys date_partition, region_partition and account_partition ' +
  "(AWS Security Analytics Bootstrap), timestamp, or region, year, month, day and perhaps account (both Athena's guide), " +
  "or with none (CloudTrail's console).";

/** Partition keys in alphabetical order, and the layout that they make. */
const LAYOUTS: ReadonlyMap<string, LayoutName> = new Map([
  ['account_partition, date_partition, region_partition', 'bootstrap'],
  ['timestamp', 'projection'],
  ['day, month, region, year', 'manual'],
  ['account, day, month, region, year', 'manual'],
  ['', 'unpartitioned'],
]);

/**
 * Reads the layout of a CloudTrail table off its definition.
 *
 * @param today what `NOW` means in the table's properties.
 * @throws UnknownLayout when it is no CloudTrail table, or none that can be asked.
 */
export function readLayout(metadata: TableMetadata, today: Date): TableLayout {
  const types = new Map((metadata.Columns ?? []).map((column) => [nameOf(column), typeOf(column)]));
  const has = (path: string) => typeAt(types, path) !== undefined;
  assertCloudTrail(types);
  const keys = metadata.PartitionKeys ?? [];
  const partitionKeys = keys.map(nameOf);
  const name = LAYOUTS.get(partitionKeys.toSorted().join(', '));
  if (name === undefined) {
    throw new UnknownLayout(`The table has the partition keys ${partitionKeys.join(', ')}. ${KNOWN}`);
  }
  for (const key of keys) {
    const type = nameOfType(typeOf(key));
    if (type !== 'text') throw new UnknownLayout(`The partition key ${nameOf(key)} is ${type}, not text. ${KNOWN}`);
  }
  const properties: Properties = new Map(
    Object.entries(metadata.Parameters ?? {}).map(([property, value]) => [property.toLowerCase(), value]),
  );
  return { name, has, columns: [...types.keys()], partitionKeys, ...partitionsOf(name, properties, today) };
}

type Partitions = Pick<TableLayout, 'daysCondition' | 'coverage'>;
type Places = Pick<Coverage, 'regions' | 'accounts'>;

const present = (name: 'regions' | 'accounts', list: readonly string[] | undefined): Places =>
  list === undefined ? {} : { [name]: list };

function partitionsOf(name: LayoutName, properties: Properties, today: Date): Partitions {
  const placesOfKeys = (region: string, account: string): Places => ({
    ...present('regions', projectedList(properties, region)),
    ...present('accounts', projectedList(properties, account)),
  });
  const limits = coverageOfLocation(locationOf(properties), today);
  switch (name) {
    case 'bootstrap':
      return byDate('date_partition', properties, placesOfKeys('region_partition', 'account_partition'), today);
    case 'projection':
      return byDate('timestamp', properties, limits, today);
    case 'manual':
      return byYearMonthDay(properties, { ...limits, ...placesOfKeys('region', 'account') }, today);
    case 'unpartitioned':
      return { daysCondition: () => undefined, coverage: { ...limits, isLoadedByHand: false } };
  }
}

/** Each partition that was added by hand has a location of its own, so that nothing is known of where and when they are. */
const LOADED_BY_HAND: Coverage = { isLoadedByHand: true };

/** A partition a day, under one key that holds the whole date. */
function byDate(key: string, properties: Properties, places: Places, today: Date): Partitions {
  if (!isProjected(properties)) {
    return { daysCondition: dateCondition(key, formatOf(key, 'yyyy/MM/dd')), coverage: LOADED_BY_HAND };
  }
  const setting = (name: string, otherwise = '') => properties.get(`projection.${key}.${name}`) ?? otherwise;
  const step = [setting('type'), setting('interval', '1'), setting('interval.unit', 'DAYS')].map((word) => word.trim());
  if (!/^date 1 days?$/i.test(step.join(' '))) {
    throw new UnknownLayout(`The partition key ${key} is projected as ${step.join(' ')}. Known is date 1 DAYS.`);
  }
  const format = formatOf(key, setting('format'));
  const days = projectedDays(properties, key, format, today);
  if (!days) {
    throw new UnknownLayout(
      `The range ${JSON.stringify(setting('range'))} of the partition key ${key} cannot be read as two days of the format ${setting('format')}, or NOW.`,
    );
  }
  return { daysCondition: dateCondition(key, format), coverage: { ...places, ...days, isLoadedByHand: false } };
}

function formatOf(key: string, pattern: string): DayFormat {
  const format = dayFormat(pattern);
  if (format) return format;
  throw new UnknownLayout(
    `The partition key ${key} has the format ${JSON.stringify(pattern)}. Known are those of yyyy, MM and dd, such as yyyy/MM/dd.`,
  );
}

/** A partition a day, under the keys `year`, `month` and `day`, the latter two of two digits, as in CloudTrail's own paths. */
function byYearMonthDay(properties: Properties, places: Places, today: Date): Partitions {
  const daysCondition = yearMonthDayCondition;
  if (!isProjected(properties)) return { daysCondition, coverage: LOADED_BY_HAND };
  const projected = (key: string) => projectedNumbers(properties, key, today) ?? [];
  const assertProjected = (key: string, isEnough: boolean, wanted: string) => {
    if (!isEnough) throw new UnknownLayout(`The partition key ${key} is not projected as ${wanted}.`);
  };
  const years = projected('year').toSorted();
  assertProjected('year', years.length > 0 && years.every((year) => /^\d{4}$/.test(year)), 'years, such as 2020,2026');
  assertProjected('month', includesAll(projected('month'), 12), 'the numbers from 01 to 12, with two digits');
  assertProjected('day', includesAll(projected('day'), 31), 'the numbers from 01 to 31, with two digits');
  return { daysCondition, coverage: { ...places, ...boundsOfYears(years, today), isLoadedByHand: false } };
}

/** Whether all numbers from 1 to `last` are there, with two digits. */
const includesAll = (values: readonly string[], last: number): boolean =>
  Array.from({ length: last }, (_, index) => String(index + 1).padStart(2, '0')).every((n) => values.includes(n));

const nameOf = ({ Name = '' }: Column): string => Name.toLowerCase();

function typeOf(column: Column): HiveType {
  try {
    return parseHiveType(column.Type ?? 'string');
  } catch (cause) {
    throw new UnknownLayout(`The column ${nameOf(column)} cannot be read: ${messageOf(cause)}.`, { cause });
  }
}

function typeAt(types: ReadonlyMap<string, HiveType>, path: string): HiveType | undefined {
  const [column = '', ...fields] = path.toLowerCase().split('.');
  const type = types.get(column);
  return type && fieldOf(type, fields);
}

function assertCloudTrail(types: ReadonlyMap<string, HiveType>): void {
  if (types.get('api')?.kind === 'struct') {
    throw new UnknownLayout(
      `The table holds OCSF events (of Security Lake or CloudWatch), which cannot be asked. ${KNOWN}`,
    );
  }
  if (types.get('eventtime')?.kind === 'scalar' && types.get('requestparameters')?.kind === 'map') {
    throw new UnknownLayout(`The table is an event data store of CloudTrail Lake, which cannot be asked. ${KNOWN}`);
  }
  const missing = REQUIRED.filter((path) => typeAt(types, path) === undefined);
  if (missing.length > 0) {
    throw new UnknownLayout(`The table lacks ${missing.join(', ')}, which every CloudTrail table has. ${KNOWN}`);
  }
  for (const path of REQUIRED) {
    const type = typeAt(types, path);
    if (type && nameOfType(type) !== 'text') {
      throw new UnknownLayout(`${path} is of type ${nameOfType(type)}, where CloudTrail tables have text. ${KNOWN}`);
    }
  }
}

const locationOf = (properties: Properties): string =>
  (isProjected(properties) ? properties.get('storage.location.template') : undefined) ??
  properties.get('location') ??
  '';
