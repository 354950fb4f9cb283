import { describe, expect, it } from '@jest/globals';
import type { Life } from './bots.js';
import type { Verdict } from './outcome.js';
import { growthOf, missed, type Tally } from './tally.js';

const life = (changes: Partial<Life> = {}): Life => ({
  name: 'bot 1.1',
  memory: [],
  questions: 0,
  exitCode: 0,
  wasKilled: false,
  ...changes,
});

/** A bot with a sample of its memory after each question. */
const lifeOf = (questions: number, bytesAfter: (question: number) => number): Life =>
  life({
    questions,
    memory: Array.from({ length: questions }, (_, at) => ({ questions: at + 1, bytes: bytesAfter(at + 1) })),
  });

const GOOD: Tally = {
  faults: new Map(),
  kills: 0,
  socketCuts: 0,
  questions: [],
  leftRunning: 0,
  strayCards: 0,
  wrongCases: [],
  ackMs: [5, 10, 20],
  unacknowledged: 0,
  heldUpMs: 0,
  lives: [life()],
  stopMs: 0,
  lines: [],
};

const ended = (verdict: Verdict): Tally['questions'] => [
  {
    asked: {
      number: 0,
      person: 'U0P000',
      channel: 'C0C000',
      way: 'command',
      window: '24h',
      askedBy: 'command',
      atMs: 0,
    },
    verdict,
    ofSlack: false,
  },
];

describe('the growth of a bot', () => {
  it('is what came after the first third of its questions', () => {
    const warmsUp = lifeOf(90, (question) => (question < 30 ? question * 1e6 : 30e6));

    expect(growthOf([warmsUp, life()])).toEqual({ warmBytes: 30e6, endBytes: 30e6, questions: 90 });
  });

  it('is not known of bots that did not live long', () => {
    expect(growthOf([lifeOf(20, () => 1e6)])).toBeUndefined();
    expect(growthOf([])).toBeUndefined();
  });
});

describe('the targets', () => {
  it('are met when nothing is wrong, and by bots that were killed', () => {
    expect(
      missed({ ...GOOD, questions: ended('answered'), lives: [life({ wasKilled: true, exitCode: null })] }),
    ).toEqual([]);
  });

  it.each<[string, Partial<Tally>]>([
    ['a question that was lost', { questions: ended('lost') }],
    ['a question with two ends', { questions: ended('duplicated') }],
    ['a case whose log is wrong', { wrongCases: ['T0LOCAL-1: run a has not ended'] }],
    ['an acknowledgement after 3 seconds', { ackMs: [...Array(999).fill(1), 3_000] }],
    ['an acknowledgement that never came', { unacknowledged: 1 }],
    ['late acknowledgements, one in fifty', { ackMs: [...Array(98).fill(1), 600, 600] }],
    ['a bot that grew by 20 MB', { lives: [lifeOf(90, (question) => question * 1e6)] }],
    ['a bot that ended by itself', { lives: [life({ exitCode: 1 })] }],
  ])('are missed by %s', (_, changes) => {
    expect(missed({ ...GOOD, ...changes })).toHaveLength(1);
  });
});
