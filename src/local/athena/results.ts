import {
  DuckDBArrayValue,
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBIntervalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  type DuckDBValueConverter,
} from '@duckdb/node-api';

/** A column of a result: its name in lower case, its type in Athena's words, and what ColumnInfo says about that type. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
  readonly precision: number;
  readonly scale: number;
}

/** A result as Athena writes it: everything is text, or NULL. */
export interface ResultTable {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
}

const UNBOUNDED_VARCHAR = 2_147_483_647;

const SCALAR_TYPES: Partial<Record<DuckDBTypeId, readonly [type: string, precision: number, scale?: number]>> = {
  [DuckDBTypeId.BOOLEAN]: ['boolean', 0],
  [DuckDBTypeId.TINYINT]: ['tinyint', 3],
  [DuckDBTypeId.SMALLINT]: ['smallint', 5],
  [DuckDBTypeId.INTEGER]: ['integer', 10],
  [DuckDBTypeId.BIGINT]: ['bigint', 19],
  // DuckDB's sum of a bigint, and its counts in places; in Athena these stay bigint.
  [DuckDBTypeId.HUGEINT]: ['bigint', 19],
  [DuckDBTypeId.UBIGINT]: ['bigint', 19],
  [DuckDBTypeId.UINTEGER]: ['bigint', 19],
  [DuckDBTypeId.FLOAT]: ['real', 17],
  [DuckDBTypeId.DOUBLE]: ['double', 17],
  [DuckDBTypeId.DATE]: ['date', 0],
  [DuckDBTypeId.TIMESTAMP]: ['timestamp', 3, 3],
  [DuckDBTypeId.TIMESTAMP_TZ]: ['timestamp with time zone', 3, 3],
  [DuckDBTypeId.LIST]: ['array', 0],
  [DuckDBTypeId.ARRAY]: ['array', 0],
  [DuckDBTypeId.MAP]: ['map', 0],
  [DuckDBTypeId.STRUCT]: ['row', 0],
  [DuckDBTypeId.INTERVAL]: ['interval day to second', 0],
};

/** How Athena describes a column that DuckDB computed. */
export function resultColumn(name: string, type: DuckDBType): ResultColumn {
  const [athenaType, precision, scale = 0] = SCALAR_TYPES[type.typeId] ?? ['varchar', UNBOUNDED_VARCHAR];
  if (type.typeId === DuckDBTypeId.DECIMAL && 'width' in type && 'scale' in type) {
    return { name: name.toLowerCase(), type: 'decimal', precision: Number(type.width), scale: Number(type.scale) };
  }
  if (type.alias === 'JSON') return { name: name.toLowerCase(), type: 'json', precision: 0, scale: 0 };
  return { name: name.toLowerCase(), type: athenaType, precision, scale };
}

/** Writes a value as Athena does in `VarCharValue`: `[a, b]`, `{k=v}`, `2026-11-20 10:00:00.000`, `12.0`. */
export const renderValue: DuckDBValueConverter<string> = (value, type) => (value === null ? null : render(value, type));

function render(value: DuckDBValue, type?: DuckDBType): string {
  if (value === null) return 'null';
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue) {
    return `[${value.items.map((item) => render(item)).join(', ')}]`;
  }
  if (value instanceof DuckDBStructValue) {
    return braces(Object.entries(value.entries).map(([name, field]) => [name.toLowerCase(), field]));
  }
  if (value instanceof DuckDBMapValue) return braces(value.entries.map(({ key, value }) => [render(key), value]));
  if (value instanceof DuckDBTimestampValue) return timestamp(value.micros);
  if (value instanceof DuckDBTimestampTZValue) return `${timestamp(value.micros)} UTC`;
  if (value instanceof DuckDBIntervalValue) return interval(value);
  if (value instanceof DuckDBDateValue || value instanceof DuckDBDecimalValue) return value.toString();
  if (
    typeof value === 'number' &&
    (type === undefined || type.typeId === DuckDBTypeId.DOUBLE || type.typeId === DuckDBTypeId.FLOAT)
  )
    return double(value);
  return String(value);
}

const braces = (fields: readonly (readonly [string, DuckDBValue])[]): string =>
  `{${fields.map(([name, value]) => `${name}=${render(value)}`).join(', ')}}`;

const timestamp = (micros: bigint): string =>
  new Date(Number(micros / 1000n)).toISOString().replace('T', ' ').replace('Z', '');

/** As Trino writes an interval: `2 03:04:05.000`. */
function interval({ days, micros }: DuckDBIntervalValue): string {
  const ms = BigInt(days) * 86_400_000n + micros / 1000n;
  const size = ms < 0n ? -ms : ms;
  const clock = new Date(Number(size % 86_400_000n)).toISOString().slice(11, 23);
  return `${ms < 0n ? '-' : ''}${size / 86_400_000n} ${clock}`;
}

/** As Java writes a double: at least one decimal, exponents from 1.0E7 on and below 0.001. */
function double(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const size = Math.abs(value);
  if (value === 0 || (size >= 1e-3 && size < 1e7)) return Number.isInteger(value) ? `${value}.0` : String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
}
