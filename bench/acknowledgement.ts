import type { LogEngine } from '../src/local/athena/log-engine.js';
import { acknowledgementSection, type Burst } from './acknowledgement-section.js';
import { afternoonLogs } from './bot/afternoon.js';
import { type Script, startProcess } from './bot/process.js';
import { type BenchScene, openBenchScene } from './bot/scene.js';
import type { Section } from './report/section.js';

/** How much is measured. */
export interface AcknowledgementSize {
  readonly commands: number;
  readonly channels: number;
  readonly runs: number;
  /** Before what is counted, so that no code runs for the first time. */
  readonly warmUpCommands: number;
}

/** What takes the commands. */
interface Taker {
  readonly name: Burst['taker'];
  readonly script: Script;
  /** Whether it writes an item before it acknowledges. */
  readonly writesFirst?: true;
  /** What is typed; a question, unless given. */
  readonly text?: string;
}

const TAKERS: readonly Taker[] = [
  { name: 'bare', script: 'bare' },
  { name: 'bare, one write first', script: 'bare', writesFirst: true },
  { name: 'the bot, `/ir help`', script: 'bot', text: 'help' },
  { name: 'the bot', script: 'bot' },
];

/** Sends commands at once to the bot and to apps that only acknowledge, in turns, each in a new process. */
export async function measureAcknowledgement(size: AcknowledgementSize): Promise<Section> {
  const engine = await afternoonLogs();
  try {
    const bursts: Burst[] = [];
    for (let run = 0; run < size.runs; run += 1)
      for (const taker of TAKERS) bursts.push(await measureBurst(taker, engine, size));
    return acknowledgementSection(bursts, size);
  } finally {
    engine.close();
  }
}

async function measureBurst(
  { name, script, writesFirst, text }: Taker,
  engine: LogEngine,
  { commands, channels, warmUpCommands }: AcknowledgementSize,
): Promise<Burst> {
  const environment = writesFirst ? { BARE_WRITES_FIRST: '1' } : {};
  const scene = await openBenchScene({ engine, channels, environment });
  try {
    const app = await startProcess(script, scene.environment);
    // In turns, as people type, before all type at once. Nothing that is asked here is asked again.
    for (let at = 0; at < warmUpCommands; at += 1) await send(scene, at, text);
    const known = scene.attempts.length;
    await Promise.all(Array.from({ length: commands }, (_, at) => send(scene, warmUpCommands + at, text)));
    const attempts = scene.attempts.slice(known);
    await app.kill();
    return {
      taker: name,
      tookMs: attempts.map(({ tookMs }) => tookMs),
      tooLate: attempts.filter(({ outcome }) => outcome !== 'acknowledged').length + (commands - attempts.length),
    };
  } finally {
    await scene.close();
  }
}

/** Each command has a window of its own: none is pointed to another's answer. What is not taken in time is counted, not thrown. */
async function send(
  { slack, channels, people }: BenchScene,
  at: number,
  text = `authfail ${1_000 + at}m`,
): Promise<void> {
  const place = { as: people[at % people.length] ?? '', channelId: channels[at % channels.length] ?? '' };
  await slack.act({ type: 'slash_command', ...place, text: `/ir ${text}` });
}
