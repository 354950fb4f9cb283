import { describe, expect, it } from '@jest/globals';
import { type Measurement, median } from '../../bench/engine/measurement.js';
import { type EngineRuns, engineSection } from '../../bench/engine/report.js';
import { sectionText } from '../../bench/report/section.js';

const measured = (firstAnswerMs: number, changes: Partial<Measurement> = {}): Measurement => ({
  ...{
    firstAnswerMs,
    readMs: firstAnswerMs - 10,
    laterMs: [20, 40, 30],
    shippedMs: [],
    shippedAgainMs: [],
    peakMiB: 800,
    answer: [],
    calls: 7,
  },
  ...changes,
});
const TARGETS = { firstAnswerRatio: 1.5, fasterThanTools: 3, laterMs: 200, ownMs: 200, peakMiB: 1_024 };
const runs = (changes: Partial<EngineRuns>): EngineRuns => ({
  ...{ bare: [measured(1_000)], ours: [measured(1_000)], tools: [], skipped: [] },
  ...changes,
});
const report = (changes: Partial<EngineRuns>): string =>
  sectionText(engineSection('Local engine', ['about'], runs(changes), TARGETS));
const tool = { name: 'jq', isStructured: true, firstMs: [2_900], secondMs: [2_500], agree: 'equal' };

describe('the report on the engine', () => {
  it('compares medians, and the slowest of the later answers', () => {
    const bare = [measured(9_000), measured(2_000), measured(1_000)];
    const ours = [measured(3_000), measured(3_001, { laterMs: [500] }), measured(2_999, { laterMs: [500] })];

    const text = report({ bare, ours });

    expect(text).toMatch(/reading and first answer \| 2\.00 s \(1\.00 s to 9\.00 s\) +\| 3\.00 s .*\| 1\.50 × +\|/);
    expect(text).toContain('**met**: reading and first answer, beside bare DuckDB: at most 1.50 ×; measured 1.50 ×');
    expect(text).toContain('**MISSED**: slowest later answer: at most 0.20 s; measured 0.50 s');
    expect(text).toContain('**met**: peak memory: at most 1,024 MiB; measured 800 MiB');
  });

  it("has the slowest of the bot's own questions, where they were asked", () => {
    const ours = [measured(1_000, { shippedMs: [90, 250], shippedAgainMs: [150, 80] })];

    const text = report({ ours });

    expect(text).toMatch(/slowest of the bot's own \| +\| 0\.25 s +\|/);
    expect(text).toContain(
      "**met**: slowest of the bot's own questions, asked once more: at most 0.20 s; measured 0.15 s",
    );
  });

  it.each([
    ['MISSED', 2_900],
    ['met', 3_000],
  ])('says %s of a tool that takes %d ms where the engine takes 1,000', (verdict, firstMs) => {
    const text = report({ tools: [{ ...tool, firstMs: [firstMs] }] });

    expect(text).toContain(`**${verdict}**: cold, faster than jq: at least 3 ×`);
  });

  it('promises nothing beside a tool that only counts, and names those that are missing', () => {
    const text = report({
      tools: [{ ...tool, isStructured: false, secondMs: [] }],
      skipped: ['rg is not on this machine.'],
    });

    expect(text).not.toContain('faster than jq');
    expect(text).toContain('| jq ');
    expect(text).toContain('rg is not on this machine.');
  });

  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 2, 3], 2.5],
  ])('takes the middle of %j: %d', (values, middle) => {
    expect(median(values)).toBe(middle);
  });
});
