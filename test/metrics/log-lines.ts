import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from '@swc/core';

const METHODS: readonly string[] = ['warn', 'error', 'fatal'];

/** A call in the source that logs a failure. */
export interface LogCall {
  readonly file: string;
  /** Absent: it is not written out there, so no table can name it. */
  readonly message?: string | undefined;
}

type Node = Readonly<Record<string, unknown>>;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;

/** Every node below one, and itself. */
function* nodesIn(value: unknown): Generator<Node> {
  if (Array.isArray(value)) for (const one of value) yield* nodesIn(one);
  else if (isNode(value)) {
    yield value;
    for (const child of Object.values(value)) if (isNode(child)) yield* nodesIn(child);
  }
}

/** The last name of `log`, `runLog` or `deps.log`. */
const nameOf = (node: unknown): string => {
  if (!isNode(node)) return '';
  if (node.type === 'MemberExpression') return nameOf(node.property);
  return typeof node.value === 'string' ? node.value : '';
};

/** Whether a method of a log that tells of a failure is called: by its name, or as one of several (`log[level]`). */
function isFailureLog({ type, callee }: Node): boolean {
  if (type !== 'CallExpression' || !isNode(callee) || callee.type !== 'MemberExpression') return false;
  // `logger` is Bolt's, `errors` the store's.
  if (!/^(?:(?:\w+L|l)og|logger|errors)$/.test(nameOf(callee.object))) return false;
  const isComputed = isNode(callee.property) && callee.property.type === 'Computed';
  return isComputed || METHODS.includes(nameOf(callee.property));
}

/** What a text says; `…` where it depends. */
function textOf(expression: unknown): string | undefined {
  if (!isNode(expression)) return undefined;
  if (expression.type === 'StringLiteral') return nameOf(expression);
  if (expression.type !== 'TemplateLiteral' || !Array.isArray(expression.quasis)) return undefined;
  return expression.quasis.map((quasi: unknown) => (isNode(quasi) ? quasi.raw : '')).join('…');
}

function messageOf({ arguments: given }: Node): string | undefined {
  const last: unknown = Array.isArray(given) ? given.at(-1) : undefined;
  return isNode(last) ? textOf(last.expression) : undefined;
}

/** The calls in one source. */
export async function logCallsIn(source: string, file: string): Promise<readonly LogCall[]> {
  const module = await parse(source, { syntax: 'typescript', target: 'es2022' });
  return [...nodesIn(module)].filter(isFailureLog).map((call) => ({ file, message: messageOf(call) }));
}

/** The calls in all of the bot's sources. */
export async function allLogCalls(): Promise<readonly LogCall[]> {
  const entries = await readdir('src', { recursive: true });
  const files = entries.filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts'));
  const found = await Promise.all(
    files.map(async (path) => logCallsIn(await readFile(join('src', path), 'utf8'), path)),
  );
  return found.flat();
}
