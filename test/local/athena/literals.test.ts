import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readLiteral } from '../../../src/local/athena/literals.js';

describe('readLiteral', () => {
  it.each<[string, string | number | bigint]>([
    ["'x'", 'x'],
    ["''", ''],
    ["'it''s'", "it's"],
    ["'back\\slash'", 'back\\slash'],
    ["'ends\\'", 'ends\\'],
    ["'two\nlines'", 'two\nlines'],
    ['42', 42n],
    ['-7', -7n],
    ['1.5', 1.5],
    ['1e3', 1000],
  ])('reads %s', (expression, value) => {
    expect(readLiteral(expression)).toBe(value);
  });

  it.each(["'a'b'", 'x', "'a' OR 1=1", '', "'", "''' OR ''", "lower('a')", '1; 2', '--', '"x"'])(
    'takes %s for no literal',
    (expression) => {
      expect(readLiteral(expression)).toBeUndefined();
    },
  );

  it('gives back any text whose quotes were doubled', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(readLiteral(`'${text.replaceAll("'", "''")}'`)).toBe(text);
      }),
    );
  });
});
