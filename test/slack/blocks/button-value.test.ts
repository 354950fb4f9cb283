import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  pickValue,
  placeValue,
  type Retry,
  readPickValue,
  readPlaceValue,
  readRetryValue,
  retryValue,
} from '../../../src/slack/blocks/button-value.js';

const ANSWER = { caseId: 'T0LOCAL-7', runId: '0123456789abcdef0123' };
const PICK = { ...ANSWER, table: 'sources', row: 12, column: 3 };
const OLD = 'This button is from an older version of ir-bot. Ask the question again.';

describe('the value of a picked cell', () => {
  it('leads back to the cell of the answer that it stands for', () => {
    expect(readPickValue(pickValue(PICK))).toEqual(PICK);
  });

  it.each([
    undefined,
    '',
    'arn:aws:iam::111122223333:user/alice',
    '1|T0LOCAL-7|0123456789abcdef0123|12',
    '2|T0LOCAL-7|0123456789abcdef0123|sources|-1|0',
    '2|T0LOCAL-7|../HEAD|sources|0|0',
    `${pickValue(PICK)}|x`,
  ])('is refused when it is none of ours: %j', (value) => {
    expect(() => readPickValue(value)).toThrow(OLD);
  });
});

describe('the value of an answer', () => {
  it.each([[ANSWER], [{ ...ANSWER, table: 'services' }]])('leads back to it: %j', (place) => {
    expect(readPlaceValue(placeValue(place))).toEqual(place);
  });

  it.each([undefined, '2|T0LOCAL-7|0123456789abcdef0123', '2|T0LOCAL-7|0123456789abcdef0123|A B'])(
    'is refused when it is none of ours: %j',
    (value) => {
      expect(() => readPlaceValue(value)).toThrow(OLD);
    },
  );
});

describe('the value of what is to be done once more', () => {
  it('leads back to the words or the click', () => {
    const retry = fc.oneof(
      fc.record({ kind: fc.constant('command' as const), text: fc.string() }),
      fc.record({
        kind: fc.constant('action' as const),
        actionId: fc.stringMatching(/^ir:[a-z]+:v1(:\d)?$/),
        value: fc.string(),
      }),
    );

    fc.assert(
      fc.property(retry, (again: Retry) => {
        expect(readRetryValue(retryValue(again))).toEqual(again);
      }),
    );
  });

  it('is none when it is too long for a button, and refused when it is none of ours', () => {
    expect(retryValue({ kind: 'command', text: 'x'.repeat(2_000) })).toBeUndefined();
    expect(() => readRetryValue('x')).toThrow(OLD);
  });
});
