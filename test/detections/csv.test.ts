import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvOf, csvPieces } from '../../src/detections/csv.js';

const COLUMNS = [{ name: 'arn' }, { name: 'denied' }];

describe('a table as CSV', () => {
  it('begins with the names of its columns', () => {
    expect(csvOf(COLUMNS, [['arn:aws:iam::111122223333:user/alice', '20']])).toBe(
      'arn,denied\narn:aws:iam::111122223333:user/alice,20\n',
    );
  });

  it('is its columns alone where it has no rows', () => {
    expect(csvOf(COLUMNS, [])).toBe('arn,denied\n');
  });

  it('leaves the cell of a NULL empty', () => {
    expect(csvOf(COLUMNS, [[null, '1']])).toBe('arn,denied\n,1\n');
  });

  it('is the same in pieces, however many rows there are', () => {
    const rows = Array.from({ length: 2_500 }, (_, at) => [`user-${at}`, String(at)]);

    const pieces = [...csvPieces(COLUMNS, rows)];

    expect(pieces.length).toBeGreaterThan(2);
    expect(pieces.join('').split('\n')).toEqual([
      'arn,denied',
      ...rows.map(([user, denied]) => `${user},${denied}`),
      '',
    ]);
  });

  it('never begins a cell with what a spreadsheet would run', () => {
    const hidden = fc.stringMatching(/^[ \t\r\n\u00a0\u200b\ufeff]{0,3}$/);
    const formula = fc.tuple(hidden, fc.constantFrom('=', '+', '-', '@', '＝', '＠'), fc.string());

    fc.assert(
      fc.property(formula, ([before, sign, after]) => {
        const [, cell = ''] = csvOf([{ name: 'agent' }], [[`${before}${sign}${after}`]]).split(/(?<=^agent)\n/);

        expect(cell).toMatch(/^"?'/);
      }),
    );
  });
});
