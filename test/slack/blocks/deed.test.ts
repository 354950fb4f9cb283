import { describe, expect, it } from '@jest/globals';
import { deedMessage } from '../../../src/slack/blocks/deed.js';
import { textsIn } from './answers.js';
import { CASE } from './cases.js';

const DEED = { by: 'U0BOB', at: '2026-11-24T10:47:00.000Z' };

describe('deedMessage', () => {
  it.each([
    ['a note', { type: 'noted', text: '<!here> *look*', ...DEED } as const, '📝  noted in case 7: <!here> *look*'],
    ['the end', { type: 'closed', note: 'False alarm.', ...DEED } as const, '🔒  closed case 7: False alarm.'],
    ['the end without a note', { type: 'closed', ...DEED } as const, '🔒  closed case 7.'],
    ['the resumption', { type: 'reopened', ...DEED } as const, '🔓  reopened case 7.'],
  ])('says who did it, and shows what was typed as text: %s', (_, deed, says) => {
    const { blocks, text } = deedMessage(CASE, deed);

    expect(textsIn(blocks).join('')).toBe(says);
    expect(textsIn(blocks, 'user_id')).toEqual(['U0BOB']);
    expect(text).not.toContain('<');
  });
});
