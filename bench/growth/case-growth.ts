import { documentClient } from '../../src/dynamodb/document-client.js';
import { clientOf } from '../../test/dynamodb/dynalite.js';
import { type OpenPage, openPage } from '../../test/local/slack/pages.js';
import { afternoonLogs } from '../bot/afternoon.js';
import { startProcess } from '../bot/process.js';
import { type BenchScene, openBenchScene, until } from '../bot/scene.js';
import type { GrowthSize } from '../growth.js';
import { copyCase, writePattern } from './copied-cases.js';
import { askTimed } from './event-growth.js';

/** What people do, with so many cases in the state table, in milliseconds each. */
export interface CaseGrowth {
  readonly cases: number;
  readonly questionMs: readonly number[];
  readonly historyMs: readonly number[];
  readonly casesMs: readonly number[];
  readonly homeMs: readonly number[];
  /** Of the bot's own process, after all that. */
  readonly rssBytes: number;
}

/** Does the same with each number of cases, of one bot. */
export async function measureCaseGrowth({ cases, runs, warmUpRuns }: GrowthSize): Promise<readonly CaseGrowth[]> {
  const engine = await afternoonLogs();
  const scene = await openBenchScene({ engine, channels: 1 });
  const bot = await startProcess('bot', scene.environment);
  const client = clientOf(scene.dynamodbUrl);
  const documents = documentClient(client);
  const [person = ''] = scene.people;
  const page = await openPage(scene.slack, person);
  try {
    await writePattern(documents);
    await askTimed(scene, 'authfail 1d');
    // The pattern, and the case of the channel.
    let there = 2;
    await measureAll({ scene, page, person, runs: warmUpRuns, firstMinute: 100 });
    const measured: CaseGrowth[] = [];
    for (const [at, wanted] of cases.entries()) {
      await copyCase(documents, there + 1, wanted);
      there = Math.max(there, wanted);
      const times = await measureAll({ scene, page, person, runs, firstMinute: 1_000 * (at + 1) });
      measured.push({ cases: there, ...times, rssBytes: (await bot.report()).rssBytes });
    }
    return measured;
  } finally {
    page.close();
    client.destroy();
    await bot.stop();
    await scene.close();
    engine.close();
  }
}

interface Doing {
  readonly scene: BenchScene;
  readonly page: OpenPage;
  readonly person: string;
  readonly runs: number;
  /** No question is asked twice. */
  readonly firstMinute: number;
}

/** In turns, so that whatever else happens on the machine happens to all of them. */
async function measureAll({ scene, page, person, runs, firstMinute }: Doing) {
  const questionMs: number[] = [];
  const historyMs: number[] = [];
  const casesMs: number[] = [];
  const homeMs: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    questionMs.push(await askTimed(scene, `authfail ${firstMinute + run}m`));
    historyMs.push(await hearTimed(scene, person, 'history'));
    casesMs.push(await hearTimed(scene, person, 'cases all'));
    homeMs.push(await homeTimed(scene, page, person));
  }
  return { questionMs, historyMs, casesMs, homeMs };
}

/** @returns milliseconds from a command to what the person alone is told */
async function hearTimed(scene: BenchScene, person: string, text: string): Promise<number> {
  const [channel = ''] = scene.channels;
  const before = scene.slack.ephemerals(person).length;
  const startMs = performance.now();
  await scene.command(channel, text);
  await until(`/ir ${text}`, () => (scene.slack.ephemerals(person).length > before ? true : undefined));
  return performance.now() - startMs;
}

/** @returns milliseconds from opening the Home tab to its view on the person's page */
async function homeTimed({ slack }: BenchScene, page: OpenPage, person: string): Promise<number> {
  const homes = () => page.events.filter(({ type }) => type === 'home').length;
  const before = homes();
  const startMs = performance.now();
  await slack.act({ type: 'home_opened', as: person });
  await until('the Home tab', () => (homes() > before ? true : undefined));
  return performance.now() - startMs;
}
