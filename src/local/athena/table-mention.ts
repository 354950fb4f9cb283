import { COLUMNS, type Shape } from './schema.js';
import type { TableLayout } from './table-layouts.js';

/** Where DuckDB has all records, with every column of every layout. */
const RECORDS = 'main.cloudtrail';

/**
 * What a mention of the table stands for in DuckDB: a subquery with exactly the layout's columns and partition keys, over the
 * records that its partition projection covers.
 *
 * @param areStructsWhole whether the statement does more with structures than taking fields out of them. Cutting them down to the
 *   fields that the layout has takes longer than most questions.
 */
export function mentionSql(layout: TableLayout, areStructsWhole: boolean): string {
  const columns = layout.columns.map(({ key, shape }) => {
    const name = quoted(key.toLowerCase());
    const stored = COLUMNS.find((column) => column.key === key)?.shape ?? shape;
    return areStructsWhole ? `${cutDown(name, stored, shape)} AS ${name}` : name;
  });
  const keys = layout.partitionKeys.map(({ name, duckdbSql }) => `${duckdbSql} AS ${quoted(name)}`);
  const conditions = coverConditions(layout);
  const where = conditions.length > 0 ? ` WHERE ${conditions.join(' AND ')}` : '';
  return `(SELECT ${[...columns, ...keys].join(', ')} FROM ${RECORDS}${where})`;
}

function coverConditions({ limits: { accounts, firstDate, regions } }: TableLayout): string[] {
  return [
    ...(regions ? [oneOf('region_partition', regions)] : []),
    ...(accounts ? [oneOf('account_partition', accounts)] : []),
    ...(firstDate === undefined ? [] : [`date_partition >= ${text(firstDate)}`]),
  ];
}

/** An expression of a stored shape as one of the layout's shape: with fewer fields, or as a map. */
function cutDown(expression: string, stored: Shape, shape: Shape): string {
  if (shape === 'map') return asMap(expression, stored);
  if (typeof shape === 'string' || 'items' in shape || typeof stored === 'string' || 'items' in stored) {
    return expression;
  }
  const fields = Object.entries(shape.fields).map(([name, field]) => {
    const path = `${expression}.${quoted(name.toLowerCase())}`;
    return `${quoted(name.toLowerCase())} := ${cutDown(path, stored.fields[name] ?? field, field)}`;
  });
  return `CASE WHEN ${expression} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`;
}

function asMap(expression: string, stored: Shape): string {
  if (typeof stored === 'string' || 'items' in stored) {
    return `CAST(TRY_CAST(${expression} AS JSON) AS MAP(VARCHAR, VARCHAR))`;
  }
  const entries = Object.keys(stored.fields).map(
    (name) => `{'k': ${text(name)}, 'v': ${expression}.${quoted(name.toLowerCase())}}`,
  );
  const present = `list_filter([${entries.join(', ')}], lambda e: e.v IS NOT NULL)`;
  return `CASE WHEN ${expression} IS NOT NULL THEN map_from_entries(${present}) END`;
}

const quoted = (name: string): string => `"${name}"`;
const text = (value: string): string => `'${value.replaceAll("'", "''")}'`;
/** An empty list covers nothing. */
const oneOf = (column: string, values: readonly string[]): string =>
  values.length === 0 ? 'false' : `${column} IN (${values.map(text).join(', ')})`;
