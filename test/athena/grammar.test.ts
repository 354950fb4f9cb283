import { beforeAll, describe, expect, it } from '@jest/globals';
import { statementOf } from '../../src/athena/statement.js';
import { readCatalogue } from '../../src/detections/catalogue.js';
import { SUBJECT_KINDS } from '../../src/detections/subject.js';
import { ALL } from '../../src/investigation/window.js';
import { pasteable, sentFor } from './golden.js';
import { type TrinoGrammar, trinoGrammar } from './grammar.js';
import { DETECTION, EDITIONS, LAYOUTS, layoutOf, QUERY } from './queries.js';

let trino: TrinoGrammar;
beforeAll(async () => {
  trino = await trinoGrammar();
});

const DETECTIONS = [...readCatalogue().detections.values()];

describe.each(LAYOUTS)("Trino's grammar, on the layout %s", (layout) => {
  it.each(DETECTIONS.map((detection) => [detection.id, detection] as const))('takes %s', (_, detection) => {
    const sent = sentFor(detection, layout);

    expect(trino.errorsIn(sent.sql)).toEqual([]);
    expect(trino.errorsIn(pasteable(sent))).toEqual([]);
  });
});

describe.each(EDITIONS)("Trino's grammar, on %s columns", (columns) => {
  it.each(LAYOUTS)('takes every subject, and no bound: %s', (name) => {
    const table = { database: 'default', table: 'cloudtrail_logs', layout: layoutOf(name, columns) };
    const detection = { ...DETECTION, isAboutSubject: true };

    for (const kind of SUBJECT_KINDS) {
      const { sql } = statementOf({ ...QUERY, detection, window: ALL, about: { kind, value: 'x' } }, table);
      expect(trino.errorsIn(sql)).toEqual([]);
    }
  });
});

describe("Trino's grammar", () => {
  const [sql] = DETECTIONS.map((detection) => sentFor(detection, 'bootstrap').sql);

  it.each([
    ['a comma too many', (text: string) => text.replace('FROM events', ', FROM events')],
    ['a bracket that is not closed', (text: string) => text.replace('GROUPING SETS (', 'GROUPING SETS ((')],
    ['a word that is misspelled', (text: string) => text.replace('GROUP BY', 'GRUOP BY')],
    ['no table to read', (text: string) => text.replace('FROM events', 'FROM')],
    ['a text that is not closed', (text: string) => text.replace("'events'", "'events")],
  ])('refuses a statement with %s', (_, broken) => {
    expect(broken(sql ?? '')).not.toBe(sql);
    expect(trino.errorsIn(broken(sql ?? ''))).not.toEqual([]);
  });
});
