import { type AthenaClient, paginateGetQueryResults, type Row } from '@aws-sdk/client-athena';
import type { Detection, Value } from '../detections/detection.js';
import type { Answer } from '../investigation/run.js';

/**
 * The most rows that one call of `GetQueryResults` returns.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html (as of November 2026)
 */
export const ROWS_PER_PAGE = 1000;

const TOTALS = ['table_rows', 'table_calls'] as const;

/**
 * Reads every page of a finished query. The two columns of totals are taken off the rows.
 *
 * @throws Error when the columns are not those that the detection declares: rows under wrong names would mislead.
 */
export async function readAnswer(
  client: AthenaClient,
  executionId: string,
  detection: Detection,
  signal: AbortSignal,
): Promise<Answer> {
  const pages = paginateGetQueryResults(
    { client, pageSize: ROWS_PER_PAGE },
    { QueryExecutionId: executionId },
    { abortSignal: signal },
  );
  const table: (readonly Value[])[] = [];
  let names: readonly string[] | undefined;
  for await (const { ResultSet: page } of pages) {
    let rows = (page?.Rows ?? []).map(valuesOf);
    if (!names) {
      names = (page?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '' }) => Name);
      checkColumns(names, detection);
      // Athena puts the names of the columns into the first row of a SELECT, and only of its first page.
      if (rows[0] && isSame(rows[0], names)) rows = rows.slice(1);
    }
    for (const row of rows) {
      if (row.length !== names.length) {
        throw new Error(`"${detection.id}" gave a row of ${row.length} values for ${names.length} columns`);
      }
      table.push(row);
    }
  }
  if (!names) throw new Error(`"${detection.id}" gave no page of results`);
  return withoutTotals(table, names, detection);
}

/** NULL comes as a datum without a value, empty text as an empty value. */
const valuesOf = ({ Data = [] }: Row): Value[] => Data.map(({ VarCharValue = null }) => VarCharValue);

const isTotal = (name: string): boolean => TOTALS.some((total) => total === name);

const isSame = (left: readonly Value[], right: readonly Value[]): boolean =>
  left.length === right.length && left.every((value, index) => value === right[index]);

function checkColumns(names: readonly string[], detection: Detection): void {
  const declared = detection.columns.map(({ name }) => name);
  const totals = names.filter(isTotal).toSorted();
  if (
    isSame(
      names.filter((name) => !isTotal(name)),
      declared,
    ) &&
    isSame(totals, TOTALS.toSorted())
  )
    return;
  throw new Error(
    `"${detection.id}" declares the columns ${[...declared, ...TOTALS].join(', ')}, but its SQL returned ${names.join(', ') || 'none'}`,
  );
}

function withoutTotals(table: readonly (readonly Value[])[], names: readonly string[], detection: Detection): Answer {
  const [first] = table;
  return {
    rows: table.map((row) => row.filter((_, index) => !isTotal(names[index] ?? ''))),
    totalRows: first ? totalOf('table_rows', first, names, detection) : 0,
    totalCalls: first ? totalOf('table_calls', first, names, detection) : 0,
  };
}

/** The totals are the same in every row. */
function totalOf(
  name: (typeof TOTALS)[number],
  row: readonly Value[],
  names: readonly string[],
  detection: Detection,
): number {
  const value = row[names.indexOf(name)];
  if (!value || !/^\d{1,15}$/.test(value)) throw new Error(`"${detection.id}" gave ${name} = ${JSON.stringify(value)}`);
  return Number(value);
}
