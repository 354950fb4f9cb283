import { describe, expect, it } from '@jest/globals';
import { alreadyRunningMessage } from '../../../src/slack/blocks/already-running.js';
import { CATALOGUE, RUN, textsIn } from './answers.js';

describe('alreadyRunningMessage', () => {
  it('says who asked the same and when, and leads to where the answer will be', () => {
    const { blocks } = alreadyRunningMessage({ ...RUN, permalink: 'https://x.slack.com/p1' }, CATALOGUE);

    expect(textsIn(blocks).join('')).toBe(
      '⏳ Refused calls, last 24 h, is being asked already: by  at 10:41 UTC. This is where its answer will be.',
    );
    expect(textsIn(blocks, 'user_id')).toEqual(['U0ALICE']);
    expect(textsIn(blocks, 'url')).toEqual(['https://x.slack.com/p1']);
  });

  it('says where to look when Slack gave no link', () => {
    const { blocks } = alreadyRunningMessage(RUN, CATALOGUE);

    expect(textsIn(blocks).join('')).toContain('Its answer will be in the thread of the case.');
  });
});
