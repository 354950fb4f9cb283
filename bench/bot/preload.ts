// Loaded by `--import` before the bot, in the bot's own process: it answers `report` with what the process looks like from inside.
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { ProcessReport } from './process-report.js';

/** Part of every delay that is measured: the timer that measures it fires so often. */
const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

process.on('message', (message) => {
  if (message === 'reset') delay.reset();
  else process.send?.(report());
});
// Listening keeps the process from ending by itself, which this must not.
process.channel?.unref();

function report(): ProcessReport {
  const { rss, heapUsed } = process.memoryUsage();
  return {
    rssBytes: rss,
    heapUsedBytes: heapUsed,
    resources: process.getActiveResourcesInfo(),
    loopDelayMs: { p50: delay.percentile(50) / 1e6, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 },
  };
}
