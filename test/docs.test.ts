import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const DOCS = [
  'README.md',
  'CHANGELOG.md',
  ...readdirSync('docs').flatMap((name) => (name.endsWith('.md') ? [`docs/${name}`] : [])),
];

/** What a page links to inside the repository. */
const linksIn = (page: string): readonly string[] =>
  [...readFileSync(page, 'utf8').matchAll(/\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(
    ([, link = '']) => link,
  );

describe('the documents', () => {
  it.each(DOCS)('%s links to nothing that is not there', (page) => {
    const missing = linksIn(page).filter((link) => !existsSync(join(dirname(page), link)));

    expect(missing).toEqual([]);
  });

  it('can all be found from the README', () => {
    const found = new Set(['README.md']);
    for (const page of found)
      for (const link of linksIn(page)) if (link.endsWith('.md')) found.add(join(dirname(page), link));

    expect(DOCS.filter((page) => !found.has(page))).toEqual([]);
  });
});
