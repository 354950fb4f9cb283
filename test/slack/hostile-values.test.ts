import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserFacingError } from '../../src/errors.js';
import {
  caseMenuValue,
  casesPageValue,
  pickValue,
  placeValue,
  readCaseMenuValue,
  readCasesPageValue,
  readCaseValue,
  readPickValue,
  readPlaceValue,
  readRetryValue,
  retryValue,
} from '../../src/slack/blocks/button-value.js';
import { metadataOf, readPlace } from '../../src/slack/views/form-place.js';
import { readInvestigateMetadata } from '../../src/slack/views/investigate-form.js';
import { FRAGMENTS, SEED, TRIES } from '../properties/hostile.js';

/** What values of the bot are made of, what they are not, and far too much of both. */
const PIECE = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom('2', 'T0LOCAL-7', '0123456789abcdef0123', 'identities', '0', '12', 'close') },
  { weight: 1, arbitrary: fc.constantFrom('open', 'c', 'a', 'ir:ask:v1', '99999999999999999999', '-1', '1e9', '') },
  { weight: 1, arbitrary: fc.constantFrom(...FRAGMENTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 9 }) },
  { weight: 1, arbitrary: fc.constantFrom('A', 'a', '9').map((one) => one.repeat(5_000)) },
);
const VALUE = fc.oneof(
  { weight: 9, arbitrary: fc.array(PIECE, { maxLength: 6 }).map((pieces) => pieces.join('|')) },
  { weight: 1, arbitrary: fc.tuple(PIECE, PIECE).map(([team, number]) => `${team}-${number}`) },
);

/** Each reader, and how what it has read is written again. */
const READERS: Readonly<Record<string, (value: string) => string | undefined>> = {
  'a cell': (value) => pickValue(readPickValue(value)),
  'an answer': (value) => placeValue(readPlaceValue(value)),
  'a case': readCaseValue,
  'the menu of a case': (value) => caseMenuValue(readCaseMenuValue(value)),
  'a page of cases': (value) => casesPageValue(readCasesPageValue(value)),
  'what is done once more': (value) => retryValue(readRetryValue(value)),
};

/** What a reader makes of a value; `undefined` when it refuses it with words for people. */
function madeOf(reader: (value: string) => string | undefined, value: string): string | undefined {
  try {
    return reader(value) ?? 'nothing that a button can hold';
  } catch (cause) {
    if (cause instanceof UserFacingError) return undefined;
    throw cause;
  }
}

/** Numbers are read as numbers. */
const withoutZeros = (value: string): string => value.replace(/\|0+(?=\d)/g, '|');

describe.each(Object.entries(READERS))('a value for %s', (what, reader) => {
  it(`is what the bot could have made itself, or refused (${TRIES} values, seed ${SEED})`, () => {
    let taken = 0;

    fc.assert(
      fc.property(VALUE, (value) => {
        const made = madeOf(reader, value);
        if (made === undefined) return;

        taken += 1;
        expect(withoutZeros(made)).toBe(withoutZeros(value));
        // Keys of the state table are made of it.
        if (what !== 'what is done once more') {
          expect(value).toMatch(/^[\w|-]{1,250}$/);
          expect(value).not.toContain('#');
        }
      }),
      { numRuns: TRIES, seed: SEED },
    );

    expect(madeOf(reader, GOOD[what] ?? '')).toBe(GOOD[what]);
    expect(taken).toBeLessThan(TRIES / 2);
  });
});

const GOOD: Readonly<Record<string, string>> = {
  'a cell': '2|T0LOCAL-7|0123456789abcdef0123|identities|0|12',
  'an answer': '2|T0LOCAL-7|0123456789abcdef0123|',
  'a case': 'T0LOCAL-7',
  'the menu of a case': 'close|T0LOCAL-7',
  'a page of cases': 'open|12',
  'what is done once more': 'c|authfail 24h',
};

describe('what a form remembers', () => {
  const JSON_TEXT = fc.oneof(
    fc.json(),
    fc.constantFrom(...FRAGMENTS),
    fc
      .record({ channelId: fc.anything(), threadTs: fc.anything(), case: fc.anything() }, { requiredKeys: [] })
      .map((one) => JSON.stringify(one, (_, value) => (typeof value === 'bigint' ? String(value) : value))),
  );

  it.each([
    ['a place', readPlace],
    ['whom it is about', readInvestigateMetadata],
  ])(`is read, or refused: %s (${TRIES} texts, seed ${SEED})`, (_, read) => {
    fc.assert(
      fc.property(JSON_TEXT, (text) => {
        try {
          const written = JSON.stringify(read(text));
          expect(JSON.stringify(read(written))).toBe(written);
        } catch (cause) {
          expect(cause).toBeInstanceOf(UserFacingError);
        }
      }),
      { numRuns: TRIES, seed: SEED },
    );
    expect(readPlace(metadataOf({ channelId: 'C0INC042' }))).toEqual({ channelId: 'C0INC042' });
  });
});
