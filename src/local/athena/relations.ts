import type { Expressions } from './expressions.js';
import type { Fail, Relation, Scope, ScopeColumn } from './scope.js';
import { child, children, isTree, kindOf, type Tree, textOf } from './sql-tree.js';
import { UNKNOWN } from './sql-types.js';

/** The one table there is, and what an unqualified name is looked up in. */
export interface TableNames {
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly context: { readonly catalog: string; readonly database: string };
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

/** A query in WITH: its columns, and what mentioning it reads. */
export interface NamedQuery {
  readonly columns: readonly ScopeColumn[];
  readonly scans: readonly TableScan[];
}

/** What relations in FROM are found out with. */
export interface RelationSurroundings {
  readonly names: TableNames;
  /** Of the one table. */
  readonly columns: readonly ScopeColumn[];
  /** The query in WITH that a name means where it stands, if it means one. */
  namedQuery(name: string): NamedQuery | undefined;
  /** The columns of a query in FROM. */
  queryColumns(query: unknown, scope: Scope): readonly ScopeColumn[];
  /** Takes note of what is read. */
  onScans(scans: readonly TableScan[]): void;
  readonly fail: Fail;
}

type Mention = Pick<TableScan, 'where' | 'isAlone'>;

/** The relations of a query's FROM, refusing those that Athena does not have. */
export class Relations {
  constructor(
    private readonly expressions: Expressions,
    private readonly surroundings: RelationSurroundings,
  ) {}

  /** All of one query, joins among them. @throws QueryFailure */
  of(select: Tree, where: unknown, around: Scope): Relation[] {
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
      if (on) this.expressions.condition(on, 'JOIN ON clause', { relations, parent: around });
    });
    return relations;
  }

  #relation(source: unknown, mention: Mention, scope: Scope): Relation {
    const [kind, content] = kindOf(source) ?? [];
    if (kind === 'table' && content) return this.#table(content, mention);
    if (kind === 'subquery' && content) {
      const columns = renamed(this.surroundings.queryColumns(content.this, scope), children(content, 'column_aliases'));
      return { name: textOf(child(content, 'alias'), 'name'), columns };
    }
    if (kind === 'alias' && kindOf(content?.this)?.[0] === 'unnest') return this.#unnest(content, scope);
    throw this.surroundings.fail('NOT_SUPPORTED', 'this kind of table is not supported here', source);
  }

  /** `UNNEST(array) AS u(item)`. Athena makes the fields of rows columns of their own; DuckDB does not. */
  #unnest(content: Tree | undefined, scope: Scope): Relation {
    const unnest = kindOf(content?.this)?.[1];
    const type = this.expressions.typeOf(unnest?.this, scope);
    const names = children(content, 'column_aliases');
    if ((type.name === 'array' && type.item.name === 'row') || type.name === 'map' || names.length !== 1) {
      const problem = 'UNNEST of rows, of maps or of several arrays is not supported here';
      throw this.surroundings.fail('NOT_SUPPORTED', problem, unnest);
    }
    const item = { name: '', type: type.name === 'array' ? type.item : UNKNOWN };
    return { name: textOf(child(content, 'alias'), 'name'), columns: renamed([item], names) };
  }

  #table(table: Tree, mention: Mention): Relation {
    const [name = '', schema, catalog] = ['name', 'schema', 'catalog'].map((part) =>
      textOf(child(table, part), 'name'),
    );
    const alias = textOf(child(table, 'alias'), 'name') ?? name;
    const names = children(table, 'column_aliases');
    const query = schema === undefined ? this.surroundings.namedQuery(name.toLowerCase()) : undefined;
    if (query) {
      this.surroundings.onScans(query.scans);
      return { name: alias, columns: renamed(query.columns, names) };
    }
    this.#assertTable(name, schema, catalog, table);
    if (table.table_sample) throw this.surroundings.fail('NOT_SUPPORTED', 'TABLESAMPLE is not supported here', table);
    this.surroundings.onScans([{ table, alias, ...mention }]);
    return { name: alias, columns: renamed(this.surroundings.columns, names) };
  }

  #assertTable(name: string, schema: string | undefined, catalog: string | undefined, at: unknown): void {
    const { fail, names } = this.surroundings;
    const full = [catalog ?? names.context.catalog, schema ?? names.context.database, name].map((part) =>
      part.toLowerCase(),
    );
    if (full[0] !== names.catalog.toLowerCase()) {
      throw fail('CATALOG_NOT_FOUND', `Catalog '${full[0]}' does not exist`, at);
    }
    if (full[1] !== names.database.toLowerCase() && !(full[1] === 'default' && schema === undefined)) {
      throw fail('SCHEMA_NOT_FOUND', `Schema '${full[1]}' does not exist`, at);
    }
    if (full[1] === names.database.toLowerCase() && full[2] === names.table.toLowerCase()) return;
    throw fail('TABLE_NOT_FOUND', `Table '${full.join('.')}' does not exist`, at);
  }
}

/** Columns under the names of an alias's list, as far as it goes. */
export function renamed(columns: readonly ScopeColumn[], names: readonly unknown[]): readonly ScopeColumn[] {
  return columns.map((column, index) => ({
    ...column,
    name: textOf(names[index], 'name')?.toLowerCase() ?? column.name,
  }));
}
