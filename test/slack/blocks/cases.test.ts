import { describe, expect, it } from '@jest/globals';
import type { Case } from '../../../src/investigation/case.js';
import { ACTIONS, readCasesPageValue } from '../../../src/slack/blocks/button-value.js';
import { casesMessage } from '../../../src/slack/blocks/cases.js';
import type { CasesPage } from '../../../src/slack/blocks/cases-page.js';
import { homeView, strangerHome } from '../../../src/slack/blocks/home.js';
import { textsIn } from './answers.js';
import { ALICE_ARN, CASE } from './cases.js';

const PAGE: CasesPage = { filter: 'all', page: 0, userId: 'U0ALICE', at: '2026-11-24T11:00:00.000Z' };
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
const pageOf = (cases: readonly Case[], changes: Partial<CasesPage> = {}) =>
  casesMessage({ cases, older: 0 }, { ...PAGE, ...changes }).blocks;
const turnsOf = (blocks: unknown) =>
  [...JSON.stringify(blocks).matchAll(/"action_id":"([^"]+:(?:previous|next))"[^}]*}?,"value":"([^"]+)"/g)].map(
    ([, action, value]) => [action, readCasesPageValue(value).page],
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

  it('has open cases first, and of them the one in which something happened last', () => {
    const cases = [
      caseOf(4, { lastActivityAt: '2026-11-24T09:00:00.000Z' }),
      caseOf(3, { ...CLOSED, lastActivityAt: '2026-11-24T12:00:00.000Z' }),
      caseOf(2, { lastActivityAt: '2026-11-24T10:00:00.000Z' }),
      caseOf(1, { ...CLOSED, lastActivityAt: '2026-11-24T13:00:00.000Z' }),
    ];

    expect(numbersIn(pageOf(cases))).toEqual([2, 4, 1, 3]);
  });

  it('shows the open ones, or those of the reader, where that is wanted', () => {
    const cases = [caseOf(3), caseOf(2, CLOSED), caseOf(1, { people: ['U0BOB'] })];

    const open = pageOf(cases, { filter: 'open' });
    const mine = pageOf(cases, { filter: 'mine' });

    expect(numbersIn(open)).toEqual([3, 1]);
    expect(numbersIn(mine)).toEqual([3, 2]);
    expect(mine[1]).toMatchObject({
      elements: [{ action_id: `${ACTIONS.casesPage}:filter`, initial_option: { text: { text: 'My cases' } } }],
    });
  });

  it('has no buttons where all are on one page', () => {
    const blocks = pageOf(many(10));

    expect(numbersIn(blocks)).toHaveLength(10);
    expect(turnsOf(blocks)).toEqual([]);
  });

  it.each([
    [0, [11], [['ir:cases:v1:next', 1]], 'page 1 of 2'],
    [1, [1], [['ir:cases:v1:previous', 0]], 'page 2 of 2'],
    [9, [1], [['ir:cases:v1:previous', 0]], 'page 2 of 2'],
  ])('turns pages, and has a last one for whoever goes too far: %d', (page, ends, turns, says) => {
    const blocks = pageOf(many(11), { page });

    expect(numbersIn(blocks)).toEqual(expect.arrayContaining(ends));
    expect(turnsOf(blocks)).toEqual(turns);
    expect(textsIn(blocks).join('')).toContain(`11 cases · ${says} · as of 2026-11-24 11:00 UTC`);
  });

  it.each([
    ['there is no case at all', [], 'all', 'No case yet. Type /ir authfail in an incident channel.'],
    [
      'none is open',
      [caseOf(1, CLOSED)],
      'open',
      'No case is open. The first question in an incident channel opens one',
    ],
    ['the reader is in none', [caseOf(1, { people: ['U0BOB'] })], 'mine', 'You are in no case yet.'],
  ] as const)('says what to do where %s', (_, cases, filter, says) => {
    expect(textsIn(pageOf(cases, { filter })).join('')).toContain(says);
  });
});

describe('a list that is cut', () => {
  it('says so, and how to get at the others', () => {
    const { blocks } = casesMessage({ cases: many(3), older: 800 }, PAGE);

    expect(textsIn(blocks).join('')).toContain(
      'older ones, up to case 800, are not listed: type /ir history and the number',
    );
  });
});

describe('the Home tab', () => {
  it('lists more cases than a message', () => {
    const { blocks, type } = homeView({ cases: many(41), older: 0 }, PAGE);

    expect(type).toBe('home');
    expect(numbersIn(blocks)).toHaveLength(40);
    expect(turnsOf(blocks)).toEqual([['ir:cases:v1:next', 1]]);
  });

  it('tells a stranger whom to ask, and nothing else', () => {
    const { blocks } = strangerHome('Ask <@U0ALICE>.');

    expect(textsIn(blocks)).toEqual(['Cases', 'Ask <@U0ALICE>.']);
  });
});
