import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { BETWEEN_MESSAGES_MS, BURST, postingPace, type Timing } from '../../src/slack/pacing.js';

/** A clock that stands still while somebody waits: what is waited for is noted. */
class Clock implements Timing {
  now = 0;
  readonly waits: number[] = [];
  nowMs = () => this.now;
  wait = async (ms: number) => void this.waits.push(ms);
}

/** When each of some messages is posted, by when they come. */
async function postedAt(comingMs: readonly number[], channels: readonly string[] = []): Promise<number[]> {
  const clock = new Clock();
  const pace = postingPace(clock);
  const posted: number[] = [];
  for (const [at, ms] of comingMs.entries()) {
    clock.now = ms;
    clock.waits.length = 0;
    await pace(channels[at] ?? 'C0INC042');
    posted.push(ms + (clock.waits[0] ?? 0));
  }
  return posted;
}

describe('the pace of messages in a channel', () => {
  it('lets a short burst through at once, and then one a second', async () => {
    expect(await postedAt([0, 0, 0, 0, 0, 0, 0])).toEqual([0, 0, 0, 0, 1_000, 2_000, 3_000]);
  });

  it('gives back one of the burst each second', async () => {
    expect(await postedAt([0, 0, 0, 0, 2_500, 2_500, 2_500, 2_500])).toEqual([0, 0, 0, 0, 2_500, 2_500, 3_000, 4_000]);
  });

  it('has a burst for each channel', async () => {
    const channels = ['C1', 'C1', 'C1', 'C1', 'C2', 'C1'];

    expect(await postedAt([0, 0, 0, 0, 0, 0], channels)).toEqual([0, 0, 0, 0, 0, 1_000]);
  });

  it('never posts more than a burst and one a second, and nobody before those who came first', async () => {
    const coming = fc
      .array(fc.integer({ min: 0, max: 5_000 }), { minLength: 1, maxLength: 40 })
      .map((gaps) => gaps.map((_, at) => gaps.slice(0, at).reduce((sum, gap) => sum + gap, 0)));

    await fc.assert(
      fc.asyncProperty(coming, async (comingMs) => {
        const posted = await postedAt(comingMs);

        expect(posted).toEqual([...posted].sort((one, other) => one - other));
        for (const [at, ms] of posted.entries()) {
          expect(ms).toBeGreaterThanOrEqual(comingMs[at] ?? 0);
          const before = posted[at - BURST] ?? Number.NEGATIVE_INFINITY;
          expect(ms - before).toBeGreaterThanOrEqual(BETWEEN_MESSAGES_MS);
        }
      }),
    );
  });

  it('waits in real time where no other is given', async () => {
    const pace = postingPace();
    const startMs = performance.now();

    await Promise.all(Array.from({ length: BURST + 1 }, () => pace('C0INC042')));

    expect(performance.now() - startMs).toBeGreaterThan(BETWEEN_MESSAGES_MS - 10);
  });
});
