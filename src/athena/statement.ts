import { ROW_LIMIT } from '../detections/detection.js';
import type { ParameterValue } from '../detections/parameter.js';
import type { Subject, SubjectKind } from '../detections/subject.js';
import type { Query } from '../investigation/ports.js';
import type { Span, Window } from '../investigation/window.js';
import { eventColumns } from './event-columns.js';
import { identifier } from './identifier.js';
import type { TableLayout } from './layout.js';
import { integerLiteral, stringLiteral } from './literal.js';

/** The deployed CloudTrail table. */
export interface CloudTrailTable {
  readonly database: string;
  readonly table: string;
  readonly layout: TableLayout;
}

/** A query as `StartQueryExecution` takes it. Without parameters, `executionParameters` is empty: Athena wants it left out then. */
export interface Statement {
  readonly sql: string;
  readonly executionParameters: readonly string[];
}

const DAY_MS = 86_400_000;
const SECOND_MS = 1000;
const TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** Blanks and comments, then `WITH`: the detection brings common tables of its own. */
const OWN_TABLES = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)*with\s/i;

/** Which column of `events` holds a subject. */
const SUBJECT_COLUMNS: Readonly<Record<SubjectKind, string>> = {
  identity: 'actor',
  role: 'role',
  key: 'accesskeyid',
  address: 'sourceipaddress',
  agent: 'useragent',
};

/**
 * A detection's SQL, over `events` bounded to the window, the partitions that can hold it, and the subject where there is one. No
 * detection can forget the bound.
 */
export function statementOf(query: Query, table: CloudTrailTable): Statement {
  const { detection, about } = query;
  if (detection.isAboutSubject && !about) throw new Error(`"${detection.id}" is asked without a subject`);
  const subject = detection.isAboutSubject ? about : undefined;
  const events = `WITH events AS (\n${eventsIn(query.window, subject, table)}\n)`;
  const own = OWN_TABLES.exec(detection.sql)?.[0];
  return {
    sql: own === undefined ? `${events}\n${detection.sql}` : `${events},\n${detection.sql.slice(own.length)}`,
    executionParameters: [
      ...(subject ? [stringLiteral(subject.value)] : []),
      ...detection.placeholders.map((name) => literalOf(name, query)),
    ],
  };
}

function literalOf(name: string, { detection, parameters, rowLimit }: Query): string {
  if (name === ROW_LIMIT) return integerLiteral(String(rowLimit));
  const value = parameters[name];
  if (value === undefined) throw new Error(`"${detection.id}" is asked without its parameter "${name}"`);
  return encoded(value);
}

const encoded = ({ type, text }: ParameterValue): string =>
  type === 'integer' ? integerLiteral(text) : stringLiteral(text);

function eventsIn(
  { span }: Window,
  subject: Subject | undefined,
  { database, table, layout }: CloudTrailTable,
): string {
  const bounds = span ? boundsOf(span, layout) : [];
  return [
    ...(subject ? ['SELECT * FROM ('] : []),
    `  SELECT ${eventColumns(layout, span).join(',\n         ')}`,
    `  FROM ${identifier(database)}.${identifier(table)}`,
    ...(bounds.length > 0 ? [`  WHERE ${bounds.join('\n    AND ')}`] : []),
    ...(subject ? [`) WHERE ${SUBJECT_COLUMNS[subject.kind]} = ?`] : []),
  ].join('\n');
}

/**
 * The days, `2026-11-20` and both inclusive, whose partitions can hold a window's events. A partition is the day of delivery: some
 * minutes after the call, never before it, so the next day may hold the last calls.
 */
export const partitionDays = ({ from, to }: Span): { readonly first: string; readonly last: string } => ({
  first: day(epochMs(from)),
  last: day(epochMs(to) - SECOND_MS + DAY_MS),
});

/**
 * `eventtime` is text, and so compared as text: without a `Z`, since `10:30:00.123Z` sorts before `10:30:00Z`. The bounds are
 * literals that code makes, because only constant partition bounds are sure to limit what Athena reads, and pays for.
 */
function boundsOf(span: Span, layout: TableLayout): string[] {
  const fromMs = epochMs(span.from);
  const toMs = epochMs(span.to);
  if (toMs <= fromMs) throw new Error(`the window ends (${span.to}) before it begins (${span.from})`);
  const { first, last } = partitionDays(span);
  const partitions = layout.daysCondition(first, last);
  const [from, to] = [span.from, span.to].map((time) => `'${time.slice(0, -1)}'`);
  return [...(partitions === undefined ? [] : [partitions]), `eventtime >= ${from} AND eventtime < ${to}`];
}

function epochMs(time: string): number {
  const ms = TIME.test(time) ? Date.parse(time) : Number.NaN;
  if (Number.isNaN(ms)) throw new Error(`${JSON.stringify(time)} is no time of a window (2026-11-20T00:00:00Z)`);
  return ms;
}

const day = (ms: number): string => new Date(ms).toISOString().slice(0, 10);
