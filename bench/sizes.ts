import type { AcknowledgementSize } from './acknowledgement.js';
import type { AddedTimeSize } from './added-time.js';
import type { CostSize } from './cost.js';
import type { GeneratorOptions } from './generator.js';
import type { GrowthSize } from './growth.js';
import type { LocalEngineSize } from './local-engine.js';
import type { SoakSize } from './soak.js';

/** How much each benchmark measures. */
export interface Sizes {
  readonly cost: CostSize;
  readonly addedTime: AddedTimeSize;
  readonly acknowledgement: AcknowledgementSize;
  readonly growth: GrowthSize;
  readonly soak: SoakSize;
  readonly localEngine: LocalEngineSize;
  /** Absent: only one size of logs. */
  readonly localEngineLarge?: LocalEngineSize;
}

const GIB = 1_024;
/** Two weeks, which the local engine is asked about. */
export const WEEKS: GeneratorOptions = {
  seed: 7,
  accounts: 3,
  regions: 4,
  days: 14,
  endDay: '2026-11-24',
  events: 300_000,
  files: 1_200,
};
const ENGINE_TARGETS = { firstAnswerRatio: 1.5, fasterThanTools: 3, laterMs: 200, ownMs: 200, peakMiB: GIB } as const;
const LARGE_TARGETS = { firstAnswerRatio: 1.5, fasterThanTools: 3, laterMs: 200, peakMiB: 1.5 * GIB } as const;

/** What the results are written from: the numbers of the targets. */
export const FULL: Sizes = {
  cost: {
    // Bytes are counted, not time, so that small files do; so many that each account has one a day in each region.
    logs: { seed: 1, accounts: 2, regions: 3, days: 60, endDay: '2026-11-20', events: 40_000, files: 2_400 },
    windows: 7,
  },
  addedTime: { lengthsSeconds: [0.5, 2, 10, 60], queuesSeconds: [0, 3], queries: 20 },
  acknowledgement: { commands: 200, channels: 20, runs: 5, warmUpCommands: 40 },
  growth: { events: 25_000, eventFactors: [1, 4, 16], cases: [1, 100, 1_000, 10_000], runs: 20, warmUpRuns: 5 },
  soak: { seconds: 600, channels: 20 },
  localEngine: { logs: WEEKS, targets: ENGINE_TARGETS, runs: 5, toolRuns: 5 },
  localEngineLarge: {
    logs: { ...WEEKS, events: 2_000_000, files: 8_000 },
    targets: LARGE_TARGETS,
    runs: 5,
    toolRuns: 1,
  },
};
