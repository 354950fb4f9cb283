/** What an execution parameter stands for. */
export type ParameterValue = string | number | bigint;

const STRING = /^'((?:[^']|'')*)'$/;
const INTEGER = /^-?\d{1,18}$/;
const NUMBER = /^-?(\d+\.\d*|\.\d+|\d+)([eE][+-]?\d+)?$/;

/**
 * Reads an execution parameter back as the SQL literal that it has to be: a quoted string, its quotes doubled, or a number.
 * Athena evaluates it as an expression, so that an unquoted text is taken for a name.
 *
 * @returns undefined when it is no literal.
 */
export function readLiteral(expression: string): ParameterValue | undefined {
  const quoted = STRING.exec(expression);
  if (quoted) return (quoted[1] ?? '').replaceAll("''", "'");
  if (INTEGER.test(expression)) return BigInt(expression);
  return NUMBER.test(expression) ? Number(expression) : undefined;
}
