import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readWindow } from '../../src/investigation/window.js';
import { PROFILES, readParameters } from './parameters.js';
import { planOf } from './plan.js';

const NOW = new Date('2026-11-24T10:00:30Z');

describe('a plan', () => {
  it('never has a person ask twice in a channel, nor two questions of one window but on purpose', () => {
    const sizes = fc.record({
      people: fc.integer({ min: 1, max: 50 }),
      channels: fc.integer({ min: 1, max: 30 }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(sizes, ({ people, channels, seed }) => {
        const plan = planOf({ ...PROFILES.full, people, channels, seed, questions: people * channels }, NOW);

        expect(new Set(plan.map(({ person, channel }) => `${person} ${channel}`)).size).toBe(plan.length);
        const own = plan.filter(({ sameAs }) => sameAs === undefined);
        expect(new Set(own.map(({ window }) => window)).size).toBe(own.length);
        for (const { sameAs, channel, window } of plan)
          if (sameAs !== undefined) expect(plan[sameAs]).toMatchObject({ channel, window });
      }),
      { numRuns: 50 },
    );
  });

  it('is of windows that the bot reads', () => {
    for (const { window } of planOf(PROFILES.full, NOW)) expect(readWindow(window, NOW).span).toBeDefined();
  });

  it('has all ways of asking, and questions that somebody else asks already', () => {
    const plan = planOf(PROFILES.full, NOW);

    expect(new Set(plan.map(({ way }) => way))).toEqual(new Set(['command', 'mention', 'click']));
    expect(plan.filter(({ sameAs }) => sameAs !== undefined).length).toBeGreaterThan(5);
  });
});

describe('the parameters', () => {
  it('are a profile and what is different from it', () => {
    expect(readParameters(['--profile=kills', '--seed=7', '--storm=0'])).toEqual({ ...PROFILES.kills, seed: 7 });
  });

  it.each([['--questions=many'], ['--profile=mild'], ['--people=1'], ['--nothing=1']])('refuse %s', (argument) => {
    expect(() => readParameters([argument])).toThrow();
  });
});
