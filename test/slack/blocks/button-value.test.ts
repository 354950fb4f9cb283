import { describe, expect, it } from '@jest/globals';
import { pickValue, readPick } from '../../../src/slack/blocks/button-value.js';

const PICK = { caseId: 'T0LOCAL-7', runId: '0123456789abcdef0123', row: 12 };

describe('a button’s value', () => {
  it('leads back to the row of the answer that it stands in', () => {
    expect(readPick(pickValue(PICK))).toEqual(PICK);
  });

  it.each([
    undefined,
    '',
    'arn:aws:iam::111122223333:user/alice',
    '2|T0LOCAL-7|0123456789abcdef0123|12',
    '1|T0LOCAL-7|0123456789abcdef0123|-1',
    '1|T0LOCAL-7|../HEAD|0',
    `${pickValue(PICK)}|x`,
  ])('is refused when it is none of ours: %j', (value) => {
    expect(() => readPick(value)).toThrow('This button is from an older version of ir-bot. Ask the question again.');
  });
});
