import { FULL, type Sizes } from './sizes.js';

/** The same benchmarks, small: within a minute, to see in a build's log that they run and that nothing is far off. */
export const QUICK: Sizes = {
  cost: {
    logs: { seed: 1, accounts: 1, regions: 2, days: 14, endDay: '2026-11-20', events: 2_800, files: 56 },
    windows: 1,
  },
  addedTime: { lengthsSeconds: [0.5], queuesSeconds: [0], queries: 5 },
  acknowledgement: { commands: 60, channels: 20, runs: 1, warmUpCommands: 20 },
  growth: { events: 2_000, eventFactors: [1, 4], cases: [1, 20, 60], runs: 2, warmUpRuns: 1 },
  soak: { seconds: 10, channels: 20 },
  localEngine: {
    ...FULL.localEngine,
    logs: { ...FULL.localEngine.logs, events: 20_000, files: 160 },
    runs: 1,
    toolRuns: 1,
  },
};
