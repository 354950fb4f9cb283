import type { Column, ColumnKind, Value } from '../../detections/detection.js';
import { shortIdentity } from '../../detections/identity.js';
import { readable } from '../../detections/readable.js';
import { shortened, visible } from '../../text.js';

/** How many characters of a value a table shows. */
const WIDTHS: Record<ColumnKind, number> = {
  identity: 80,
  time: 30,
  count: 20,
  service: 40,
  action: 60,
  region: 30,
  ip: 60,
  key: 40,
  agent: 60,
  text: 80,
};
const MAX_HEADING = 40;

/** Names that do not read well as they are. */
const HEADINGS: Readonly<Record<string, string>> = {
  actor: 'Identity',
  actor_type: 'Type',
  arn: 'Identity',
  eventtime: 'Time (UTC)',
  eventsource: 'Service',
  eventname: 'Action',
  awsregion: 'Region',
  sourceipaddress: 'Address',
  useragent: 'User agent',
  accesskeyid: 'Access key',
  recipientaccountid: 'Account',
  code: 'Error',
  errorcode: 'Error',
  errormessage: 'Message',
  denied: 'Refused',
  total: 'Calls',
  period: 'Time (UTC)',
  first_seen: 'First (UTC)',
  last_seen: 'Last (UTC)',
  newest: 'Newest (UTC)',
};

/** A column as people read it. */
export function headingOf({ name }: Column): string {
  const heading = HEADINGS[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;
  return shortened(heading, MAX_HEADING);
}

/** The number in a cell that counts; absent: it is no count, or too large to be told exactly. */
export const countIn = (value: Value, { kind }: Column): number | undefined =>
  kind === 'count' && value !== null && /^\d{1,15}$/.test(value) ? Number(value) : undefined;

/** A value as a cell shows it: never empty (Slack refuses an empty cell), never more than its column's width. */
export function cellText(value: Value, column: Column, labels: ReadonlyMap<Value, string>): string {
  const { kind } = column;
  const label = kind === 'identity' ? labels.get(value) : countIn(value, column)?.toLocaleString('en-US');
  return shortened(visible(label ?? readable(value, kind)), WIDTHS[kind]);
}

/**
 * The identities in all columns of a table by the short name that cells and buttons show, or the whole ARN where two would look
 * the same.
 */
export function identityLabels(columns: readonly Column[], rows: readonly (readonly Value[])[]): Map<Value, string> {
  const places = columns.flatMap(({ kind }, at) => (kind === 'identity' ? [at] : []));
  const arns = new Set(rows.flatMap((row) => places.map((at) => row[at])).filter((arn) => typeof arn === 'string'));
  const short = [...arns].map((arn) => [arn, shortIdentity(arn)] as const);
  const uses = new Map<string, number>();
  for (const [, name] of short) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map<Value, string>(short.map(([arn, name]) => [arn, (uses.get(name) ?? 0) > 1 ? arn : name]));
}
