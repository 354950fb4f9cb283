import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { CASE_MENU, readCaseMenuValue } from '../../../src/slack/blocks/button-value.js';
import { CARD_QUESTIONS, caseCard, newCaseCard } from '../../../src/slack/blocks/case-card.js';
import { CATALOGUE, textsIn } from './answers.js';
import { ALICE_ARN, CASE, LOG } from './cases.js';
import { refusalOf } from './refusal-of.js';

/** The menu behind three dots, which has no text of its own. */
const MENU = 'Change window, History, Export, Add a note, Close case';
const TEXT = z.object({ text: z.string() });
const ACTIONS_BLOCK = z.object({
  type: z.literal('actions'),
  elements: z.array(
    z.object({
      text: TEXT.optional(),
      placeholder: TEXT.optional(),
      options: z.array(z.object({ text: TEXT })).optional(),
    }),
  ),
});
/** What can be pressed, in order, as people read it. */
const elementsIn = (blocks: readonly unknown[]) =>
  ACTIONS_BLOCK.parse(blocks.at(-1)).elements.map(
    ({ text, placeholder, options }) =>
      text?.text ?? placeholder?.text ?? options?.map((option) => option.text.text).join(', '),
  );

const HOSTILE = '<!channel> `x` \u202e arn:aws:iam';
const chosen = { by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' };

describe('the case card', () => {
  it('says what is known, and offers what can be asked', () => {
    const { blocks } = caseCard(CASE);
    const card = JSON.stringify(blocks);

    expect(textsIn(blocks)[0]).toBe('Case 7');
    for (const part of ['not chosen yet', 'last 24 h', 'U0BOB']) expect(card).toContain(part);
    expect(card).toContain('2 questions · 1.2 GB · $0.012 · last at 10:45 UTC');
    expect(elementsIn(blocks)).toEqual(['Refused calls', 'Ask …', MENU]);
  });

  it('bears what people call the case, as nothing but text', () => {
    const { blocks, text } = caseCard({ ...CASE, title: 'Leaked key <!here>' });

    expect(blocks[0]).toMatchObject({
      text: { type: 'plain_text', text: 'Case 7 · Leaked key <!here>', emoji: false },
    });
    expect(text).toBe('Case 7 · Leaked key &lt;!here&gt;: open, 2 questions asked');
  });

  it('stands out with its first question until that is asked', () => {
    expect(JSON.stringify(caseCard({ ...CASE, questions: 0 }).blocks)).toContain('"style":"primary"');
    expect(JSON.stringify(caseCard(CASE).blocks)).not.toContain('"style":"primary"');
  });

  it('keeps the rest in a menu, by opaque values', () => {
    const values = textsIn(caseCard(CASE).blocks, 'value').filter((value) => value.includes('|'));

    expect(values.map((value) => readCaseMenuValue(value))).toEqual(
      CASE_MENU.map((what) => ({ what, caseId: 'T0LOCAL-7' })),
    );
  });

  it('says of a closed case who closed it, when and why, and offers what can be done with one', () => {
    const closed = { by: 'U0BOB', at: '2026-11-25T08:00:00.000Z', note: 'False alarm.' };

    const { blocks } = caseCard({ ...CASE, status: 'closed', closed, reopenings: 1 });

    expect(textsIn(blocks[1]).slice(0, 7).join('')).toBe(
      'closed by  2026-11-25 08:00 UTC: False alarm.started by  2026-11-24 10:41 UTC · reopened once',
    );
    expect(elementsIn(blocks)).toEqual(['History', 'Export', 'Reopen']);
    expect(textsIn(blocks, 'value')).toEqual(['T0LOCAL-7', 'T0LOCAL-7', 'T0LOCAL-7']);
  });

  it('gives the date of what happened on another day than the case began', () => {
    const { blocks } = caseCard({ ...CASE, lastActivityAt: '2026-11-26T09:00:00.000Z' });

    expect(JSON.stringify(blocks)).toContain('last at 2026-11-26 09:00 UTC');
  });

  it('says what the case may cost: what a responder allowed, else the limit of the bot', () => {
    expect(JSON.stringify(caseCard(CASE, 5).blocks)).toContain('$0.012 of $5.00');
    expect(JSON.stringify(caseCard({ ...CASE, budgetUsd: 20 }, 5).blocks)).toContain('$0.012 of $20.00');
  });

  it('names the suspect, who chose it and when, as nothing but text, and offers the questions about it', () => {
    const { blocks } = caseCard({ ...CASE, suspect: { kind: 'identity', value: HOSTILE, ...chosen } });
    const card = JSON.stringify(blocks);

    for (const part of ['⟨U+202E⟩', 'U0BOB', '10:43 UTC', '"Services"']) expect(card).toContain(part);
    expect(card).not.toContain('mrkdwn');
    expect(elementsIn(blocks)).toEqual(['What it did', 'Timeline', 'Refused calls', 'Ask …', 'More tables', MENU]);
    expect(refusalOf(blocks)).toBeUndefined();
  });

  it.each([
    ['identity', ALICE_ARN, `Suspect  ${ALICE_ARN} · chosen by `],
    ['role', 'arn:aws:iam::111122223333:role/Ops', 'Suspect  role arn:aws:iam::111122223333:role/Ops · chosen by '],
    ['key', 'AKIAIOSFODNN7EXAMPLE', 'Suspect  access key AKIAIOSFODNN7EXAMPLE · chosen by '],
  ] as const)('says what kind of suspect it is: %s', (kind, value, line) => {
    expect(textsIn(caseCard({ ...CASE, suspect: { kind, value, ...chosen } }).blocks).join('')).toContain(line);
  });

  it.each([
    ['all', 'all there is'],
    ['2026-11-20..2026-11-22', '2026-11-20..2026-11-22'],
  ])('says the window %s in a few words', (window, words) => {
    expect(textsIn(caseCard({ ...CASE, window }).blocks)).toContain(words);
  });

  it('says of a new case that nothing was asked', () => {
    const [opened] = LOG;
    if (opened?.type !== 'opened') throw new Error('a log begins with its case');

    expect(JSON.stringify(newCaseCard(opened, 5).blocks)).toContain(
      '0 questions · 0 B · $0 of $5.00 · last at 10:41 UTC',
    );
  });

  it('asks questions that the catalogue has', () => {
    const { detections, views } = CATALOGUE;

    expect(CARD_QUESTIONS.filter((id) => !detections.has(id) && !views.has(id))).toEqual([]);
    expect(CARD_QUESTIONS).toContain('services');
  });
});
