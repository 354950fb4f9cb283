import { type FailureCode, type Position, QueryFailure } from './athena-errors.js';
import { Expressions } from './expressions.js';
import { checkGrouping, groupingKeys } from './grouping.js';
import { type NamedQuery, Relations, renamed, type TableNames, type TableScan } from './relations.js';
import type { Scope, ScopeColumn } from './scope.js';
import { selectedColumns } from './select-list.js';
import { child, children, firstOffset, isTree, kindOf, numberOf, type Tree, textOf } from './sql-tree.js';
import { areComparable, hasFields, type SqlType, typeOfShape, UNKNOWN, VARCHAR } from './sql-types.js';
import type { TableLayout } from './table-layouts.js';

/** What a check needs beside the statement. */
export interface CheckOptions {
  readonly names: TableNames;
  readonly layout: TableLayout;
  /** The type of a text in quotes, which may stand for a parameter. */
  readonly textType: (text: string) => SqlType;
  /** Where the offset of a word in the text that was parsed is in the statement as it was sent. */
  readonly positionAt: (offset: number) => Position;
}

/** A statement that Athena would run. */
export interface CheckedStatement {
  readonly columns: readonly ScopeColumn[];
  readonly scans: readonly TableScan[];
  /** Whether a structure or map matters as a whole, and not just fields of it. */
  readonly areStructsWhole: boolean;
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
  #areStructsWhole = false;
  readonly #expressions: Expressions;
  readonly #relations: Relations;

  constructor(private readonly options: CheckOptions) {
    const queryColumns = (query: unknown, scope: Scope) => this.#query(query, scope);
    const fail = (code: FailureCode, problem: string, at: unknown) => this.#fail(code, problem, at);
    this.#expressions = new Expressions({
      queryColumns,
      textType: options.textType,
      positionOf: (tree) => this.#positionOf(tree),
      onType: (type) => this.#noteWhole([type]),
      fail,
    });
    this.#relations = new Relations(this.#expressions, {
      names: options.names,
      columns: [
        ...options.layout.columns.map(({ key, shape }) => ({ name: key.toLowerCase(), type: typeOfShape(shape) })),
        ...options.layout.partitionKeys.map(({ name }) => ({ name, type: VARCHAR })),
      ],
      namedQuery: (name) => this.#named.get(name),
      queryColumns,
      onScans: (scans) => this.#scans.push(...scans),
      fail,
    });
  }

  statement(tree: unknown): CheckedStatement {
    const columns = this.#query(tree, { relations: [] });
    this.#noteWhole(columns.map(({ type }) => type));
    return { columns, scans: this.#scans, areStructsWhole: this.#areStructsWhole };
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
      const problem = `query has different number of fields: ${left.length}, ${right.length}`;
      throw this.#fail('TYPE_MISMATCH', problem, content);
    }
    const odd = left.findIndex(({ type }, index) => !areComparable(type, right[index]?.type ?? UNKNOWN));
    if (odd >= 0) {
      const types = `${left[odd]?.type.name}, ${right[odd]?.type.name}`;
      throw this.#fail('TYPE_MISMATCH', `column ${odd + 1} in query has incompatible types: ${types}`, content);
    }
    this.#noteWhole(left.map(({ type }) => type));
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
    const scope: Scope = { relations: this.#relations.of(select, where, around), parent: around };
    if (where) this.#expressions.condition(where, 'WHERE clause', scope);
    const having = child(select, 'having')?.this;
    if (having) this.#expressions.condition(having, 'HAVING clause', scope);
    const columns = selectedColumns(
      children(select, 'expressions'),
      scope,
      (expression) => this.#expressions.typeOfSelected(expression, scope),
      (code, problem, at) => this.#fail(code, problem, at),
    );
    if (select.distinct === true) this.#noteWhole(columns.map(({ type }) => type));
    this.#groupBy(select, columns, scope);
    for (const window of children(select, 'windows')) this.#expressions.typeOf([child(window, 'spec')], scope);
    this.#orderBy(select, columns, scope);
    return columns;
  }

  #groupBy(select: Tree, columns: readonly ScopeColumn[], scope: Scope): void {
    const keys = groupingKeys(select);
    for (const key of keys.all) {
      const ordinal = numberOf(key);
      if (ordinal === undefined) this.#expressions.typeOf(key, scope);
      else this.#assertOrdinal('GROUP BY', ordinal, columns, key);
      if (ordinal !== undefined) this.#noteWhole([columns[ordinal - 1]?.type ?? UNKNOWN]);
    }
    checkGrouping({ select, keys, columns, scope }, (code, problem, at) => this.#fail(code, problem, at));
  }

  #orderBy(query: Tree, columns: readonly ScopeColumn[], scope: Scope): void {
    const byName = new Map(columns.map((column) => [column.name, column]));
    // Names of the result come before those of the tables.
    const ordering: Scope = { relations: [{ columns: [...byName.values()] }], parent: scope };
    for (const term of children(child(query, 'order_by'), 'expressions')) {
      const key = isTree(term) ? term.this : undefined;
      const ordinal = numberOf(key);
      if (ordinal === undefined) this.#expressions.typeOf(key, ordering);
      else this.#assertOrdinal('ORDER BY', ordinal, columns, key);
    }
  }

  #assertOrdinal(clause: string, ordinal: number, columns: readonly ScopeColumn[], at: unknown): void {
    if (ordinal >= 1 && ordinal <= columns.length) return;
    throw this.#fail('INVALID_COLUMN_REFERENCE', `${clause} position ${ordinal} is not in select list`, at);
  }

  #noteWhole(types: readonly SqlType[]): void {
    if (types.some(hasFields)) this.#areStructsWhole = true;
  }

  #fail(code: FailureCode, problem: string, at: unknown): QueryFailure {
    return new QueryFailure(code, problem, this.#positionOf(at));
  }

  #positionOf(tree: unknown): Position {
    return this.options.positionAt(firstOffset(tree) ?? 0);
  }
}
