import { describe, expect, it } from '@jest/globals';
import { type Measurement, median } from '../../bench/engine/measurement.js';
import { engineReport } from '../../bench/engine/report.js';

const measured = (firstAnswerMs: number, changes: Partial<Measurement> = {}): Measurement => ({
  ...{
    firstAnswerMs,
    readMs: firstAnswerMs - 10,
    laterMs: [20, 40, 30],
    shippedMs: [],
    shippedAgainMs: [],
    peakMiB: 800,
    answer: [],
  },
  ...changes,
});
const TARGETS = { firstAnswerRatio: 1.5, laterMs: 200, ownMs: 200, peakMiB: 1_024 };

describe('the report on the engine', () => {
  it('compares medians, and the slowest of the later answers', () => {
    const bare = [measured(9_000), measured(2_000), measured(1_000)];
    const ours = [measured(3_000), measured(3_001, { laterMs: [500] }), measured(2_999, { laterMs: [500] })];

    const report = engineReport(bare, ours, TARGETS);

    expect(report).toMatch(/reading and first answer +2\.00 s +3\.00 s +1\.50 x +1\.5 x met/);
    expect(report).toMatch(/slowest later answer +0\.04 s +0\.50 s +12\.50 x +0\.20 s MISSED/);
    expect(report).toMatch(/peak memory +800 MiB +800 MiB +1\.00 x +1024 MiB met/);
  });

  it("has the slowest of the bot's own questions, where they were asked", () => {
    const report = engineReport(
      [measured(1_000)],
      [measured(1_000, { shippedMs: [90, 250], shippedAgainMs: [150, 80] })],
      TARGETS,
    );

    expect(report).toMatch(/slowest of the bot's own +0\.25 s\n +the same once more +0\.15 s +0\.20 s met/);
  });

  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])('takes the middle of %j: %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
