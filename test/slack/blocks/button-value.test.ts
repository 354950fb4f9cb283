import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  ACTIONS,
  CASE_FILTERS,
  CASE_MENU,
  caseMenuValue,
  casesPageValue,
  pickValue,
  placeValue,
  type Retry,
  readCaseMenuValue,
  readCasesPageValue,
  readCaseValue,
  readPickValue,
  readPlaceValue,
  readRetryValue,
  retryValue,
} from '../../../src/slack/blocks/button-value.js';
import { CHOOSE_QUESTION, FORMS } from '../../../src/slack/views/callback-ids.js';

const ANSWER = { caseId: 'T0LOCAL-7', runId: '0123456789abcdef0123' };
const PICK = { ...ANSWER, table: 'sources', row: 12, column: 3 };
const FOREIGN = 'This button is from another version of ir-bot. Ask the question again.';

describe('the ids of buttons and forms', () => {
  it.each([...Object.values(ACTIONS), ...Object.values(FORMS)])('name the version of what they hold: %s', (id) => {
    expect(id).toMatch(/^ir:[a-z]+:v\d+$/);
  });

  it('of a choice within a form are versioned with the form', () => {
    expect(CHOOSE_QUESTION.startsWith(`${FORMS.question}:`)).toBe(true);
  });
});

describe('the value of a picked cell', () => {
  it('leads back to the cell of the answer that it stands for', () => {
    expect(readPickValue(pickValue(PICK))).toEqual(PICK);
  });

  it.each([
    undefined,
    '',
    'arn:aws:iam::111122223333:user/alice',
    '1|T0LOCAL-7|0123456789abcdef0123|12',
    '3|T0LOCAL-7|0123456789abcdef0123|sources|12|3',
    '2|T0LOCAL-7|0123456789abcdef0123|sources|-1|0',
    '2|T0LOCAL-7|../HEAD|sources|0|0',
    `${pickValue(PICK)}|x`,
  ])('is refused when it is none of ours: %j', (value) => {
    expect(() => readPickValue(value)).toThrow(FOREIGN);
  });
});

describe('the value of an answer', () => {
  it.each([[ANSWER], [{ ...ANSWER, table: 'services' }]])('leads back to it: %j', (place) => {
    expect(readPlaceValue(placeValue(place))).toEqual(place);
  });

  it.each([
    undefined,
    '1|T0LOCAL-7|0123456789abcdef0123|services',
    '3|T0LOCAL-7|0123456789abcdef0123|services',
    '2|T0LOCAL-7|0123456789abcdef0123',
    '2|T0LOCAL-7|0123456789abcdef0123|A B',
  ])('is refused when it is none of ours: %j', (value) => {
    expect(() => readPlaceValue(value)).toThrow(FOREIGN);
  });
});

describe('the value of a case', () => {
  it('is its id', () => {
    expect(readCaseValue('T0LOCAL-7')).toBe('T0LOCAL-7');
  });

  it.each([undefined, '', 'open', 'T0LOCAL-7|x', 't0local-7', 'T0LOCAL-'])(
    'is refused when it is none of ours: %j',
    (value) => {
      expect(() => readCaseValue(value)).toThrow(FOREIGN);
    },
  );
});

describe('the value of an option in the menu of a case', () => {
  it.each(CASE_MENU)('leads back to what it is for: %s', (what) => {
    expect(readCaseMenuValue(caseMenuValue({ what, caseId: 'T0LOCAL-7' }))).toEqual({ what, caseId: 'T0LOCAL-7' });
  });

  it.each([undefined, 'close', 'destroy|T0LOCAL-7', 'close|7', 'close|T0LOCAL-7|x'])(
    'is refused when it is none of ours: %j',
    (value) => {
      expect(() => readCaseMenuValue(value)).toThrow(FOREIGN);
    },
  );
});

describe('the value of a page of cases', () => {
  it('leads back to the page', () => {
    const selection = fc.record({ filter: fc.constantFrom(...CASE_FILTERS), from: fc.nat({ max: 999_999_999_999 }) });

    fc.assert(
      fc.property(selection, (one) => {
        expect(readCasesPageValue(casesPageValue(one))).toEqual(one);
      }),
    );
  });

  it.each([undefined, 'open', 'open|-1', 'theirs|0', 'open|0|x', 'open|1e3'])(
    'is refused when it is none of ours: %j',
    (value) => {
      expect(() => readCasesPageValue(value)).toThrow(FOREIGN);
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
    expect(() => readRetryValue('x')).toThrow(FOREIGN);
  });
});
