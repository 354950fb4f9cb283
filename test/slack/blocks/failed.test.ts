import { describe, expect, it } from '@jest/globals';
import type { Run } from '../../../src/investigation/run.js';
import { ACTIONS, readPlaceValue } from '../../../src/slack/blocks/button-value.js';
import { failedMessage } from '../../../src/slack/blocks/failed.js';
import { detectionOf, RUN, textsIn } from './answers.js';

const AUTHFAIL = detectionOf('authfail');
const FAILED: Run = {
  ...RUN,
  state: 'failed',
  view: 'calls',
  reason: 'Table <x> does not exist.',
  statistics: { scannedBytes: 0, totalMs: 900 },
};

describe('failedMessage', () => {
  it('says why there is no answer, as text, and that a failed query is not billed', () => {
    const { blocks, text } = failedMessage(FAILED, AUTHFAIL);

    expect(textsIn(blocks[0]).join('')).toBe('⚠️ Refused calls: Table <x> does not exist.');
    expect(JSON.stringify(blocks)).toContain('0 B · not billed · 0.9 s');
    expect(text).toBe('Refused calls: Table &lt;x&gt; does not exist.');
  });

  it('says who stopped it, and what it cost all the same', () => {
    const { blocks } = failedMessage(
      { ...FAILED, stoppedBy: 'U0BOB', statistics: { scannedBytes: 1_288_490_189, totalMs: 900 } },
      AUTHFAIL,
    );

    expect(textsIn(blocks[0]).join('')).toBe('⏹️ Refused calls was stopped by .');
    expect(textsIn(blocks[0], 'user_id')).toEqual(['U0BOB']);
    expect(JSON.stringify(blocks)).toContain('1.2 GB · $0.006');
  });

  it('offers to ask once more, for the table that was asked for', () => {
    const { blocks } = failedMessage(FAILED, AUTHFAIL);

    expect(blocks.at(-1)).toMatchObject({ elements: [{ action_id: ACTIONS.askAgain, text: { text: 'Ask again' } }] });
    expect(readPlaceValue(textsIn(blocks, 'value')[0])).toEqual({ caseId: RUN.caseId, runId: RUN.id, table: 'calls' });
  });
});
