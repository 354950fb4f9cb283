import { describe, expect, it } from '@jest/globals';
import { DRILL_DOWN, readCatalogue } from '../../../src/detections/catalogue.js';
import type { Case } from '../../../src/investigation/case.js';
import { CARD_QUESTIONS, caseCard } from '../../../src/slack/blocks/case-card.js';
import { refusalOf } from './refusal-of.js';

const CASE: Case = {
  id: 'T0LOCAL-7',
  number: 7,
  teamId: 'T0LOCAL',
  channelId: 'C0INC042',
  threadTs: '1.000001',
  status: 'open',
  openedBy: 'U0ALICE',
  openedAt: '2026-11-24T10:41:00.000Z',
  window: '24h',
  people: ['U0ALICE', 'U0BOB'],
  questions: 2,
  scannedBytes: 1_288_490_189,
  lastActivityAt: '2026-11-24T10:45:00.000Z',
  seq: 5,
};
const HOSTILE = '<!channel> `x` \u202e arn:aws:iam';

describe('the case card', () => {
  it('says what is known, and offers what can be asked', () => {
    const card = JSON.stringify(caseCard(CASE).blocks);

    for (const part of ['Case 7', 'not chosen yet', 'the last 24h', '2 questions', '1.2 GB', 'U0BOB'])
      expect(card).toContain(part);
    expect(card).not.toContain('"Services"');
  });

  it('names the suspect, who chose it and when, as nothing but text, and offers the questions about it', () => {
    const { blocks } = caseCard({ ...CASE, suspect: { arn: HOSTILE, by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' } });
    const card = JSON.stringify(blocks);

    for (const part of ['⟨U+202E⟩', 'U0BOB', '10:43 UTC', '"Services"', '"Timeline"']) expect(card).toContain(part);
    expect(card).not.toContain('mrkdwn');
    expect(refusalOf(blocks)).toBeUndefined();
  });

  it('asks questions that the catalogue has; so does a click on an identity', () => {
    const known = readCatalogue();

    expect([...CARD_QUESTIONS, ...DRILL_DOWN].filter((id) => !known.has(id))).toEqual([]);
  });
});
