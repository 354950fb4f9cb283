import { describe, expect, it } from '@jest/globals';
import { CARD_QUESTIONS, caseCard, newCaseCard } from '../../../src/slack/blocks/case-card.js';
import { CATALOGUE, textsIn } from './answers.js';
import { ALICE_ARN, CASE, LOG } from './cases.js';
import { refusalOf } from './refusal-of.js';

const HOSTILE = '<!channel> `x` \u202e arn:aws:iam';
const chosen = { by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' };

describe('the case card', () => {
  it('says what is known, and offers what can be asked', () => {
    const card = JSON.stringify(caseCard(CASE).blocks);

    for (const part of ['Case 7', 'not chosen yet', 'last 24 h', 'U0BOB', '"Refused calls"', '"History"'])
      expect(card).toContain(part);
    expect(card).toContain('2 questions · 1.2 GB · $0.012 · last at 10:45 UTC');
    expect(card).not.toContain('"What it did"');
  });

  it('says what the case may cost: what a responder allowed, else the limit of the bot', () => {
    expect(JSON.stringify(caseCard(CASE, 5).blocks)).toContain('$0.012 of $5.00');
    expect(JSON.stringify(caseCard({ ...CASE, budgetUsd: 20 }, 5).blocks)).toContain('$0.012 of $20.00');
  });

  it('names the suspect, who chose it and when, as nothing but text, and offers the questions about it', () => {
    const { blocks } = caseCard({ ...CASE, suspect: { kind: 'identity', value: HOSTILE, ...chosen } });
    const card = JSON.stringify(blocks);

    for (const part of ['⟨U+202E⟩', 'U0BOB', '10:43 UTC', '"What it did"', '"Timeline"', '"Services"'])
      expect(card).toContain(part);
    expect(card).not.toContain('mrkdwn');
    expect([...card.matchAll(/"type":"button"/g)]).toHaveLength(5);
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
