import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { MAX_PARAMETER_CHARACTERS, stringLiteral } from '../../src/athena/literal.js';
import { UserFacingError } from '../../src/errors.js';

/** Any text without control characters, with more quotes and backslashes than people write. */
const text = fc
  .array(
    fc.oneof(fc.constantFrom("'", '\\', '"', '?', '--', '/*', ';', '%', '$', '\u2019'), fc.string({ unit: 'binary' })),
  )
  .map((parts) =>
    parts
      .join('')
      .replaceAll(/\p{Cc}/gu, '')
      .slice(0, 400),
  )
  .filter((value) => !/\p{Cs}/u.test(value));

describe('stringLiteral', () => {
  it('reads back as the value that went in', () => {
    fc.assert(fc.property(text, (value) => stringLiteral(value).slice(1, -1).replaceAll("''", "'") === value));
  });

  it('lets no value close its literal', () => {
    fc.assert(fc.property(text, (value) => /^'(?:[^']|'')*'$/.test(stringLiteral(value))));
  });

  it('reads a backslash as a plain character', () => {
    expect(stringLiteral("\\' OR 1=1 --")).toBe("'\\'' OR 1=1 --'");
  });

  it('encodes nothing as an empty text', () => {
    expect(stringLiteral('')).toBe("''");
  });

  it.each([
    ['a line break', 'arn\nx', '"arn\\u{a}x"'],
    ['a null character', 'a\0', '"a\\u{0}"'],
    ['a delete character', 'a\u007f', '"a\\u{7f}"'],
    ['half of a surrogate pair', 'a\ud800b', '"a\\u{d800}b"'],
  ])('refuses %s and shows where it is', (_, value, shown) => {
    expect(() => stringLiteral(value)).toThrow(UserFacingError);
    expect(() => stringLiteral(value)).toThrow(`${shown} has control characters in it.`);
  });

  it('writes out what does not show when it quotes', () => {
    expect(() => stringLiteral('a\u202eb\n')).toThrow('"a\\u{202e}b\\u{a}" has control characters');
  });

  it('takes as many characters as Athena does, the quotes counted', () => {
    expect(stringLiteral('a'.repeat(1022))).toHaveLength(MAX_PARAMETER_CHARACTERS);
    expect(stringLiteral("'".repeat(511))).toHaveLength(MAX_PARAMETER_CHARACTERS);
  });

  it.each([
    ['a long value', 'a'.repeat(1023)],
    ['a value that its doubled quotes make too long', "'".repeat(512)],
  ])('refuses %s and quotes its beginning', (_, value) => {
    expect(() => stringLiteral(value)).toThrow(UserFacingError);
    expect(() => stringLiteral(value)).toThrow(`"${value.slice(0, 60)}…" is too long`);
  });
});
