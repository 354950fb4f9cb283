import type { Column, ColumnKind, Value } from '../../detections/detection.js';
import { shortIdentity } from '../../detections/identity.js';
import { readable } from '../../detections/readable.js';
import { shortened, visible } from './text.js';

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

const HEADINGS: Readonly<Record<string, string>> = {
  arn: 'Identity',
  eventtime: 'Time (UTC)',
  eventsource: 'Service',
  eventname: 'Action',
  awsregion: 'Region',
  sourceipaddress: 'Address',
  useragent: 'User agent',
  accesskeyid: 'Access key',
  errorcode: 'Error',
  errormessage: 'Message',
  total: 'Calls',
  first_seen: 'First (UTC)',
  last_seen: 'Last (UTC)',
};

/** A column as people read it. */
export function headingOf({ name }: Column): string {
  return HEADINGS[name] ?? `${name.charAt(0).toUpperCase()}${name.slice(1).replaceAll('_', ' ')}`;
}

/** A value as a cell shows it: never empty (Slack refuses an empty cell), never more than its column's width. */
export function cellText(value: Value, { kind }: Column, labels: ReadonlyMap<Value, string>): string {
  const label = kind === 'identity' ? labels.get(value) : undefined;
  return shortened(visible(label ?? readable(value, kind)), WIDTHS[kind]);
}

/** Identities by the short name that a table and its buttons show, or the whole ARN where two would look the same. */
export function identityLabels(columns: readonly Column[], rows: readonly (readonly Value[])[]): Map<Value, string> {
  const at = columns.findIndex(({ kind }) => kind === 'identity');
  const arns = new Set(rows.map((row) => row[at]).filter((arn) => typeof arn === 'string'));
  const short = [...arns].map((arn) => [arn, shortIdentity(arn)] as const);
  const uses = new Map<string, number>();
  for (const [, name] of short) uses.set(name, (uses.get(name) ?? 0) + 1);
  return new Map<Value, string>(short.map(([arn, name]) => [arn, (uses.get(name) ?? 0) > 1 ? arn : name]));
}
