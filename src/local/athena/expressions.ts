import type { Position } from './athena-errors.js';
import { calledType } from './calls.js';
import { OPERATORS, type Typing } from './operators.js';
import { type Fail, fieldOf, resolve, type Scope, type ScopeColumn, unresolved } from './scope.js';
import { child, children, isTree, kindOf, type Tree, textOf } from './sql-tree.js';
import { areComparable, BOOLEAN, type SqlType, typeNamed, UNKNOWN } from './sql-types.js';

/** What types of expressions are found out with. */
export interface Surroundings {
  /** The columns of a query inside an expression. */
  queryColumns(query: unknown, scope: Scope): readonly ScopeColumn[];
  /** The type of a text in quotes, which may stand for a parameter. */
  textType(text: string): SqlType;
  positionOf(tree: unknown): Position;
  /** Takes note of the type of a column or field that an expression uses as a whole. */
  onType(type: SqlType): void;
  readonly fail: Fail;
}

const QUERIES: ReadonlySet<string> = new Set(['select', 'union', 'intersect', 'except', 'values']);

/** Names and types of expressions, refusing what Athena would refuse and DuckDB would not. */
export class Expressions {
  constructor(private readonly surroundings: Surroundings) {}

  /** An expression's type. @throws QueryFailure */
  typeOf(expression: unknown, scope: Scope): SqlType {
    const type = this.typeOfSelected(expression, scope);
    if (isName(expression)) this.surroundings.onType(type);
    return type;
  }

  /** The same of an expression that is passed on as it is, such as an item of a select list. @throws QueryFailure */
  typeOfSelected(expression: unknown, scope: Scope): SqlType {
    const [kind, content] = kindOf(expression) ?? [];
    if (kind === undefined || content === undefined) return this.#walk(expression, scope);
    const operator = OPERATORS.get(kind);
    if (operator) return operator(content, this.#typing(scope));
    if (QUERIES.has(kind)) return this.#subquery(expression, scope);
    switch (kind) {
      case 'column':
        return this.#column(content, scope);
      case 'dot':
        return this.#dot(content, scope);
      case 'literal':
        return this.#literal(content);
      case 'exists':
        this.surroundings.queryColumns(content.this, scope);
        return BOOLEAN;
      case 'subquery':
        return this.#subquery(content.this, scope);
      case 'lambda':
        return this.#lambda(content, scope);
      default:
        return calledType(kind, content, this.#typing(scope));
    }
  }

  /** Refuses an expression that has to be a condition and is none. */
  condition(expression: unknown, clause: string, scope: Scope): void {
    const type = this.typeOf(expression, scope);
    if (areComparable(type, BOOLEAN)) return;
    throw this.surroundings.fail(
      'TYPE_MISMATCH',
      `${clause} must evaluate to a boolean: actual type ${type.name}`,
      expression,
    );
  }

  #typing(scope: Scope): Typing {
    return {
      typeOf: (expression) => this.typeOf(expression, scope),
      condition: (expression, clause) => this.condition(expression, clause, scope),
      walk: (node) => this.#walk(node, scope),
      queryTypes: (query) => this.surroundings.queryColumns(query, scope).map(({ type }) => type),
      fail: this.surroundings.fail,
    };
  }

  /** Looks at every expression below a node that is none itself, or whose type is not modelled. */
  #walk(node: unknown, scope: Scope): SqlType {
    const parts = Array.isArray(node) ? node : isTree(node) ? Object.values(node) : [];
    for (const part of parts) if (typeof part === 'object') this.typeOf(part, scope);
    return UNKNOWN;
  }

  #column(column: Tree, scope: Scope): SqlType {
    const name = textOf(child(column, 'name'), 'name') ?? '';
    const qualifier = textOf(child(column, 'table'), 'name');
    const position = () => this.surroundings.positionOf(column);
    const type = resolve({ qualifier, name }, scope, position);
    if (!type) throw unresolved(qualifier ? `${qualifier}.${name}` : name, position());
    return type;
  }

  #dot(dot: Tree, scope: Scope): SqlType {
    const name = textOf(child(dot, 'field'), 'name') ?? '';
    // Of a structure whose field is taken, no more is used.
    const type = fieldOf(this.typeOfSelected(dot.this, scope), name);
    if (!type) throw unresolved(name, this.surroundings.positionOf(dot));
    return type;
  }

  #literal(literal: Tree): SqlType {
    const value = textOf(literal, 'value') ?? '';
    const kind = textOf(literal, 'literal_type');
    if (kind === 'string') return this.surroundings.textType(value);
    if (kind === 'number') return { name: /^\d+$/.test(value) ? 'integer' : /e/i.test(value) ? 'double' : 'decimal' };
    return typeNamed(kind);
  }

  #lambda(content: Tree, scope: Scope): SqlType {
    const columns = children(content, 'parameters').map((parameter) => ({
      name: (textOf(parameter, 'name') ?? '').toLowerCase(),
      type: UNKNOWN,
    }));
    // Its parameters may also stand before a dot, as relations do.
    const relations = columns.map(({ name }) => ({ name, columns: [] }));
    return this.typeOf(content.body, { relations: [{ columns }, ...relations], parent: scope });
  }

  #subquery(query: unknown, scope: Scope): SqlType {
    return this.surroundings.queryColumns(query, scope)[0]?.type ?? UNKNOWN;
  }
}

const isName = (expression: unknown): boolean => ['column', 'dot'].includes(kindOf(expression)?.[0] ?? '');
