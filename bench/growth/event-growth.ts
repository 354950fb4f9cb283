import { readLogs } from '../../src/local/athena/logs.js';
import { startProcess } from '../bot/process.js';
import { type BenchScene, openBenchScene, until } from '../bot/scene.js';
import { ATTACKER_ARN, keptLogs } from '../generator.js';
import type { GrowthSize } from '../growth.js';

/** Questions over logs of one size. */
export interface EventGrowth {
  readonly events: number;
  readonly questionMs: readonly number[];
  /** Of the bot's own process, at the end. */
  readonly rssBytes: number;
}

/** One folder's, of two weeks. */
const LOGS = { seed: 11, accounts: 2, regions: 2, days: 14, endDay: '2026-11-24', files: 224 } as const;

/** Asks the same questions over logs of each size, of a new bot each. */
export async function measureEventGrowth({
  events,
  eventFactors,
  runs,
  warmUpRuns,
}: GrowthSize): Promise<readonly EventGrowth[]> {
  const measured: EventGrowth[] = [];
  for (const factor of eventFactors) {
    const { folder } = await keptLogs({ ...LOGS, events: events * factor });
    const engine = await readLogs(folder);
    const scene = await openBenchScene({ engine, channels: 1 });
    const bot = await startProcess('bot', scene.environment);
    try {
      for (let run = 0; run < warmUpRuns; run += 1) await askBoth(scene, runs + run);
      const questionMs: number[] = [];
      for (let run = 0; run < runs; run += 1) questionMs.push(await askBoth(scene, run));
      measured.push({ events: engine.events, questionMs, rssBytes: (await bot.report()).rssBytes });
    } finally {
      await bot.stop();
      await scene.close();
      engine.close();
    }
  }
  return measured;
}

/** Who is refused, then what the attacker did, each over a window of its own. @returns milliseconds until both were answered */
async function askBoth(scene: BenchScene, run: number): Promise<number> {
  const from = `2026-11-${String(11 + ((run + 12) % 12)).padStart(2, '0')}`;
  const window = `${from}T00:00Z..2026-11-24T23:${String(10 + run).padStart(2, '0')}Z`;
  const took = await askTimed(scene, `authfail ${window}`);
  return took + (await askTimed(scene, `about ${ATTACKER_ARN} ${window}`));
}

/** @returns milliseconds from a command in the first channel to its answer in the thread */
export async function askTimed(scene: BenchScene, text: string): Promise<number> {
  const [channel = ''] = scene.channels;
  const before = scene.answersIn(channel).length;
  const startMs = performance.now();
  await scene.command(channel, text);
  await until(`the answer to /ir ${text}`, () => (scene.answersIn(channel).length > before ? true : undefined));
  return performance.now() - startMs;
}
