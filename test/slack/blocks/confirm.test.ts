import { describe, expect, it } from '@jest/globals';
import { ACTIONS } from '../../../src/slack/blocks/button-value.js';
import { confirmMessage } from '../../../src/slack/blocks/confirm.js';
import { textsIn } from './answers.js';
import { refusalOf } from './refusal-of.js';

describe('confirmMessage', () => {
  it('says why, and what was typed, and asks with a button that does it all the same', () => {
    const { blocks, text } = confirmMessage('It reads everything.', { kind: 'command', text: 'authfail all <!here>' });

    expect(text).toBe('It reads everything.');
    expect(textsIn(blocks).join('')).toContain('It reads everything. It is /ir authfail all <!here>.');
    expect(blocks[1]).toMatchObject({
      elements: [
        { action_id: ACTIONS.confirm, style: 'danger', text: { text: 'Ask anyway' }, value: 'c|authfail all <!here>' },
      ],
    });
    expect(refusalOf(blocks)).toBeUndefined();
  });

  it('has no button for what is too long for one, and says what to do', () => {
    const { blocks } = confirmMessage('It reads everything.', { kind: 'command', text: 'x'.repeat(3_000) });

    expect(blocks).toHaveLength(1);
    expect(textsIn(blocks).join('')).toContain('type it again in fewer words');
  });
});
