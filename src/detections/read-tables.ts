import type { Detection, Table, TableRows, Value } from './detection.js';

/** What a query returned: the names of its columns, and its rows. */
export interface ResultRows {
  readonly names: readonly string[];
  readonly rows: readonly (readonly Value[])[];
  /** Whether there are more rows than these. */
  readonly isCutOff: boolean;
}

const TABLE_NAME = 'table_name';
const TABLE_ROWS = 'table_rows';
const TABLE_CALLS = 'table_calls';

/**
 * Sorts the rows of a question's one statement into its tables, in the order in which they are declared.
 *
 * @throws Error when the columns are not those that the detection declares, or a row belongs to no table: rows under wrong names
 * would mislead.
 */
export function readTables(result: ResultRows, detection: Detection): TableRows[] {
  checkColumns(result.names, detection);
  const at = result.names.indexOf(TABLE_NAME);
  const byTable = new Map<Value, (readonly Value[])[]>(detection.tables.map(({ name }) => [name, []]));
  for (const row of result.rows) {
    const table = byTable.get(detection.namesTables ? (row[at] ?? null) : (detection.tables[0]?.name ?? null));
    if (!table)
      throw new Error(
        `"${detection.id}" gave a row of the table ${JSON.stringify(row[at])}, which it does not declare`,
      );
    table.push(row);
  }
  return detection.tables.map((table) => tableOf(table, byTable.get(table.name) ?? [], result, detection));
}

function checkColumns(names: readonly string[], { id, tables, namesTables }: Detection): void {
  const declared = new Set(tables.flatMap(({ columns }) => columns.map(({ name }) => name)));
  if (namesTables) declared.add(TABLE_NAME);
  const missing = [...declared].filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !declared.has(name) && name !== TABLE_ROWS && name !== TABLE_CALLS);
  if (missing.length === 0 && unknown.length === 0) return;
  throw new Error(
    `"${id}" declares the columns ${[...declared].join(', ')}, but its SQL returned ${names.join(', ') || 'none'}`,
  );
}

function tableOf(
  { name, columns }: Table,
  rows: readonly (readonly Value[])[],
  { names, isCutOff }: ResultRows,
  detection: Detection,
): TableRows {
  const places = columns.map((column) => names.indexOf(column.name));
  const own = rows.map((row) => places.map((place) => row[place] ?? null));
  const totalRows = totalOf(TABLE_ROWS, rows, names, detection);
  const totalCalls = totalOf(TABLE_CALLS, rows, names, detection);
  return {
    name,
    rows: own,
    totalRows: totalRows ?? own.length,
    totalCalls: totalCalls ?? callsOf(columns, own),
    ...(isCutOff && totalRows === undefined ? { isCutOff } : {}),
  };
}

/** A table without a count has one call a row. */
function callsOf(columns: Table['columns'], rows: readonly (readonly Value[])[]): number {
  const at = columns.findIndex(({ kind }) => kind === 'count');
  return at < 0 ? rows.length : rows.reduce((sum, row) => sum + Number(row[at] ?? 0), 0);
}

/** The totals are the same in every row of a table. `undefined` when the SQL does not give them. */
function totalOf(
  name: string,
  rows: readonly (readonly Value[])[],
  names: readonly string[],
  { id }: Detection,
): number | undefined {
  const place = names.indexOf(name);
  if (place < 0) return undefined;
  const [first] = rows;
  if (!first) return 0;
  const value = first[place];
  if (!value || !/^\d{1,15}$/.test(value)) throw new Error(`"${id}" gave ${name} = ${JSON.stringify(value)}`);
  return Number(value);
}
