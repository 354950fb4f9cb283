import type { Position } from './athena-errors.js';
import { FUNCTIONS, MACRO_PREFIX, type Returns, type Takes } from './functions.js';
import { type Fail, fieldOf, resolve, type Scope, type ScopeColumn, unresolved } from './scope.js';
import { child, children, isTree, kindOf, type Tree, textOf } from './sql-tree.js';
import { areComparable, BOOLEAN, isNumber, type SqlType, typeNamed, UNKNOWN, VARCHAR } from './sql-types.js';

/** What types of expressions are found out with. */
export interface Surroundings {
  /** The columns of a query inside an expression. */
  queryColumns(query: unknown, scope: Scope): readonly ScopeColumn[];
  /** The type of a text in quotes, which may stand for a parameter. */
  textType(text: string): SqlType;
  positionOf(tree: unknown): Position;
  readonly fail: Fail;
}

const COMPARISONS: Readonly<Record<string, string>> = {
  eq: '=',
  neq: '<>',
  lt: '<',
  lte: '<=',
  gt: '>',
  gte: '>=',
  null_safe_eq: 'IS NOT DISTINCT FROM',
  null_safe_neq: 'IS DISTINCT FROM',
};
const ARITHMETIC: Readonly<Record<string, string>> = { add: '+', sub: '-', mul: '*', div: '/', mod: '%' };
const QUERIES: ReadonlySet<string> = new Set(['select', 'union', 'intersect', 'except', 'values']);

/** Names and types of expressions, refusing what Athena would refuse and DuckDB would not. */
export class Expressions {
  constructor(private readonly surroundings: Surroundings) {}

  /** An expression's type. @throws QueryFailure */
  typeOf(expression: unknown, scope: Scope): SqlType {
    const [kind, content] = kindOf(expression) ?? [];
    if (kind === undefined || content === undefined) return this.#walk(expression, scope);
    if (kind in COMPARISONS) return this.#comparison(COMPARISONS[kind] ?? kind, content, scope);
    if (kind in ARITHMETIC) return this.#arithmetic(ARITHMETIC[kind] ?? kind, content, scope);
    if (QUERIES.has(kind)) return this.#subquery(expression, scope);
    switch (kind) {
      case 'column':
        return this.#column(content, scope);
      case 'dot':
        return this.#dot(content, scope);
      case 'literal':
        return this.#literal(content);
      case 'boolean':
        return BOOLEAN;
      case 'null':
        return UNKNOWN;
      case 'paren':
      case 'neg':
        return this.typeOf(content.this, scope);
      case 'and':
      case 'or':
        return this.#logical([content.left, content.right], scope);
      case 'not':
        return this.#logical([content.this], scope);
      case 'is_null':
      case 'is_true':
      case 'is_false':
        this.typeOf(content.this, scope);
        return BOOLEAN;
      case 'in':
        return this.#in(content, scope);
      case 'between':
        return this.#between(content, scope);
      case 'like':
        return this.#like(content, scope);
      case 'exists':
        this.surroundings.queryColumns(content.this, scope);
        return BOOLEAN;
      case 'any':
      case 'all':
        this.#walk(content, scope);
        return BOOLEAN;
      case 'subquery':
        return this.#subquery(content.this, scope);
      case 'cast':
      case 'try_cast':
        this.typeOf(content.this, scope);
        return typeNamed(textOf(content.to, 'data_type'));
      case 'case':
        return this.#case(content, scope);
      case 'concat':
        return this.#concat(content, scope);
      case 'if_func':
        this.condition(content.condition, 'IF condition', scope);
        return this.#alike([content.true_value, content.false_value].filter(isTree), 'Both IF results', scope);
      case 'coalesce':
        return this.#alike(children(content, 'expressions'), 'All COALESCE operands', scope);
      case 'subscript':
        return this.#subscript(content, scope);
      case 'lambda':
        return this.#lambda(content, scope);
      case 'window_function':
        this.#walk(content.over, scope);
        return this.typeOf(content.this, scope);
      case 'interval':
        return { name: 'interval' };
      default:
        return this.#call(kind, content, scope);
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

  /** Looks at every expression below a node that is none itself, or whose type is not modelled. */
  #walk(node: unknown, scope: Scope): SqlType {
    const parts = Array.isArray(node) ? node : isTree(node) ? Object.values(node) : [];
    for (const part of parts) if (typeof part === 'object') this.typeOf(part, scope);
    return UNKNOWN;
  }

  #column(column: Tree, scope: Scope): SqlType {
    const name = textOf(child(column, 'name'), 'name') ?? '';
    const qualifier = textOf(child(column, 'table'), 'name');
    const position = this.surroundings.positionOf(column);
    const type = resolve({ qualifier, name }, scope, position);
    if (!type) throw unresolved(qualifier ? `${qualifier}.${name}` : name, position);
    return type;
  }

  #dot(dot: Tree, scope: Scope): SqlType {
    const name = textOf(child(dot, 'field'), 'name') ?? '';
    const type = fieldOf(this.typeOf(dot.this, scope), name);
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

  #comparison(operator: string, { left, right }: Tree, scope: Scope): SqlType {
    this.#assertFit(operator, this.typeOf(left, scope), this.typeOf(right, scope), left);
    return BOOLEAN;
  }

  #assertFit(operator: string, left: SqlType, right: SqlType, at: unknown): void {
    if (areComparable(left, right)) return;
    throw this.surroundings.fail('TYPE_MISMATCH', `Cannot apply operator: ${left.name} ${operator} ${right.name}`, at);
  }

  #arithmetic(operator: string, content: Tree, scope: Scope): SqlType {
    const left = this.typeOf(content.left, scope);
    const right = this.typeOf(content.right, scope);
    if ([left, right].some(({ name }) => name === 'varchar' || name === 'boolean')) {
      throw this.surroundings.fail(
        'TYPE_MISMATCH',
        `Cannot apply operator: ${left.name} ${operator} ${right.name}`,
        content,
      );
    }
    if (!isNumber(left) || !isNumber(right)) return left.name === 'interval' ? right : left;
    return ['double', 'decimal', 'bigint'].includes(right.name) && left.name !== 'double' ? right : left;
  }

  #logical(terms: readonly unknown[], scope: Scope): SqlType {
    for (const term of terms) {
      const type = this.typeOf(term, scope);
      if (areComparable(type, BOOLEAN)) continue;
      const problem = `Logical expression term must evaluate to a boolean (actual: ${type.name})`;
      throw this.surroundings.fail('TYPE_MISMATCH', problem, term);
    }
    return BOOLEAN;
  }

  #in(content: Tree, scope: Scope): SqlType {
    const left = this.typeOf(content.this, scope);
    const items = children(content, 'expressions').map((item) => this.typeOf(item, scope));
    const query = child(content, 'query');
    const [column] = query ? this.surroundings.queryColumns(query, scope) : [];
    const odd = [...items, ...(column ? [column.type] : [])].find((item) => !areComparable(left, item));
    if (!odd) return BOOLEAN;
    throw this.surroundings.fail(
      'TYPE_MISMATCH',
      `IN value and list items must be the same type or coercible to a common type. Cannot find common type between ${left.name} and ${odd.name}`,
      content,
    );
  }

  #between({ this: value, low, high }: Tree, scope: Scope): SqlType {
    const [type, from, to] = [value, low, high].map((part) => this.typeOf(part, scope));
    if (type && from && to && areComparable(type, from) && areComparable(type, to)) return BOOLEAN;
    throw this.surroundings.fail(
      'TYPE_MISMATCH',
      `Cannot check if ${type?.name} is BETWEEN ${from?.name} and ${to?.name}`,
      value,
    );
  }

  #like({ left, right, escape: escapeSign }: Tree, scope: Scope): SqlType {
    const type = this.typeOf(left, scope);
    this.typeOf(right, scope);
    if (escapeSign) this.typeOf(escapeSign, scope);
    if (areComparable(type, VARCHAR)) return BOOLEAN;
    throw this.surroundings.fail(
      'TYPE_MISMATCH',
      `Left side of LIKE expression must evaluate to a varchar (actual: ${type.name})`,
      left,
    );
  }

  #case(content: Tree, scope: Scope): SqlType {
    const operand = content.operand ? this.typeOf(content.operand, scope) : undefined;
    const whens = children(content, 'whens').flatMap((when) => (Array.isArray(when) ? [when] : []));
    for (const [when] of whens) {
      if (operand) this.#assertFit('=', operand, this.typeOf(when, scope), when);
      else this.condition(when, 'CASE WHEN clause', scope);
    }
    const results = [...whens.map(([, result]) => result), ...(content.else_ ? [content.else_] : [])];
    return this.#alike(results, 'All CASE results', scope);
  }

  #alike(expressions: readonly unknown[], what: string, scope: Scope): SqlType {
    const types = expressions.map((expression) => this.typeOf(expression, scope));
    const known = types.find(({ name }) => name !== 'unknown') ?? UNKNOWN;
    const odd = types.findIndex((type) => !areComparable(known, type));
    if (odd < 0) return known;
    throw this.surroundings.fail(
      'TYPE_MISMATCH',
      `${what} must be the same type or coercible to a common type. Cannot find common type between ${known.name} and ${types[odd]?.name}`,
      expressions[odd],
    );
  }

  #concat({ left, right }: Tree, scope: Scope): SqlType {
    const types = [this.typeOf(left, scope), this.typeOf(right, scope)];
    const bad = types.find((type) => isNumber(type) || type.name === 'boolean' || type.name === 'row');
    if (!bad) return types.find(({ name }) => name !== 'unknown') ?? UNKNOWN;
    const problem = `Unexpected parameters (${types.map(({ name }) => name).join(', ')}) for function concat`;
    throw this.surroundings.fail('FUNCTION_NOT_FOUND', problem, left);
  }

  #subscript(content: Tree, scope: Scope): SqlType {
    const type = this.typeOf(content.this, scope);
    this.typeOf(content.index, scope);
    return itemOf(type);
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

  #call(kind: string, content: Tree, scope: Scope): SqlType {
    const isNamed = kind === 'function' || kind === 'aggregate_function';
    const name = (isNamed ? (textOf(content, 'name') ?? '') : kind).toLowerCase().replace(MACRO_PREFIX, '');
    const called = FUNCTIONS.get(TAGGED[name] ?? name);
    const first = children(content, 'args')[0] ?? content.this ?? children(content, 'expressions')[0];
    const argument = isTree(first) ? this.typeOf(first, scope) : UNKNOWN;
    this.#walk(
      Object.values(content).filter((part) => part !== content.this),
      scope,
    );
    if (!called) return UNKNOWN;
    const fits = called.takes === undefined || argument.name === 'unknown' || FITS[called.takes](argument);
    if (!fits) {
      const problem = `Unexpected parameters (${argument.name}) for function ${TAGGED[name] ?? name}`;
      throw this.surroundings.fail('FUNCTION_NOT_FOUND', problem, first);
    }
    if (called.returns === 'last argument') return this.typeOf(children(content, 'args').at(-1), scope);
    return returned(called.returns, argument);
  }
}

const FITS: Readonly<Record<Takes, (type: SqlType) => boolean>> = {
  varchar: ({ name }) => name === 'varchar',
  number: (type) => isNumber(type) || type.name === 'interval',
  json: ({ name }) => name === 'varchar' || name === 'json',
};

/** Functions that the SDK files under another name. */
const TAGGED: Readonly<Record<string, string>> = { if_func: 'if', str_position: 'strpos' };

function returned(returns: Exclude<Returns, 'last argument'>, argument: SqlType): SqlType {
  switch (returns) {
    case 'argument':
      return argument;
    case 'array of argument':
      return { name: 'array', item: argument };
    case 'item':
      return itemOf(argument);
    default:
      return { name: returns };
  }
}

function itemOf(type: SqlType): SqlType {
  if (type.name === 'array') return type.item;
  return type.name === 'map' ? type.value : UNKNOWN;
}
