import { Dialect, transpile } from '@polyglot-sql/sdk';
import { child, kindOf, rewrite, type Tree, writeStatement } from './sql-tree.js';
import { ATHENA_DIALECT } from './tokens.js';

/** Where DuckDB has the table. */
const DUCKDB_TABLE = { name: 'cloudtrail', schema: 'main' } as const;
const MARKER = /'athena-parameter-(\d+)-61c1a1f0'/g;

/** Stands for a parameter in the statement, as a text: moving to another dialect may change the order of arguments. */
export const parameterMarker = (index: number): string => `athena-parameter-${index + 1}-61c1a1f0`;

/** Which parameter, from 0, a text in the statement stands for. */
export function markedParameter(text: string): number | undefined {
  const [, number] = new RegExp(`^${MARKER.source}$`).exec(`'${text}'`) ?? [];
  return number === undefined ? undefined : Number(number) - 1;
}

/** Moves a checked statement to DuckDB. The marked parameters become `$1`, `$2`, …, the given mentions of the table DuckDB's own. */
export function toDuckDb(tree: unknown, tables: ReadonlySet<Tree>): string {
  const replaced = (node: Tree): Tree | undefined => tableAsDuckDb(node, tables) ?? countIfAsTrino(node, replaced);
  const moved = rewrite(tree, replaced);
  const result = transpile(writeStatement(moved), ATHENA_DIALECT, Dialect.DuckDB);
  if (!result.success || !result.sql?.[0]) throw new Error(`cannot move the statement to DuckDB: ${result.error}`);
  return result.sql[0].replace(MARKER, '$$$1');
}

function tableAsDuckDb(node: Tree, tables: ReadonlySet<Tree>): Tree | undefined {
  const table = kindOf(node)?.[1];
  if (!table || !tables.has(table)) return undefined;
  const name = child(table, 'name');
  const identifier = (text: string) => ({ ...name, name: text, quoted: false });
  return {
    table: {
      ...table,
      name: identifier(DUCKDB_TABLE.name),
      schema: identifier(DUCKDB_TABLE.schema),
      catalog: null,
      // Columns may be qualified by the name that the table has in Athena.
      alias: child(table, 'alias') ?? name,
    },
  };
}

/** Where a condition is NULL in every row, Trino counts 0 and DuckDB says NULL. */
function countIfAsTrino(node: Tree, replaced: (node: Tree) => Tree | undefined): Tree | undefined {
  const call = child(node, 'count_if');
  if (!call) return undefined;
  const condition = { coalesce: { expressions: [rewrite(call.this, replaced), { boolean: { value: false } }] } };
  return { count_if: { ...call, this: condition } };
}
