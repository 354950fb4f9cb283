import type { Fail, Scope, ScopeColumn } from './scope.js';
import { child, children, kindOf, type Tree, textOf } from './sql-tree.js';
import type { SqlType } from './sql-types.js';

/** The columns that a select list gives. `typeOf` finds out an item's type. @throws QueryFailure */
export function selectedColumns(
  expressions: readonly unknown[],
  scope: Scope,
  typeOf: (expression: unknown) => SqlType,
  fail: Fail,
): ScopeColumn[] {
  const columns: ScopeColumn[] = [];
  for (const item of expressions) {
    const [kind, content] = kindOf(item) ?? [];
    if (kind === 'star') {
      columns.push(...starColumns(content, scope, fail));
    } else {
      const expression = kind === 'alias' ? content?.this : item;
      const name = kind === 'alias' ? textOf(child(content, 'alias'), 'name') : nameOf(expression);
      columns.push({ name: (name ?? `_col${columns.length}`).toLowerCase(), type: typeOf(expression) });
    }
  }
  return columns;
}

function starColumns(star: Tree | undefined, scope: Scope, fail: Fail): readonly ScopeColumn[] {
  if (['except', 'replace', 'rename'].some((part) => children(star, part).length > 0)) {
    throw fail('SYNTAX_ERROR', "mismatched input '(' after '*'", star);
  }
  const qualifier = textOf(child(star, 'table'), 'name')?.toLowerCase();
  const relations = scope.relations.filter(({ name }) => qualifier === undefined || name?.toLowerCase() === qualifier);
  if (relations.length === 0) {
    const problem = qualifier
      ? `Table '${qualifier}' not found`
      : 'SELECT * not allowed in queries without FROM clause';
    throw fail('SYNTAX_ERROR', problem, star);
  }
  return relations.flatMap(({ columns }) => columns);
}

/** The name that a column gets without an alias: its own, or its field's. */
function nameOf(expression: unknown): string | undefined {
  const [kind, content] = kindOf(expression) ?? [];
  if (kind === 'column') return textOf(child(content, 'name'), 'name');
  return kind === 'dot' ? textOf(child(content, 'field'), 'name') : undefined;
}
