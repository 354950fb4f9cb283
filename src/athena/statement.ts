import type { Query } from '../investigation/ports.js';
import type { Window } from '../investigation/window.js';
import { identifier } from './identifier.js';
import { stringLiteral } from './literal.js';

/** The deployed CloudTrail table, in the layout of AWS Security Analytics Bootstrap. */
export interface CloudTrailTable {
  readonly database: string;
  readonly table: string;
}

/** A query as `StartQueryExecution` takes it. Without parameters, `executionParameters` is empty: Athena wants it left out then. */
export interface Statement {
  readonly sql: string;
  readonly executionParameters: readonly string[];
}

/**
 * CloudTrail's columns as `events` has them. `responseelements` is not among them: it holds session tokens in clear.
 * https://github.com/awslabs/aws-security-analytics-bootstrap, create_cloudtrail_table.sql (as of November 2026)
 */
export const EVENT_COLUMNS = [
  'eventversion',
  'useridentity',
  'eventtime',
  'eventsource',
  'eventname',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'errormessage',
  'requestparameters',
  'additionaleventdata',
  'requestid',
  'eventid',
  'resources',
  'eventtype',
  'apiversion',
  'readonly',
  'recipientaccountid',
  'serviceeventdetails',
  'sharedeventid',
  'vpcendpointid',
] as const;

const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** Blanks and comments, then `WITH`: the detection brings common tables of its own. */
const OWN_TABLES = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*with\s/i;

/** A detection's SQL, over `events` bounded to the window and the partitions that can hold it. No detection can forget the bound. */
export function statementOf({ detection, window, parameters }: Query, table: CloudTrailTable): Statement {
  const events = `WITH events AS (\n${eventsIn(window, table)}\n)`;
  const own = OWN_TABLES.exec(detection.sql)?.[0];
  const executionParameters = detection.parameters.map((name) => {
    const value = parameters[name];
    if (value === undefined) throw new Error(`"${detection.id}" is asked without its parameter "${name}"`);
    return stringLiteral(value);
  });
  return {
    sql: own === undefined ? `${events}\n${detection.sql}` : `${events},\n${detection.sql.slice(own.length)}`,
    executionParameters,
  };
}

/**
 * `eventtime` is text, and so compared as text. The bounds are literals that code makes, because only constant partition bounds
 * are sure to limit what Athena reads, and pays for.
 */
function eventsIn(window: Window, { database, table }: CloudTrailTable): string {
  const fromMs = epochMs(window.from);
  const toMs = epochMs(window.to);
  if (toMs <= fromMs) throw new Error(`the window ends (${window.to}) before it begins (${window.from})`);
  // A partition is the day of delivery: some minutes after the call, never before it, so the next day may hold the last calls.
  const lastDayMs = toMs - SECOND_MS + DAY_MS;
  return [
    `  SELECT ${EVENT_COLUMNS.map(identifier).join(', ')}`,
    `  FROM ${identifier(database)}.${identifier(table)}`,
    `  WHERE date_partition BETWEEN '${partitionDay(fromMs)}' AND '${partitionDay(lastDayMs)}'`,
    `    AND eventtime >= '${window.from}' AND eventtime < '${window.to}'`,
  ].join('\n');
}

function epochMs(time: string): number {
  const ms = TIME.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms)) throw new Error(`${JSON.stringify(time)} is no time of a window (2026-11-20T00:00:00Z)`);
  return ms;
}

const partitionDay = (ms: number): string => new Date(ms).toISOString().slice(0, 10).replaceAll('-', '/');
