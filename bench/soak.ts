import { setTimeout as wait } from 'node:timers/promises';
import { afternoonLogs } from './bot/afternoon.js';
import { type MeasuredProcess, startProcess } from './bot/process.js';
import { type BenchScene, openBenchScene, until } from './bot/scene.js';
import type { Section } from './report/section.js';
import { type Sample, soakSection } from './soak-section.js';

/** How much is measured. */
export interface SoakSize {
  readonly seconds: number;
  readonly channels: number;
}

const BETWEEN_MS = 1_000;
const QUERY_MS = 1_000;

/** Asks a question a second, each in the next channel, and looks at the bot's process from inside meanwhile. */
export async function measureSoak(size: SoakSize): Promise<Section> {
  const engine = await afternoonLogs();
  const scene = await openBenchScene({ engine, channels: size.channels });
  const bot = await startProcess('bot', scene.environment);
  try {
    for (const channel of scene.channels) await scene.command(channel, 'authfail 999m');
    await until('the first answers', () => hasAnswered(scene, scene.channels.length));
    scene.athena.setDelays({ runningMs: QUERY_MS });
    bot.reset();
    const samples = await askFor(scene, bot, size.seconds);
    const asked = scene.channels.length + samples.length;
    await until('the last answers', () => hasAnswered(scene, asked), 60_000).catch(() => undefined);
    const answered = answers(scene);
    return soakSection({ size, samples, unanswered: asked - answered });
  } finally {
    await bot.stop();
    await scene.close();
    engine.close();
  }
}

async function askFor(scene: BenchScene, bot: MeasuredProcess, seconds: number): Promise<readonly Sample[]> {
  const { channels } = scene;
  const samples: Sample[] = [];
  const startMs = performance.now();
  for (let second = 0; second < seconds; second += 1) {
    await wait(Math.max(0, startMs + second * BETWEEN_MS - performance.now()));
    // No window twice in a channel: an answer that is there already would be pointed to.
    const window = `${1_000 + Math.floor(second / channels.length)}m`;
    await scene.command(channels[second % channels.length] ?? '', `authfail ${window}`);
    samples.push({ atSeconds: (performance.now() - startMs) / 1_000, ...(await bot.report()) });
  }
  return samples;
}

const answers = ({ channels, answersIn }: BenchScene): number =>
  channels.reduce((sum, channel) => sum + answersIn(channel).length, 0);
const hasAnswered = (scene: BenchScene, total: number): true | undefined =>
  answers(scene) >= total ? true : undefined;
