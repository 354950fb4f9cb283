import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../../src/detections/catalogue.js';
import { goldenText, PLACES, pasteable } from './golden.js';
import { LAYOUTS } from './queries.js';

const GOLDEN = fileURLToPath(new URL('../golden/', import.meta.url));
const DETECTIONS = [...readCatalogue().detections.values()];

describe.each(LAYOUTS)('the statements for a table of the layout %s', (layout) => {
  const folder = `${GOLDEN}${PLACES[layout].folder}`;

  it.each(DETECTIONS.map((detection) => [detection.id, detection] as const))('are as kept: %s', (id, detection) => {
    const file = `${folder}/${id}.sql`;
    const text = goldenText(detection, layout);
    if (process.env.UPDATE_GOLDEN) {
      mkdirSync(folder, { recursive: true });
      writeFileSync(file, text);
    }

    // After a change that is meant: UPDATE_GOLDEN=1 npm test -- test/athena/golden.test.ts
    expect(text).toBe(readFileSync(file, 'utf8'));
  });

  it('are all there, and no others', () => {
    expect(readdirSync(folder).sort()).toEqual(DETECTIONS.map(({ id }) => `${id}.sql`).sort());
  });
});

it('keeps one folder a layout', () => {
  expect(readdirSync(GOLDEN).sort()).toEqual(LAYOUTS.map((layout) => PLACES[layout].folder).sort());
});

describe('pasteable', () => {
  it('puts values where a ? stands for one, and nowhere else', () => {
    const sql = `SELECT '?', "?" -- ?\nWHERE a = ? /* ? */ AND b = ?`;

    expect(pasteable({ sql, executionParameters: ["'it''s ?'", '5'] })).toBe(
      `SELECT '?', "?" -- ?\nWHERE a = 'it''s ?' /* ? */ AND b = 5`,
    );
  });

  it.each([
    ['more places than values', ['1']],
    ['fewer places than values', ['1', '2', '3']],
  ])('refuses %s', (message, executionParameters) => {
    expect(() => pasteable({ sql: 'SELECT ?, ?', executionParameters })).toThrow(message);
  });
});
