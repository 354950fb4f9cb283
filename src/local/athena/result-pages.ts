import { RequestRefused } from './athena-errors.js';
import type { ResultColumn, ResultTable } from './results.js';

/** One page of a result, as GetQueryResults returns it. The first page begins with a row of the column names. */
export function resultPage(result: ResultTable, maxResults: number, nextToken: string | undefined) {
  const header = result.columns.map(({ name }) => name);
  const start = nextToken === undefined ? 0 : offsetOf(nextToken);
  // Row 0 is the header, so that it counts against the page's size as it does in Athena.
  const rows = [header, ...result.rows].slice(start, start + maxResults);
  const end = start + rows.length;
  return {
    UpdateCount: 0,
    ResultSet: {
      Rows: rows.map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) })),
      ResultSetMetadata: { ColumnInfo: result.columns.map(columnInfo) },
    },
    ...(end < result.rows.length + 1 ? { NextToken: tokenOf(end) } : {}),
  };
}

function columnInfo({ name, type, precision, scale }: ResultColumn) {
  return {
    CatalogName: 'hive',
    SchemaName: '',
    TableName: '',
    Name: name,
    Label: name,
    Type: type,
    Precision: precision,
    Scale: scale,
    Nullable: 'UNKNOWN',
    CaseSensitive: type === 'varchar',
  };
}

const tokenOf = (offset: number): string => Buffer.from(`row:${offset}`).toString('base64url');

function offsetOf(token: string): number {
  const [, offset] = /^row:(\d+)$/.exec(Buffer.from(token, 'base64url').toString()) ?? [];
  if (!offset) throw new RequestRefused('InvalidRequestException', 'Invalid NextToken', 'INVALID_INPUT');
  return Number(offset);
}
