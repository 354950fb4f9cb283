import { generate, parse } from '@polyglot-sql/sdk';
import { UnreadableStatement } from './athena-errors.js';
import { ATHENA_DIALECT, positionAt } from './tokens.js';

/** A part of a statement as the SDK parses it: plain JSON, each expression an object whose one key names its kind. */
export type Tree = Readonly<Record<string, unknown>>;

export const isTree = (value: unknown): value is Tree =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The subtree under a key, if there is one. */
export const child = (tree: unknown, key: string): Tree | undefined => {
  const value = isTree(tree) ? tree[key] : undefined;
  return isTree(value) ? value : undefined;
};

/** The list under a key; empty when there is none. */
export const children = (tree: unknown, key: string): readonly unknown[] => {
  const value = isTree(tree) ? tree[key] : undefined;
  return Array.isArray(value) ? value : [];
};

/** The text under a key, such as the `name` of an identifier. */
export const textOf = (tree: unknown, key: string): string | undefined => {
  const value = isTree(tree) ? tree[key] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** An expression's kind and what belongs to it: `{column: {…}}` is `['column', {…}]`. */
export function kindOf(expression: unknown): readonly [kind: string, content: Tree] | undefined {
  if (!isTree(expression)) return undefined;
  const [entry, ...others] = Object.entries(expression);
  return entry && others.length === 0 && isTree(entry[1]) ? [entry[0], entry[1]] : undefined;
}

/** Parses one statement. @throws UnreadableStatement */
export function parseStatement(sql: string): unknown {
  const result = parse(sql, ATHENA_DIALECT);
  if (!result.success) {
    const at = result.errorStart ?? 0;
    const seen = [...sql].slice(at).join('').split(/\s/)[0] ?? '';
    throw new UnreadableStatement(positionAt(sql, at), `mismatched input '${seen === '' ? '<EOF>' : seen}'`);
  }
  const statements: unknown = result.ast;
  return Array.isArray(statements) ? statements[0] : undefined;
}

/** A tree with some of its nodes replaced, from the outside in; a replaced node is not looked into. */
export function rewrite(tree: unknown, replace: (node: Tree) => Tree | undefined): unknown {
  if (Array.isArray(tree)) return tree.map((item) => rewrite(item, replace));
  if (!isTree(tree)) return tree;
  return (
    replace(tree) ?? Object.fromEntries(Object.entries(tree).map(([key, value]) => [key, rewrite(value, replace)]))
  );
}

/** Writes a statement's tree in Athena's dialect. */
export function writeStatement(tree: unknown): string {
  const { success, sql, error } = generate([tree], ATHENA_DIALECT);
  if (!success || !sql?.[0]) throw new Error(`cannot write the statement: ${error}`);
  return sql[0];
}

/** The offset of the first word below a node whose place is known. */
export function firstOffset(tree: unknown): number | undefined {
  if (Array.isArray(tree)) return least(tree.map(firstOffset));
  if (!isTree(tree)) return undefined;
  const own = child(tree, 'span')?.start;
  return typeof own === 'number' ? own : least(Object.values(tree).map(firstOffset));
}

function least(offsets: readonly (number | undefined)[]): number | undefined {
  const known = offsets.filter((offset) => offset !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** The number that a bare number in the statement is, such as an ordinal of GROUP BY. */
export function numberOf(expression: unknown): number | undefined {
  const [kind, content] = kindOf(expression) ?? [];
  return kind === 'literal' && textOf(content, 'literal_type') === 'number'
    ? Number(textOf(content, 'value'))
    : undefined;
}
