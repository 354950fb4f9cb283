import { describe, expect, it } from '@jest/globals';
import { historyMessage } from '../../../src/slack/blocks/history.js';
import { CATALOGUE, RUN, textsIn } from './answers.js';
import { CASE, LOG } from './cases.js';
import { refusalOf } from './refusal-of.js';

const RUNS = new Map([
  ['run1', { ...RUN, id: 'run1', answeredAt: '2026-11-24T10:42:00.000Z', permalink: 'https://x.slack.com/p1' }],
]);
const HISTORY = { investigation: CASE, log: LOG, runs: RUNS };

describe('the history', () => {
  it('has one line for each deed, with what came out and a link to it', () => {
    const { blocks } = historyMessage(HISTORY, CATALOGUE);

    expect(
      textsIn(blocks)
        .join('')
        .split(/(?=\d\d:\d\d {2})/)
        .slice(1),
    ).toEqual([
      '10:41    opened the case',
      '10:41    Refused calls · last 24 h → 3 identities were refused 214 times. (3 rows · 1.2 GB · $0.006) → answer',
      '10:43    chose user/alice as the suspect',
      '10:43    What it did · user/alice · last 7 d → no answer: The table is gone. (0 B · $0)',
      '10:45    set the window to 7d',
      '10:46    allowed the case to cost $10.00',
      '10:47    looked at Refused calls (answer of 10:42 UTC)',
      '10:48    gone · all there is → still running',
      '10:49    stopped Refused calls',
      '10:50    noted: Rotated the <key>.',
      '10:51    was refused',
      expect.stringMatching(/^10:52 {4}exported 1 file/),
      '10:53    closed the case: False alarm.',
      '10:54    reopened the case',
    ]);
    expect(refusalOf(blocks)).toBeUndefined();
  });

  it('says whose history it is: of a case with a name, closed or not, with a link to its card', () => {
    const closed = { by: 'U0BOB', at: '2026-11-24T10:53:00.000Z' };
    const known = { title: 'Leaked <key>', permalink: 'https://x.slack.com/p7', status: 'closed', closed } as const;

    const { blocks, text } = historyMessage({ ...HISTORY, investigation: { ...CASE, ...known } }, CATALOGUE);

    expect(text).toBe('History of case 7 · Leaked &lt;key&gt;');
    expect(textsIn(blocks[0]).join('')).toBe(
      'History of case 7 · Leaked <key> · closed · 2026-11-24 · 2 questions · $0.012 · times in UTC · card',
    );
    expect(textsIn(blocks[0], 'url')).toEqual(['https://x.slack.com/p7']);
  });

  it('keeps the newest deeds where not all fit, and says how many do not', () => {
    const [, asked, answered] = LOG;
    if (asked?.type !== 'asked' || answered?.type !== 'answered') throw new Error('an answer follows its question');
    const long = { kind: 'agent', value: 'x'.repeat(400) } as const;
    const log = Array.from({ length: 60 }, (_, at) => [
      { ...asked, runId: `run${at}`, about: long },
      { ...answered, runId: `run${at}`, finding: `${at} ${'y'.repeat(400)}` },
    ]).flat();

    const { blocks } = historyMessage({ ...HISTORY, log }, CATALOGUE);

    expect(refusalOf(blocks)).toBeUndefined();
    expect(JSON.stringify(blocks)).toContain('59 yyy');
    expect(JSON.stringify(blocks)).toMatch(/\d\d earlier deeds not shown: \/ir export has all/);
  });
});
