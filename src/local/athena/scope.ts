import { type FailureCode, type Position, QueryFailure } from './athena-errors.js';
import type { SqlType } from './sql-types.js';

/** A column that can be referred to, its name in lower case. */
export interface ScopeColumn {
  readonly name: string;
  readonly type: SqlType;
}

/** A table, named query or subquery in FROM. */
export interface Relation {
  /** Its alias, or its own name; absent for a subquery without one. */
  readonly name?: string | undefined;
  readonly columns: readonly ScopeColumn[];
}

/** Where the names of a query are looked up: its own relations, then those of the queries around it. */
export interface Scope {
  readonly relations: readonly Relation[];
  readonly parent?: Scope | undefined;
}

/** Makes the failure of a query that has something wrong at a place. */
export type Fail = (code: FailureCode, problem: string, at: unknown) => QueryFailure;

/** A name as written: `arn`, or `useridentity.arn`. */
export interface Reference {
  readonly qualifier?: string | undefined;
  readonly name: string;
}

/** The failure that Athena reports for a name that means nothing. */
export const unresolved = (name: string, position: Position): QueryFailure =>
  new QueryFailure(
    'COLUMN_NOT_FOUND',
    `Column '${name}' cannot be resolved or requester is not authorized to access requested resources`,
    position,
  );

/**
 * What a name stands for: a column of a relation, or a field of a column that is a row.
 *
 * @returns undefined when it means nothing.
 * @throws QueryFailure when it may mean several columns.
 */
export function resolve({ qualifier, name }: Reference, scope: Scope, position: () => Position): SqlType | undefined {
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const found = qualifier === undefined ? named(name, current) : qualified(qualifier, name, current);
    if (found.length > 1)
      throw new QueryFailure(
        'AMBIGUOUS_NAME',
        `Column '${qualifier ? `${qualifier}.` : ''}${name}' is ambiguous`,
        position(),
      );
    if (found[0]) return found[0];
  }
  return undefined;
}

/** Whether a name is a column's own, and not that of a field of one. */
export function isColumn(reference: Reference | undefined, scope: Scope): boolean {
  if (!reference) return false;
  const { qualifier, name } = reference;
  for (let current: Scope | undefined = scope; current; current = current.parent) {
    const relations = current.relations.filter(
      (relation) => qualifier === undefined || relation.name?.toLowerCase() === qualifier.toLowerCase(),
    );
    if (named(name, { relations }).length > 0) return true;
  }
  return false;
}

function named(name: string, { relations }: Scope): SqlType[] {
  const columns = relations.flatMap((relation) => relation.columns);
  return columns.filter((column) => column.name === name.toLowerCase()).map(({ type }) => type);
}

function qualified(qualifier: string, name: string, scope: Scope): SqlType[] {
  const relations = scope.relations.filter((relation) => relation.name?.toLowerCase() === qualifier.toLowerCase());
  const columns = named(name, { relations });
  if (columns.length > 0) return columns;
  return named(qualifier, scope).flatMap((type) => fieldOf(type, name) ?? []);
}

/** The type of a row's field; of anything that is not known to be a row, unknown. */
export function fieldOf(type: SqlType, name: string): SqlType | undefined {
  if (type.name === 'unknown') return type;
  return type.name === 'row' ? type.fields.get(name.toLowerCase()) : undefined;
}
