import type { Fail } from './scope.js';
import { children, isTree, type Tree, textOf } from './sql-tree.js';
import { areComparable, BOOLEAN, isNumber, itemOf, type SqlType, typeNamed, UNKNOWN, VARCHAR } from './sql-types.js';

/** What an operator finds out about its operands with, where it stands. */
export interface Typing {
  /** An expression's type. @throws QueryFailure */
  typeOf(expression: unknown): SqlType;
  /** Refuses an expression that has to be a condition and is none. @throws QueryFailure */
  condition(expression: unknown, clause: string): void;
  /** Looks at every expression below a node that is none itself. @throws QueryFailure */
  walk(node: unknown): void;
  /** The types of the columns of a query inside an expression. @throws QueryFailure */
  queryTypes(query: unknown): readonly SqlType[];
  readonly fail: Fail;
}

/** An operator of a kind: the type of its result. @throws QueryFailure for operands that Athena would refuse. */
export type Operator = (content: Tree, typing: Typing) => SqlType;

function assertFit(operator: string, left: SqlType, right: SqlType, at: unknown, { fail }: Typing): void {
  if (areComparable(left, right)) return;
  throw fail('TYPE_MISMATCH', `Cannot apply operator: ${left.name} ${operator} ${right.name}`, at);
}

const comparison =
  (operator: string): Operator =>
  ({ left, right }, typing) => {
    assertFit(operator, typing.typeOf(left), typing.typeOf(right), left, typing);
    return BOOLEAN;
  };

const arithmetic =
  (operator: string): Operator =>
  (content, { fail, typeOf }) => {
    const left = typeOf(content.left);
    const right = typeOf(content.right);
    if ([left, right].some(({ name }) => name === 'varchar' || name === 'boolean')) {
      throw fail('TYPE_MISMATCH', `Cannot apply operator: ${left.name} ${operator} ${right.name}`, content);
    }
    if (!isNumber(left) || !isNumber(right)) return left.name === 'interval' ? right : left;
    return ['double', 'decimal', 'bigint'].includes(right.name) && left.name !== 'double' ? right : left;
  };

function logical(terms: readonly unknown[], { fail, typeOf }: Typing): SqlType {
  for (const term of terms) {
    const type = typeOf(term);
    if (areComparable(type, BOOLEAN)) continue;
    throw fail('TYPE_MISMATCH', `Logical expression term must evaluate to a boolean (actual: ${type.name})`, term);
  }
  return BOOLEAN;
}

const isIn: Operator = (content, { fail, queryTypes, typeOf }) => {
  const left = typeOf(content.this);
  const items = children(content, 'expressions').map((item) => typeOf(item));
  const [column] = content.query ? queryTypes(content.query) : [];
  const odd = [...items, ...(column ? [column] : [])].find((item) => !areComparable(left, item));
  if (!odd) return BOOLEAN;
  const problem = `IN value and list items must be the same type or coercible to a common type. Cannot find common type between ${left.name} and ${odd.name}`;
  throw fail('TYPE_MISMATCH', problem, content);
};

const between: Operator = ({ this: value, low, high }, { fail, typeOf }) => {
  const [type, from, to] = [value, low, high].map((part) => typeOf(part));
  if (type && from && to && areComparable(type, from) && areComparable(type, to)) return BOOLEAN;
  throw fail('TYPE_MISMATCH', `Cannot check if ${type?.name} is BETWEEN ${from?.name} and ${to?.name}`, value);
};

const like: Operator = ({ left, right, escape: escapeSign }, { fail, typeOf }) => {
  const type = typeOf(left);
  typeOf(right);
  if (escapeSign) typeOf(escapeSign);
  if (areComparable(type, VARCHAR)) return BOOLEAN;
  throw fail('TYPE_MISMATCH', `Left side of LIKE expression must evaluate to a varchar (actual: ${type.name})`, left);
};

const caseWhen: Operator = (content, typing) => {
  const operand = content.operand ? typing.typeOf(content.operand) : undefined;
  const whens = children(content, 'whens').flatMap((when) => (Array.isArray(when) ? [when] : []));
  for (const [when] of whens) {
    if (operand) assertFit('=', operand, typing.typeOf(when), when, typing);
    else typing.condition(when, 'CASE WHEN clause');
  }
  const results = [...whens.map(([, result]) => result), ...(content.else_ ? [content.else_] : [])];
  return alike(results, 'All CASE results', typing);
};

function alike(expressions: readonly unknown[], what: string, { fail, typeOf }: Typing): SqlType {
  const types = expressions.map((expression) => typeOf(expression));
  const known = types.find(({ name }) => name !== 'unknown') ?? UNKNOWN;
  const odd = types.findIndex((type) => !areComparable(known, type));
  if (odd < 0) return known;
  const problem = `${what} must be the same type or coercible to a common type. Cannot find common type between ${known.name} and ${types[odd]?.name}`;
  throw fail('TYPE_MISMATCH', problem, expressions[odd]);
}

const concat: Operator = ({ left, right }, { fail, typeOf }) => {
  const types = [typeOf(left), typeOf(right)];
  const bad = types.find((type) => isNumber(type) || type.name === 'boolean' || type.name === 'row');
  if (!bad) return types.find(({ name }) => name !== 'unknown') ?? UNKNOWN;
  const problem = `Unexpected parameters (${types.map(({ name }) => name).join(', ')}) for function concat`;
  throw fail('FUNCTION_NOT_FOUND', problem, left);
};

const cast: Operator = (content, { typeOf }) => {
  typeOf(content.this);
  return typeNamed(textOf(content.to, 'data_type'));
};

const ifElse: Operator = (content, typing) => {
  typing.condition(content.condition, 'IF condition');
  return alike([content.true_value, content.false_value].filter(isTree), 'Both IF results', typing);
};

const subscript: Operator = ({ this: items, index }, { fail, typeOf }) => {
  const type = typeOf(items);
  const by = typeOf(index);
  if (type.name !== 'row') return itemOf(type);
  throw fail('TYPE_MISMATCH', `Cannot use ${by.name} for subscript of row`, items);
};

const test: Operator = ({ this: operand }, { typeOf }) => {
  typeOf(operand);
  return BOOLEAN;
};

const quantified: Operator = (content, { walk }) => {
  walk(content);
  return BOOLEAN;
};

const overWindow: Operator = ({ over, this: call }, { typeOf, walk }) => {
  walk(over);
  return typeOf(call);
};

/** The operators, and what else has a type by its form, by the SDK's names for them. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['eq', comparison('=')],
  ['neq', comparison('<>')],
  ['lt', comparison('<')],
  ['lte', comparison('<=')],
  ['gt', comparison('>')],
  ['gte', comparison('>=')],
  ['null_safe_eq', comparison('IS NOT DISTINCT FROM')],
  ['null_safe_neq', comparison('IS DISTINCT FROM')],
  ['add', arithmetic('+')],
  ['sub', arithmetic('-')],
  ['mul', arithmetic('*')],
  ['div', arithmetic('/')],
  ['mod', arithmetic('%')],
  ['and', (content, typing) => logical([content.left, content.right], typing)],
  ['or', (content, typing) => logical([content.left, content.right], typing)],
  ['not', (content, typing) => logical([content.this], typing)],
  ['in', isIn],
  ['between', between],
  ['like', like],
  ['case', caseWhen],
  ['concat', concat],
  ['boolean', () => BOOLEAN],
  ['null', () => UNKNOWN],
  ['interval', () => ({ name: 'interval' })],
  ['paren', (content, { typeOf }) => typeOf(content.this)],
  ['neg', (content, { typeOf }) => typeOf(content.this)],
  ['is_null', test],
  ['is_true', test],
  ['is_false', test],
  ['any', quantified],
  ['all', quantified],
  ['cast', cast],
  ['try_cast', cast],
  ['if_func', ifElse],
  ['subscript', subscript],
  ['window_function', overWindow],
  ['coalesce', (content, typing) => alike(children(content, 'expressions'), 'All COALESCE operands', typing)],
]);
