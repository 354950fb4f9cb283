import { Dialect, transpile } from '@polyglot-sql/sdk';
import { child, kindOf, rewrite, type Tree, writeStatement } from './sql-tree.js';
import { ATHENA_DIALECT } from './tokens.js';

/** Stands for the table in a statement on its way to DuckDB. */
const TABLE_MARKER = 'athena-table-61c1a1f0';
const MARKER = /'athena-parameter-(\d+)-61c1a1f0'/g;

/** Stands for a parameter in the statement, as a text: moving to another dialect may change the order of arguments. */
export const parameterMarker = (index: number): string => `athena-parameter-${index + 1}-61c1a1f0`;

/** Which parameter, from 0, a text in the statement stands for. */
export function markedParameter(text: string): number | undefined {
  const [, number] = new RegExp(`^${MARKER.source}$`).exec(`'${text}'`) ?? [];
  return number === undefined ? undefined : Number(number) - 1;
}

/**
 * Moves a checked statement to DuckDB. The marked parameters become `$1`, `$2`, …, the given mentions of the table what stands for
 * it in DuckDB: a table or a subquery.
 */
export function toDuckDb(tree: unknown, tables: ReadonlySet<Tree>, mention: string): string {
  const replaced = (node: Tree): Tree | undefined => tableAsDuckDb(node, tables) ?? countIfAsTrino(node, replaced);
  const moved = rewrite(tree, replaced);
  const result = transpile(writeStatement(moved), ATHENA_DIALECT, Dialect.DuckDB);
  if (!result.success || !result.sql?.[0]) throw new Error(`cannot move the statement to DuckDB: ${result.error}`);
  return result.sql[0].replace(MARKER, '$$$1').replaceAll(`"${TABLE_MARKER}"`, () => mention);
}

function tableAsDuckDb(node: Tree, tables: ReadonlySet<Tree>): Tree | undefined {
  const table = kindOf(node)?.[1];
  if (!table || !tables.has(table)) return undefined;
  const name = child(table, 'name');
  return {
    table: {
      ...table,
      name: { ...name, name: TABLE_MARKER, quoted: true },
      schema: null,
      catalog: null,
      // Columns may be qualified by the name that the table has in Athena.
      alias: child(table, 'alias') ?? name,
    },
  };
}

/** Of no rows, and where a condition is NULL in every row, Trino counts 0 and DuckDB says NULL. Its plain `count` says 0 too. */
function countIfAsTrino(node: Tree, replaced: (node: Tree) => Tree | undefined): Tree | undefined {
  const call = child(node, 'count_if');
  if (!call) return undefined;
  const one = { literal: { literal_type: 'number', value: '1' } };
  const counted = { case: { operand: null, whens: [[rewrite(call.this, replaced), one]], else_: null } };
  const filter = rewrite(call.filter, replaced);
  return { count: { this: counted, star: false, distinct: call.distinct === true, filter, original_name: 'count' } };
}
