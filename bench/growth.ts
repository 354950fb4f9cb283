import { measureCaseGrowth } from './growth/case-growth.js';
import { measureEventGrowth } from './growth/event-growth.js';
import { growthSection } from './growth/growth-section.js';
import type { Section } from './report/section.js';

/** How much is measured. */
export interface GrowthSize {
  /** Events of the smallest folder of logs. */
  readonly events: number;
  /** By what that is multiplied. */
  readonly eventFactors: readonly number[];
  /** How many cases are in the state table. */
  readonly cases: readonly number[];
  readonly runs: number;
  /** Before what is counted, so that no code runs for the first time. */
  readonly warmUpRuns: number;
}

/** Measures what takes longer, or more memory, with more events and with more cases. */
export async function measureGrowth(size: GrowthSize): Promise<Section> {
  const events = await measureEventGrowth(size);
  const cases = await measureCaseGrowth(size);
  return growthSection(size, events, cases);
}
