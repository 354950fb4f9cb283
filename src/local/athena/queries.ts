import { type FailureCode, type Position, QueryFailure } from './athena-errors.js';
import { Expressions } from './expressions.js';
import { COLUMNS, PARTITION_KEYS } from './schema.js';
import type { Relation, Scope, ScopeColumn } from './scope.js';
import { child, children, isTree, kindOf, type Tree, textOf } from './sql-tree.js';
import { areComparable, type SqlType, typeOfShape, UNKNOWN, VARCHAR } from './sql-types.js';

/** The one table there is, and what an unqualified name is looked up in. */
export interface TableNames {
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly context: { readonly catalog: string; readonly database: string };
}

/** What a check needs beside the statement. */
export interface CheckOptions {
  readonly names: TableNames;
  /** The type of a text in quotes, which may stand for a parameter. */
  readonly textType: (text: string) => SqlType;
  /** Where the offset of a word in the text that was parsed is in the statement as it was sent. */
  readonly positionAt: (offset: number) => Position;
}

/** One reading of the table: Athena reads it anew for every mention. */
export interface TableScan {
  /** The table's node, by identity. */
  readonly table: Tree;
  readonly alias: string;
  /** The condition of the query that mentions it, if it has one. */
  readonly where: unknown;
  /** Whether the table is the only relation there, so that unqualified columns are its own. */
  readonly isAlone: boolean;
}

/** A statement that Athena would run. */
export interface CheckedStatement {
  readonly columns: readonly ScopeColumn[];
  readonly scans: readonly TableScan[];
}

const BASE_COLUMNS: readonly ScopeColumn[] = [
  ...COLUMNS.map(({ key, shape }) => ({ name: key.toLowerCase(), type: typeOfShape(shape) })),
  ...PARTITION_KEYS.map((name) => ({ name, type: VARCHAR })),
];

interface NamedQuery {
  readonly columns: readonly ScopeColumn[];
  readonly scans: readonly TableScan[];
}
type NamedQueries = ReadonlyMap<string, NamedQuery>;

/**
 * Holds a parsed statement against Athena's rules for names and types.
 *
 * @throws QueryFailure with Athena's reason.
 */
export function checkStatement(tree: unknown, options: CheckOptions): CheckedStatement {
  return new QueryCheck(options).statement(tree);
}

class QueryCheck {
  #scans: TableScan[] = [];
  /** Of the query that is looked at; subqueries in expressions see them too. */
  #named: NamedQueries = new Map();
  readonly #expressions: Expressions;

  constructor(private readonly options: CheckOptions) {
    this.#expressions = new Expressions({
      queryColumns: (query, scope) => this.#query(query, scope),
      textType: options.textType,
      positionOf: (tree) => this.#positionOf(tree),
      fail: (code, problem, at) => this.#fail(code, problem, at),
    });
  }

  statement(tree: unknown): CheckedStatement {
    const columns = this.#query(tree, { relations: [] });
    return { columns, scans: this.#scans };
  }

  /** The columns that a query returns. */
  #query(query: unknown, around: Scope): readonly ScopeColumn[] {
    const [kind, content] = kindOf(query) ?? [];
    if (!kind || !content) throw this.#fail('NOT_SUPPORTED', 'this query is not supported here', query);
    const outside = this.#named;
    this.#named = this.#namedQueries(content, around);
    try {
      if (kind === 'select') return this.#select(content, around);
      if (kind === 'subquery' || kind === 'paren') return this.#query(content.this, around);
      if (kind === 'values') return this.#values(content, around);
      if (['union', 'intersect', 'except'].includes(kind)) return this.#setOperation(content, around);
      throw this.#fail('NOT_SUPPORTED', `${kind} is not supported here`, query);
    } finally {
      this.#named = outside;
    }
  }

  #namedQueries(content: Tree, around: Scope): NamedQueries {
    const all = new Map(this.#named);
    if (child(content, 'with')?.recursive === true)
      throw this.#fail('NOT_SUPPORTED', 'WITH RECURSIVE is not supported here', content);
    for (const cte of children(child(content, 'with'), 'ctes')) {
      const scansBefore = this.#scans;
      this.#scans = [];
      this.#named = all;
      const columns = renamed(this.#query(child(cte, 'this'), around), children(cte, 'columns'));
      // Reading is counted where the named query is mentioned, as often as it is.
      all.set((textOf(child(cte, 'alias'), 'name') ?? '').toLowerCase(), { columns, scans: this.#scans });
      this.#scans = scansBefore;
    }
    return all;
  }

  #setOperation(content: Tree, around: Scope): readonly ScopeColumn[] {
    const left = this.#query(content.left, around);
    const right = this.#query(content.right, around);
    if (left.length !== right.length) {
      throw this.#fail(
        'TYPE_MISMATCH',
        `query has different number of fields: ${left.length}, ${right.length}`,
        content,
      );
    }
    const odd = left.findIndex(({ type }, index) => !areComparable(type, right[index]?.type ?? UNKNOWN));
    if (odd >= 0) {
      const types = `${left[odd]?.type.name}, ${right[odd]?.type.name}`;
      throw this.#fail('TYPE_MISMATCH', `column ${odd + 1} in query has incompatible types: ${types}`, content);
    }
    this.#orderBy(content, left, { relations: [] });
    return left;
  }

  #values(content: Tree, around: Scope): readonly ScopeColumn[] {
    const [first] = children(content, 'expressions');
    return children(first, 'expressions').map((value, index) => ({
      name: `_col${index}`,
      type: this.#expressions.typeOf(value, around),
    }));
  }

  #select(select: Tree, around: Scope): readonly ScopeColumn[] {
    const where = child(select, 'where_clause')?.this;
    const scope: Scope = { relations: this.#relations(select, where, around), parent: around };
    if (where) this.#expressions.condition(where, 'WHERE clause', scope);
    const having = child(select, 'having')?.this;
    if (having) this.#expressions.condition(having, 'HAVING clause', scope);
    const columns = this.#selected(children(select, 'expressions'), scope);
    this.#groupBy(select, columns, scope);
    for (const window of children(select, 'windows')) this.#expressions.typeOf([child(window, 'spec')], scope);
    this.#orderBy(select, columns, scope);
    return columns;
  }

  #selected(expressions: readonly unknown[], scope: Scope): ScopeColumn[] {
    const columns: ScopeColumn[] = [];
    for (const expression of expressions) {
      const [kind, content] = kindOf(expression) ?? [];
      if (kind === 'star') {
        columns.push(...this.#star(content, scope));
      } else {
        const value = kind === 'alias' ? content?.this : expression;
        const name = kind === 'alias' ? textOf(child(content, 'alias'), 'name') : nameOf(value);
        columns.push({
          name: (name ?? `_col${columns.length}`).toLowerCase(),
          type: this.#expressions.typeOf(value, scope),
        });
      }
    }
    return columns;
  }

  #star(star: Tree | undefined, scope: Scope): readonly ScopeColumn[] {
    if (['except', 'replace', 'rename'].some((part) => children(star, part).length > 0)) {
      throw this.#fail('SYNTAX_ERROR', "mismatched input '(' after '*'", star);
    }
    const qualifier = textOf(child(star, 'table'), 'name')?.toLowerCase();
    const relations = scope.relations.filter(
      ({ name }) => qualifier === undefined || name?.toLowerCase() === qualifier,
    );
    if (relations.length === 0) {
      const problem = qualifier
        ? `Table '${qualifier}' not found`
        : 'SELECT * not allowed in queries without FROM clause';
      throw this.#fail('SYNTAX_ERROR', problem, star);
    }
    return relations.flatMap(({ columns }) => columns);
  }

  #groupBy(select: Tree, columns: readonly ScopeColumn[], scope: Scope): void {
    for (const key of groupingKeys(children(child(select, 'group_by'), 'expressions'))) {
      const ordinal = ordinalOf(key);
      if (ordinal === undefined) this.#expressions.typeOf(key, scope);
      else this.#assertOrdinal('GROUP BY', ordinal, columns, key);
    }
  }

  #orderBy(query: Tree, columns: readonly ScopeColumn[], scope: Scope): void {
    const byName = new Map(columns.map((column) => [column.name, column]));
    // Names of the result come before those of the tables.
    const ordering: Scope = { relations: [{ columns: [...byName.values()] }], parent: scope };
    for (const term of children(child(query, 'order_by'), 'expressions')) {
      const key = isTree(term) ? term.this : undefined;
      const ordinal = ordinalOf(key);
      if (ordinal === undefined) this.#expressions.typeOf(key, ordering);
      else this.#assertOrdinal('ORDER BY', ordinal, columns, key);
    }
  }

  #assertOrdinal(clause: string, ordinal: number, columns: readonly ScopeColumn[], at: unknown): void {
    if (ordinal >= 1 && ordinal <= columns.length) return;
    throw this.#fail('INVALID_COLUMN_REFERENCE', `${clause} position ${ordinal} is not in select list`, at);
  }

  #relations(select: Tree, where: unknown, around: Scope): Relation[] {
    const joins = children(select, 'joins');
    const sources = [...children(child(select, 'from'), 'expressions'), ...joins.map((join) => child(join, 'this'))];
    const relations: Relation[] = [];
    sources.forEach((source, index) => {
      const join = joins[index - (sources.length - joins.length)];
      const using = new Set(children(join, 'using').map((name) => textOf(name, 'name')?.toLowerCase()));
      const relation = this.#relation(source, { where, isAlone: sources.length === 1 }, { relations, parent: around });
      // A column that both sides are joined by is there once.
      relations.push({ ...relation, columns: relation.columns.filter(({ name }) => !using.has(name)) });
      const on = isTree(join) ? join.on : undefined;
      if (on) this.#expressions.condition(on, 'JOIN ON clause', { relations, parent: around });
    });
    return relations;
  }

  #relation(source: unknown, mention: Pick<TableScan, 'where' | 'isAlone'>, scope: Scope): Relation {
    const [kind, content] = kindOf(source) ?? [];
    if (kind === 'table' && content) return this.#table(content, mention);
    if (kind === 'subquery' && content) {
      const columns = renamed(this.#query(content.this, scope), children(content, 'column_aliases'));
      return { name: textOf(child(content, 'alias'), 'name'), columns };
    }
    if (kind === 'alias' && kindOf(content?.this)?.[0] === 'unnest') return this.#unnest(content, scope);
    throw this.#fail('NOT_SUPPORTED', 'this kind of table is not supported here', source);
  }

  /** `UNNEST(array) AS u(item)`. Athena makes the fields of rows columns of their own; DuckDB does not. */
  #unnest(content: Tree | undefined, scope: Scope): Relation {
    const unnest = kindOf(content?.this)?.[1];
    const type = this.#expressions.typeOf(unnest?.this, scope);
    const names = children(content, 'column_aliases');
    if ((type.name === 'array' && type.item.name === 'row') || type.name === 'map' || names.length !== 1) {
      throw this.#fail('NOT_SUPPORTED', 'UNNEST of rows, of maps or of several arrays is not supported here', unnest);
    }
    const item = { name: '', type: type.name === 'array' ? type.item : UNKNOWN };
    return { name: textOf(child(content, 'alias'), 'name'), columns: renamed([item], names) };
  }

  #table(table: Tree, mention: Pick<TableScan, 'where' | 'isAlone'>): Relation {
    const [name = '', schema, catalog] = ['name', 'schema', 'catalog'].map((part) =>
      textOf(child(table, part), 'name'),
    );
    const alias = textOf(child(table, 'alias'), 'name') ?? name;
    const query = schema === undefined ? this.#named.get(name.toLowerCase()) : undefined;
    if (query) {
      this.#scans.push(...query.scans);
      return { name: alias, columns: renamed(query.columns, children(table, 'column_aliases')) };
    }
    this.#assertTable(name, schema, catalog, table);
    if (table.table_sample) throw this.#fail('NOT_SUPPORTED', 'TABLESAMPLE is not supported here', table);
    this.#scans.push({ table, alias, ...mention });
    return { name: alias, columns: renamed(BASE_COLUMNS, children(table, 'column_aliases')) };
  }

  #assertTable(name: string, schema: string | undefined, catalog: string | undefined, at: unknown): void {
    const { names } = this.options;
    const full = [catalog ?? names.context.catalog, schema ?? names.context.database, name].map((part) =>
      part.toLowerCase(),
    );
    if (full[0] !== names.catalog.toLowerCase()) {
      throw this.#fail('CATALOG_NOT_FOUND', `Catalog '${full[0]}' does not exist`, at);
    }
    if (full[1] !== names.database.toLowerCase() && !(full[1] === 'default' && schema === undefined)) {
      throw this.#fail('SCHEMA_NOT_FOUND', `Schema '${full[1]}' does not exist`, at);
    }
    if (full[1] === names.database.toLowerCase() && full[2] === names.table.toLowerCase()) return;
    throw this.#fail('TABLE_NOT_FOUND', `Table '${full.join('.')}' does not exist`, at);
  }

  #fail(code: FailureCode, problem: string, at: unknown): QueryFailure {
    return new QueryFailure(code, problem, this.#positionOf(at));
  }

  #positionOf(tree: unknown): Position {
    return this.options.positionAt(firstOffset(tree) ?? 0);
  }
}

function renamed(columns: readonly ScopeColumn[], names: readonly unknown[]): readonly ScopeColumn[] {
  return columns.map((column, index) => ({
    ...column,
    name: textOf(names[index], 'name')?.toLowerCase() ?? column.name,
  }));
}

/** The name that a column gets without an alias: its own, or its field's. */
function nameOf(expression: unknown): string | undefined {
  const [kind, content] = kindOf(expression) ?? [];
  if (kind === 'column') return textOf(child(content, 'name'), 'name');
  return kind === 'dot' ? textOf(child(content, 'field'), 'name') : undefined;
}

/** Keys of GROUP BY, those in GROUPING SETS, ROLLUP and CUBE too. */
function groupingKeys(expressions: readonly unknown[]): unknown[] {
  return expressions.flatMap((expression) => {
    const [kind, content] = kindOf(expression) ?? [];
    const isGrouping = kind === 'function' && /^(grouping sets|rollup|cube)$/i.test(textOf(content, 'name') ?? '');
    if (isGrouping) return groupingKeys(children(content, 'args'));
    return kind === 'tuple' ? groupingKeys(children(content, 'expressions')) : [expression];
  });
}

function ordinalOf(expression: unknown): number | undefined {
  const [kind, content] = kindOf(expression) ?? [];
  return kind === 'literal' && textOf(content, 'literal_type') === 'number'
    ? Number(textOf(content, 'value'))
    : undefined;
}

/** The offset of the first word below a node whose place is known. */
function firstOffset(tree: unknown): number | undefined {
  if (Array.isArray(tree)) return least(tree.map(firstOffset));
  if (!isTree(tree)) return undefined;
  const own = child(tree, 'span')?.start;
  return typeof own === 'number' ? own : least(Object.values(tree).map(firstOffset));
}

function least(offsets: readonly (number | undefined)[]): number | undefined {
  const known = offsets.filter((offset) => offset !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}
