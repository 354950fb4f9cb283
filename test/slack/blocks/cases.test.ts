import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/investigation/case.js';
import type { CaseList } from '../../../src/investigation/ports.js';
import { ACTIONS, readCasesPageValue } from '../../../src/slack/blocks/button-value.js';
import { casesMessage, MESSAGE_CASES } from '../../../src/slack/blocks/cases.js';
import { type CasesPage, casesChoice } from '../../../src/slack/blocks/cases-page.js';
import { HOME_CASES, homeView, strangerHome } from '../../../src/slack/blocks/home.js';
import { textsIn } from './answers.js';
import { ALICE_ARN, CASE } from './cases.js';

const PAGE: CasesPage = { filter: 'all', from: 0, userId: 'U0ALICE', at: '2026-11-24T11:00:00.000Z' };
const caseOf = (number: number, changes: Partial<Case> = {}): Case => ({
  ...CASE,
  id: `T0LOCAL-${number}`,
  number,
  ...changes,
});
const CLOSED = { status: 'closed', closed: { by: 'U0BOB', at: '2026-11-24T10:50:00.000Z' } } as const;
const many = (count: number) => Array.from({ length: count }, (_, at) => caseOf(at + 1));
const numbersIn = (blocks: unknown): number[] =>
  textsIn(blocks).flatMap((text) => {
    const [, number] = /^Case (\d+)/.exec(text) ?? [];
    return number === undefined ? [] : [Number(number)];
  });
const pageOf = (cases: readonly Case[], changes: Partial<CasesPage> = {}, ends: Partial<CaseList> = {}) =>
  casesMessage({ cases, older: 0, ...ends }, { ...PAGE, ...changes }).blocks;
const turnsOf = (blocks: unknown) =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+:(?:previous|next))"[^}]*}?,"value":"([^"]+)"/g)].map(
    ([, action, value]) => [action, readCasesPageValue(value).from],
  );

describe('the list of cases', () => {
  it('says of each where it is, about whom, who is on it, what it cost, and when something last happened', () => {
    const suspect = { kind: 'identity', value: ALICE_ARN, by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' } as const;
    const one = caseOf(7, { title: 'Leaked <key>', permalink: 'https://x.slack.com/p1', suspect });

    const [, , block] = pageOf([one]);

    expect(textsIn(block).join('')).toBe(
      'Case 7 · Leaked <key> · open · suspect user/alice · last 24 h · 2 questions · $0.012,  · last activity 2026-11-24 10:45 UTC',
    );
    expect(textsIn(block, 'url')).toEqual(['https://x.slack.com/p1']);
    expect(textsIn(block, 'channel_id')).toEqual(['C0INC042']);
    expect(textsIn(block, 'user_id')).toEqual(['U0ALICE', 'U0BOB']);
  });

  it('has them in the order of their numbers, newest first, as they come', () => {
    const cases = [caseOf(4), caseOf(3, CLOSED), caseOf(1)];

    expect(numbersIn(pageOf(cases))).toEqual([4, 3, 1]);
  });

  it.each([
    ['open', { of: 'open' }, 'Open cases'],
    ['mine', { of: { userId: 'U0ALICE' } }, 'My cases'],
    ['all', {}, 'All cases'],
  ] as const)('says which are shown, and asks for no others: %s', (filter, choice, label) => {
    const [, menu] = pageOf([caseOf(3)], { filter });

    expect(menu).toMatchObject({
      elements: [{ action_id: `${ACTIONS.casesPage}:filter`, initial_option: { text: { text: label } } }],
    });
    expect(casesChoice({ ...PAGE, filter })).toEqual(choice);
    expect(casesChoice({ ...PAGE, filter, from: 31 })).toEqual({ ...choice, from: 31 });
  });

  it('has no buttons where all are on one page', () => {
    const blocks = pageOf(many(10));

    expect(numbersIn(blocks)).toHaveLength(10);
    expect(turnsOf(blocks)).toEqual([]);
    expect(textsIn(blocks).join('')).toContain('10 cases · as of 2026-11-24 11:00 UTC');
  });

  it.each([
    ['the newest', { older: 5 }, [['ir:cases:v2:next', 5]]],
    ['the oldest', { older: 0, newer: 16 }, [['ir:cases:v2:previous', 16]]],
    [
      'others',
      { older: 5, newer: 0 },
      [
        ['ir:cases:v2:previous', 0],
        ['ir:cases:v2:next', 5],
      ],
    ],
  ])('has buttons that lead to the numbers before and after those shown: %s', (_, ends, turns) => {
    const blocks = pageOf([caseOf(11), caseOf(9), caseOf(6)], {}, ends);

    expect(turnsOf(blocks)).toEqual(turns);
    expect(textsIn(blocks).join('')).toContain('Cases 11 to 6 · as of 2026-11-24 11:00 UTC');
  });

  it('says so where a part has none that can be shown, and leads on', () => {
    const blocks = pageOf([], { filter: 'open' }, { older: 5 });

    expect(textsIn(blocks).join('')).toContain('No case of this part of the list can be shown.');
    expect(turnsOf(blocks)).toEqual([['ir:cases:v2:next', 5]]);
  });

  it.each([
    ['there is no case at all', 'all', 'No case yet. Type /ir authfail in an incident channel.'],
    ['none is open', 'open', 'No case is open. The first question in an incident channel opens one'],
    ['the reader is in none', 'mine', 'You are in no case yet.'],
  ] as const)('says what to do where %s', (_, filter, says) => {
    expect(textsIn(pageOf([], { filter })).join('')).toContain(says);
  });
});

describe('the Home tab', () => {
  it('lists more cases than a message', () => {
    const { blocks, type } = homeView({ cases: many(HOME_CASES), older: 7 }, PAGE);

    expect(type).toBe('home');
    expect(numbersIn(blocks)).toHaveLength(40);
    expect(HOME_CASES).toBeGreaterThan(MESSAGE_CASES);
    expect(turnsOf(blocks)).toEqual([['ir:cases:v2:next', 7]]);
  });

  it('tells a stranger whom to ask, and nothing else', () => {
    const { blocks } = strangerHome('Ask <@U0ALICE>.');

    expect(textsIn(blocks)).toEqual(['Cases', 'Ask <@U0ALICE>.']);
  });
});
