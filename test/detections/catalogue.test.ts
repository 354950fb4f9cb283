import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ABOUT, FIRST_QUESTION, readCatalogue } from '../../src/detections/catalogue.js';

const OWN = `/*
title: Own
asks: What?
sentence: "{rows:row|rows}"
columns: { total: count }
source: us
*/
SELECT count(*) AS total FROM events
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'detections-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const put = (name: string, text = OWN) => writeFileSync(join(folder, name), text);

describe('readCatalogue', () => {
  it('has the built-in questions, by id', () => {
    const { detections, own } = readCatalogue();

    expect([...detections.keys()]).toEqual([
      'about',
      'authfail',
      'coverage',
      'notebook-2.1',
      'notebook-2.2',
      'notebook-2.3',
      'notebook-2.4',
      'notebook-2.5',
      'notebook-2.6',
    ]);
    expect(detections.has(ABOUT) && detections.has(FIRST_QUESTION)).toBe(true);
    expect(own.size).toBe(0);
  });

  it('finds each table that is shown by its name', () => {
    const { views } = readCatalogue();

    expect([...views].map(([name, { detection, table }]) => [name, detection.id, table.name])).toEqual([
      ...['services', 'actions', 'timeline', 'events', 'sources', 'keys', 'errors', 'callers'].map((name) => [
        name,
        'about',
        name,
      ]),
      ...['identities', 'calls', 'codes', 'roles'].map((name) => [name, 'authfail', name]),
      ...['regions', 'accounts'].map((name) => [name, 'coverage', name]),
    ]);
  });

  it("adds the team's own, which have no views", () => {
    put('own-question.sql');
    put('read-me.txt', 'no question');

    const { detections, own, views } = readCatalogue(folder);

    expect(detections.get('own-question')).toMatchObject({ title: 'Own' });
    expect([...detections.keys()].at(-1)).toBe('own-question');
    expect([...own]).toEqual(['own-question']);
    expect(views.size).toBe(readCatalogue().views.size);
  });

  it.each([
    ['a built-in question', 'authfail.sql'],
    ['a table of one', 'services.sql'],
    ['a command', 'status.sql'],
  ])('refuses a file that is called like %s', (_, name) => {
    put(name);

    expect(() => readCatalogue(folder, ['status'])).toThrow(
      new RegExp(
        `^detection ${name.replace('.', '\\.')} in .*: "${name.slice(0, -4)}" is taken; give the file another name$`,
      ),
    );
  });

  it('names a file that is wrong, the line and what is wrong', () => {
    put('mine.sql', OWN.replace('total: count', 'total: sum'));

    expect(() => readCatalogue(folder)).toThrow(/^detection mine\.sql, line 5: /);
  });

  it('names a folder that cannot be read', () => {
    expect(() => readCatalogue(join(folder, 'nowhere'))).toThrow(/^the detections in .*nowhere cannot be read: /);
  });
});
