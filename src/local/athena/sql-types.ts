import type { Shape } from './schema.js';

const SCALARS = [
  'varchar',
  'integer',
  'bigint',
  'double',
  'decimal',
  'boolean',
  'date',
  'time',
  'timestamp',
  'timestamp with time zone',
  'interval',
  'json',
  'ipaddress',
  'varbinary',
] as const;
export type Scalar = (typeof SCALARS)[number];

/** An expression's type, as far as it matters for what Athena refuses. `unknown` is NULL, or more than is modelled; it fits anywhere. */
export type SqlType =
  | { readonly name: Scalar | 'unknown' }
  | { readonly name: 'row'; readonly fields: ReadonlyMap<string, SqlType> }
  | { readonly name: 'array'; readonly item: SqlType }
  | { readonly name: 'map'; readonly value: SqlType };

export const UNKNOWN: SqlType = { name: 'unknown' };
export const VARCHAR: SqlType = { name: 'varchar' };
export const BOOLEAN: SqlType = { name: 'boolean' };

const NUMBERS: ReadonlySet<string> = new Set(['integer', 'bigint', 'double', 'decimal']);
const TIMES: ReadonlySet<string> = new Set(['date', 'timestamp', 'timestamp with time zone']);

export const isNumber = ({ name }: SqlType): boolean => NUMBERS.has(name);
/** Whether a value of the type is a structure or a map, of which a layout may have less than is stored. */
export const hasFields = ({ name }: SqlType): boolean => name === 'row' || name === 'map';
const isTime = ({ name }: SqlType): boolean => TIMES.has(name);

/** Whether Trino would find a common type for both: it converts among numbers and among times, but no text to anything. */
export function areComparable(one: SqlType, other: SqlType): boolean {
  if (one.name === 'unknown' || other.name === 'unknown') return true;
  return one.name === other.name || (isNumber(one) && isNumber(other)) || (isTime(one) && isTime(other));
}

/** The type of what an array or map holds. */
export function itemOf(type: SqlType): SqlType {
  if (type.name === 'array') return type.item;
  return type.name === 'map' ? type.value : UNKNOWN;
}

/** The type of a CloudTrail column. */
export function typeOfShape(shape: Shape): SqlType {
  if (shape === 'string') return VARCHAR;
  if (shape === 'map') return { name: 'map', value: VARCHAR };
  if ('items' in shape) return { name: 'array', item: typeOfShape(shape.items) };
  const fields = Object.entries(shape.fields).map(([name, field]) => [name.toLowerCase(), typeOfShape(field)] as const);
  return { name: 'row', fields: new Map(fields) };
}

const ALIASES: Readonly<Record<string, Scalar>> = {
  text: 'varchar',
  char: 'varchar',
  var_char: 'varchar',
  int: 'integer',
  small_int: 'integer',
  tiny_int: 'integer',
  big_int: 'bigint',
  real: 'double',
  float: 'double',
  bool: 'boolean',
  ip_address: 'ipaddress',
  timestamptz: 'timestamp with time zone',
};

/** The type that a CAST names, from the SDK's word for it. */
export function typeNamed(word: string | undefined): SqlType {
  const name = SCALARS.find((scalar) => scalar === word) ?? ALIASES[word ?? ''];
  return name ? { name } : UNKNOWN;
}
