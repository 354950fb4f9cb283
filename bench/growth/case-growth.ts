import { z } from 'zod';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { casesPageValue } from '../../src/slack/blocks/button-value.js';
import { clientOf } from '../../test/dynamodb/dynalite.js';
import { type OpenPage, openPage } from '../../test/local/slack/pages.js';
import { afternoonLogs } from '../bot/afternoon.js';
import { startProcess } from '../bot/process.js';
import { type BenchScene, openBenchScene, until } from '../bot/scene.js';
import type { GrowthSize } from '../growth.js';
import { copyCase, writePattern } from './copied-cases.js';
import { type CallCounter, countDynamodbCalls } from './dynamodb-calls.js';
import { askTimed } from './event-growth.js';

/** What people do. A list has as many cases as a page shows; the Home has the open ones first, of which there is one. */
export const DEEDS = {
  question: 'a question',
  history: '`/ir history`',
  all: '`/ir cases all`',
  mine: '`/ir cases mine`',
  home: 'Home',
  homeOfAll: 'Home, all cases',
} as const;
export type Deed = keyof typeof DEEDS;

/** What it took, each time that it was done. */
export interface Taken {
  readonly ms: readonly number[];
  /** Calls of DynamoDB, the inbox's included. */
  readonly calls: readonly number[];
}

/** The same with so many cases in the state table. */
export interface CaseGrowth {
  readonly cases: number;
  readonly taken: Readonly<Record<Deed, Taken>>;
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
  const counter = countDynamodbCalls();
  try {
    await writePattern(documents);
    await askTimed(scene, 'authfail 1d');
    // The pattern, and the case of the channel.
    let there = 2;
    await measureAll({ scene, page, person, counter, runs: warmUpRuns, firstMinute: 100 });
    const measured: CaseGrowth[] = [];
    for (const [at, wanted] of cases.entries()) {
      await copyCase(documents, there + 1, wanted);
      there = Math.max(there, wanted);
      const taken = await measureAll({ scene, page, person, counter, runs, firstMinute: 1_000 * (at + 1) });
      measured.push({ cases: there, taken, rssBytes: (await bot.report()).rssBytes });
    }
    return measured;
  } finally {
    counter.close();
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
  readonly counter: CallCounter;
  readonly runs: number;
  /** No question is asked twice. */
  readonly firstMinute: number;
}

/** In turns, so that whatever else happens on the machine happens to all of them. */
async function measureAll({ scene, page, person, counter, runs, firstMinute }: Doing): Promise<CaseGrowth['taken']> {
  const taken: Record<Deed, { ms: number[]; calls: number[] }> = {
    question: nothing(),
    history: nothing(),
    all: nothing(),
    mine: nothing(),
    home: nothing(),
    homeOfAll: nothing(),
  };
  const measure = async (deed: Deed, act: () => Promise<number>): Promise<void> => {
    const { result, calls } = await counter.during(act);
    taken[deed].ms.push(result);
    taken[deed].calls.push(calls);
  };
  for (let run = 0; run < runs; run += 1) {
    await measure('question', () => askTimed(scene, `authfail ${firstMinute + run}m`));
    await measure('history', () => hearTimed(scene, person, 'history'));
    await measure('all', () => hearTimed(scene, person, 'cases all'));
    await measure('mine', () => hearTimed(scene, person, 'cases mine'));
    await measure('home', () => homeTimed(page, () => scene.slack.act({ type: 'home_opened', as: person })));
    await measure('homeOfAll', () => homeTimed(page, () => chooseAll(scene, page, person)));
  }
  return taken;
}

const nothing = (): { ms: number[]; calls: number[] } => ({ ms: [], calls: [] });

/** @returns milliseconds from a command to what the person alone is told */
async function hearTimed(scene: BenchScene, person: string, text: string): Promise<number> {
  const [channel = ''] = scene.channels;
  const before = scene.slack.ephemerals(person).length;
  const startMs = performance.now();
  await scene.command(channel, text);
  await until(`/ir ${text}`, () => (scene.slack.ephemerals(person).length > before ? true : undefined));
  return performance.now() - startMs;
}

const homesOf = (page: OpenPage) => page.events.filter((event) => event.type === 'home');

/** @returns milliseconds from what a person does in the Home tab to its view on the person's page */
async function homeTimed(page: OpenPage, act: () => Promise<unknown>): Promise<number> {
  const before = homesOf(page).length;
  const startMs = performance.now();
  await act();
  await until('the Home tab', () => (homesOf(page).length > before ? true : undefined));
  return performance.now() - startMs;
}

const menu = z.object({ block_id: z.string(), elements: z.tuple([z.object({ action_id: z.string() })]) });

/** The person chooses all cases in the menu of the Home tab. */
async function chooseAll({ slack }: BenchScene, page: OpenPage, as: string): Promise<void> {
  const view = homesOf(page).at(-1)?.view;
  const block = view?.blocks.map((one) => menu.safeParse(one).data).find((one) => one !== undefined);
  if (!view || !block) throw new Error('there is no menu in the Home tab');
  const [{ action_id }] = block.elements;
  const value = casesPageValue({ filter: 'all', from: 0 });
  const action = { type: 'static_select', block_id: block.block_id, action_id, selected_option: { value } };
  const { ok, error } = await slack.act({ type: 'block_action', as, container: { viewId: view.id }, action });
  if (!ok) throw new Error(`a choice in the Home tab: ${error}`);
}
