import { z } from 'zod';

/** What a process tells about itself. */
export const PROCESS_REPORT = z.object({
  rssBytes: z.number(),
  heapUsedBytes: z.number(),
  /** `process.getActiveResourcesInfo()`: a name for each thing that keeps it alive. */
  resources: z.array(z.string()),
  /** Since the last reset, in milliseconds; the 10 of the timer that measures included. */
  loopDelayMs: z.object({ p50: z.number(), p99: z.number(), max: z.number() }),
});
/** One of them. */
export type ProcessReport = z.infer<typeof PROCESS_REPORT>;
