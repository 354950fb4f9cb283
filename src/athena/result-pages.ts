import { type AthenaClient, paginateGetQueryResults, type Row } from '@aws-sdk/client-athena';
import type { Detection, TableRows, Value } from '../detections/detection.js';
import { readTables } from '../detections/read-tables.js';
import type { Answer } from '../investigation/run.js';

/**
 * The most rows that one call of `GetQueryResults` returns.
 * https://docs.aws.amazon.com/athena/latest/APIReference/API_GetQueryResults.html (as of November 2026)
 */
export const ROWS_PER_PAGE = 1000;

/**
 * Reads the pages of a finished query, at most `rowLimit` rows of each table.
 *
 * @throws Error when the columns are not those that the detection declares: rows under wrong names would mislead.
 */
export async function readAnswer(
  client: AthenaClient,
  executionId: string,
  { detection, rowLimit }: { readonly detection: Detection; readonly rowLimit: number },
  signal: AbortSignal,
): Promise<Answer> {
  const pages = paginateGetQueryResults(
    { client, pageSize: ROWS_PER_PAGE },
    { QueryExecutionId: executionId },
    { abortSignal: signal },
  );
  const rows: (readonly Value[])[] = [];
  const wanted = rowLimit * detection.tables.length;
  let names: readonly string[] | undefined;
  let isCutOff = false;
  for await (const { ResultSet: page, NextToken } of pages) {
    let pageRows = (page?.Rows ?? []).map(valuesOf);
    if (!names) {
      names = (page?.ResultSetMetadata?.ColumnInfo ?? []).map(({ Name = '' }) => Name);
      // Athena puts the names of the columns into the first row of a SELECT, and only of its first page.
      if (pageRows[0] && isSame(pageRows[0], names)) pageRows = pageRows.slice(1);
    }
    for (const row of pageRows) {
      if (row.length !== names.length) {
        throw new Error(`"${detection.id}" gave a row of ${row.length} values for ${names.length} columns`);
      }
      rows.push(row);
    }
    // A question that sets itself no limit may have millions of rows.
    isCutOff = rows.length >= wanted && NextToken !== undefined;
    if (isCutOff) break;
  }
  if (!names) throw new Error(`"${detection.id}" gave no page of results`);
  return { tables: limited(readTables({ names, rows, isCutOff }, detection), rowLimit) };
}

const limited = (tables: readonly TableRows[], rowLimit: number): TableRows[] =>
  tables.map((table) => ({ ...table, rows: table.rows.slice(0, rowLimit) }));

/** NULL comes as a datum without a value, empty text as an empty value. */
const valuesOf = ({ Data = [] }: Row): Value[] => Data.map(({ VarCharValue = null }) => VarCharValue);

const isSame = (left: readonly Value[], right: readonly Value[]): boolean =>
  left.length === right.length && left.every((value, index) => value === right[index]);
