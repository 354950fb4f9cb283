import { FUNCTIONS, MACRO_PREFIX, type Returns, type Takes } from './functions.js';
import type { Typing } from './operators.js';
import { children, isTree, type Tree, textOf } from './sql-tree.js';
import { isNumber, itemOf, type SqlType, UNKNOWN } from './sql-types.js';

/** Functions that the SDK files under another name. */
const TAGGED: Readonly<Record<string, string>> = { if_func: 'if', str_position: 'strpos' };

const FITS: Readonly<Record<Takes, (type: SqlType) => boolean>> = {
  varchar: ({ name }) => name === 'varchar',
  number: (type) => isNumber(type) || type.name === 'interval',
  json: ({ name }) => name === 'varchar' || name === 'json',
  items: ({ name }) => name === 'array' || name === 'map',
};

/**
 * What a call returns; of anything else, unknown. All parts of it are looked at.
 *
 * @throws QueryFailure for a first argument that the function does not take.
 */
export function calledType(kind: string, content: Tree, { fail, typeOf, walk }: Typing): SqlType {
  const isNamed = kind === 'function' || kind === 'aggregate_function';
  const tag = (isNamed ? (textOf(content, 'name') ?? '') : kind).toLowerCase().replace(MACRO_PREFIX, '');
  const name = TAGGED[tag] ?? tag;
  const called = FUNCTIONS.get(name);
  const [args, listed] = [children(content, 'args'), children(content, 'expressions')];
  const operands = [...args, ...(isTree(content.this) ? [content.this] : []), ...listed];
  // Each once: what is called in a call in a call would else be looked at twice, four times, eight times.
  const types = operands.map((operand) => typeOf(operand));
  walk(Object.values(content).filter((part) => ![args, content.this, listed].includes(part)));
  const [first, argument = UNKNOWN] = [operands[0], types[0]];
  if (!called) return UNKNOWN;
  const fits = called.takes === undefined || argument.name === 'unknown' || FITS[called.takes](argument);
  if (!fits) throw fail('FUNCTION_NOT_FOUND', `Unexpected parameters (${argument.name}) for function ${name}`, first);
  if (called.returns === 'last argument') return types[args.length - 1] ?? UNKNOWN;
  return returned(called.returns, argument);
}

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
