import { type Fail, isColumn, type Scope, type ScopeColumn } from './scope.js';
import { child, children, isTree, kindOf, numberOf, type Tree, textOf } from './sql-tree.js';

/** The keys of a GROUP BY. */
export interface GroupingKeys {
  readonly all: readonly unknown[];
  /** Those in GROUPING SETS, ROLLUP and CUBE. */
  readonly inSets: readonly unknown[];
}

/** The keys of a query's GROUP BY, each as often as it is written. */
export function groupingKeys(select: Tree): GroupingKeys {
  const keys = { all: [] as unknown[], inSets: [] as unknown[] };
  const collect = (expressions: readonly unknown[], isInSet: boolean) => {
    for (const expression of expressions) {
      const [kind, content] = kindOf(expression) ?? [];
      if (kind === 'function' && /^(grouping sets|rollup|cube)$/i.test(textOf(content, 'name') ?? '')) {
        collect(children(content, 'args'), true);
      } else if (kind === 'tuple') {
        collect(children(content, 'expressions'), isInSet);
      } else {
        keys.all.push(expression);
        if (isInSet) keys.inSets.push(expression);
      }
    }
  };
  collect(children(child(select, 'group_by'), 'expressions'), false);
  return keys;
}

/** A query with a GROUP BY, or without one. */
export interface GroupedQuery {
  readonly select: Tree;
  readonly keys: GroupingKeys;
  /** What the query returns. */
  readonly columns: readonly ScopeColumn[];
  readonly scope: Scope;
}

/**
 * Refuses what Trino cannot group by in several ways at once: only columns, not fields of structures or other expressions. What
 * `grouping(…)` asks about has to be one of them. https://github.com/trinodb/trino/issues/22604 (as of November 2026)
 *
 * @throws QueryFailure
 */
export function checkGrouping({ select, keys, columns, scope }: GroupedQuery, fail: Fail): void {
  for (const key of keys.inSets) {
    if (isColumn(columnOf(key), scope)) continue;
    const problem = `GROUP BY expression must be a column reference: ${written(key)}`;
    throw fail('INVALID_COLUMN_REFERENCE', problem, key);
  }
  const names = new Set(keys.all.map((key) => columnOf(meantBy(key, select))?.name.toLowerCase()));
  for (const argument of groupingArguments([select.expressions, select.having, select.order_by])) {
    const column = columnOf(argument);
    if (isColumn(column, scope) && names.has(column?.name.toLowerCase())) continue;
    const problem = `The arguments to GROUPING() must be expressions referenced by the GROUP BY at the associated query level. Mismatch due to ${written(argument)}.`;
    throw fail('EXPRESSION_NOT_AGGREGATE', problem, argument);
  }
  const returned = new Set(columns.map(({ name }) => name));
  for (const argument of groupingArguments(select.order_by)) {
    const column = columnOf(argument);
    if (column?.qualifier !== undefined || !returned.has(column?.name.toLowerCase() ?? '')) continue;
    const problem = 'Invalid reference to output of SELECT clause from grouping() expression in ORDER BY';
    throw fail('EXPRESSION_NOT_AGGREGATE', problem, argument);
  }
}

/** The expression that a key means: itself, or that of the select list at its ordinal. */
function meantBy(key: unknown, select: Tree): unknown {
  const ordinal = numberOf(key);
  const item = ordinal === undefined ? key : children(select, 'expressions')[ordinal - 1];
  const [kind, content] = kindOf(item) ?? [];
  return kind === 'alias' ? content?.this : item;
}

/** What `grouping(…)` is asked about, anywhere in a part of a query but not in queries inside it. */
function groupingArguments(part: unknown): readonly unknown[] {
  if (Array.isArray(part)) return part.flatMap(groupingArguments);
  if (!isTree(part)) return [];
  const call = child(part, 'function');
  if (call && /^grouping$/i.test(textOf(call, 'name') ?? '')) return children(call, 'args');
  return 'select' in part ? [] : Object.values(part).flatMap(groupingArguments);
}

function columnOf(expression: unknown) {
  const [kind, content] = kindOf(expression) ?? [];
  const name = textOf(child(content, 'name'), 'name');
  if (kind !== 'column' || name === undefined) return undefined;
  return { name, qualifier: textOf(child(content, 'table'), 'name') };
}

/** A name as it was written, such as `useridentity.sessioncontext.sessionissuer.arn`; of anything else, no more than that it is something else. */
function written(expression: unknown): string {
  const [kind, content] = kindOf(expression) ?? [];
  if (kind === 'dot') return `${written(content?.this)}.${textOf(child(content, 'field'), 'name')}`;
  const column = columnOf(expression);
  if (column) return column.qualifier === undefined ? column.name : `${column.qualifier}.${column.name}`;
  return kind === 'literal' ? (textOf(content, 'value') ?? '') : 'an expression';
}
