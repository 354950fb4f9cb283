import { describe, expect, it } from '@jest/globals';
import { acknowledgementSection, type Burst } from '../../bench/acknowledgement-section.js';

const SIZE = { commands: 2, channels: 1, runs: 1, warmUpCommands: 1 };
const bursts = (botMs: number, tooLate = 0): readonly Burst[] => [
  { taker: 'bare', tookMs: [8, 10], tooLate: 0 },
  { taker: 'bare, one write first', tookMs: [15, 20], tooLate: 0 },
  { taker: 'the bot, `/ir help`', tookMs: [16, 22], tooLate: 0 },
  { taker: 'the bot', tookMs: [12, botMs], tooLate },
];

describe('the report on acknowledgements', () => {
  it.each([
    [true, 13],
    [false, 14],
  ])('is met: %s, with a p99 of %d ms where a bare app has 10', (isMet, botMs) => {
    expect(acknowledgementSection(bursts(botMs), SIZE).targets[0]).toMatchObject({ isMet, promised: 'within 1.3 ×' });
  });

  it('says what of it is writing, and what is not', () => {
    const [target] = acknowledgementSection(bursts(45), SIZE).targets;

    expect(target?.reason).toContain('10 ms are the price of losing nothing');
    expect(target?.reason).toContain('The bot takes 45 ms with that write, and 22 ms without');
  });

  it('counts what came too late', () => {
    expect(acknowledgementSection(bursts(12, 3), SIZE).targets[1]).toMatchObject({ isMet: false, measured: '3' });
  });
});
