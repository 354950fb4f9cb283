import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Every page for people, by its path: the README, what is in `docs/`, and the benchmarks' own. */
export const PAGES: ReadonlyMap<string, string> = new Map(
  [
    'README.md',
    'bench/README.md',
    ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [join('docs', name)] : [])),
  ].map((path) => [path, readFileSync(path, 'utf8')]),
);

/** The text of one of them. @throws Error when there is none. */
export function pageAt(path: string): string {
  const text = PAGES.get(path);
  if (text === undefined) throw new Error(`no page ${path}`);
  return text;
}

/** The blocks of one language in a page, their indentation taken off. */
export const blocksOf = (page: string, language: string): readonly string[] =>
  [...page.matchAll(new RegExp(`^( *)\`\`\`${language}\n([\\s\\S]*?)^ *\`\`\``, 'gm'))].map(
    ([, indent = '', block = '']) => block.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  );

/** A block that stands below the path of the file that it is, or is to be put into. */
export interface NamedBlock {
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

/** The blocks of a page that are files, or changes of files: those below a line that ends in a path and a colon. */
export const namedBlocksOf = (page: string): readonly NamedBlock[] =>
  [...page.matchAll(/`((?:src|test)\/[\w./-]+)`:\n\n```(\w+)\n([\s\S]*?)```/g)].map(
    ([, path = '', language = '', text = '']) => ({ path, language, text }),
  );

/** The rows of the tables of a part of a page, the heads left out: each cell without the space around it. */
export function rowsBelow(page: string, heading: string): readonly (readonly string[])[] {
  const [, below] = page.split(`\n${heading}\n`);
  if (below === undefined) throw new Error(`no heading ${heading}`);
  const [part = ''] = below.split(/^#{1,3} /m);
  return [...part.matchAll(/^\|(.+)\|$/gm)]
    .map(([, row = '']) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()))
    .filter((cells, at, rows) => !isLine(cells) && !isLine(rows[at + 1] ?? []));
}

const isLine = (cells: readonly string[]): boolean => cells.length > 0 && cells.every((cell) => /^-+$/.test(cell));

/** What stands in backticks in a text. */
export const codeIn = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code);
