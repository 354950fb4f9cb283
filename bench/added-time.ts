import { setTimeout as wait } from 'node:timers/promises';
import { type AthenaClient, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { createDice } from '../src/local/sample/prng.js';
import { readCases } from '../test/chaos/kept-cases.js';
import { type Added, addedTimeSection } from './added-time/added-time-section.js';
import { athenaClientAt, pollEverySecond } from './added-time/one-second-poll.js';
import { afternoonLogs } from './bot/afternoon.js';
import { startProcess } from './bot/process.js';
import { type BenchScene, openBenchScene, until } from './bot/scene.js';
import type { Section } from './report/section.js';

/** How much is measured. */
export interface AddedTimeSize {
  readonly lengthsSeconds: readonly number[];
  readonly queuesSeconds: readonly number[];
  /** Queries of each length and queue, by the bot, and as many by the poll beside it. */
  readonly queries: number;
}

/** The lengths vary by a tenth, so that no fixed pause happens to end with the query. */
const VARIES_BY = 0.1;
/** Between two commands: enough that a question's start does not hold up the next. */
const BETWEEN_MS = 250;
const SEED = 3;

/** Measures what the bot adds to queries of known length, and what a look a second adds. */
export async function measureAddedTime(size: AddedTimeSize): Promise<Section> {
  const engine = await afternoonLogs();
  const environment = { IR_MAX_QUERIES: '99' };
  const scene = await openBenchScene({ engine, channels: size.queries, environment });
  const bot = await startProcess('bot', scene.environment);
  const client = athenaClientAt(scene.tap.url);
  try {
    await openCases(scene);
    const added: Added[] = [];
    let minutes = 2_000;
    for (const queueSeconds of size.queuesSeconds) {
      for (const lengthSeconds of size.lengthsSeconds) {
        minutes += 1;
        const asked = { scene, client, lengthSeconds, queueSeconds, window: `${minutes}m` };
        added.push({ lengthSeconds, queueSeconds, ...(await measureBatch(asked)) });
      }
    }
    return addedTimeSection(added, size.queries);
  } finally {
    client.destroy();
    await bot.stop();
    await scene.close();
    engine.close();
  }
}

/** A question in each channel: the case is open then, the table is known, and nothing is done for the first time. */
async function openCases(scene: BenchScene): Promise<void> {
  for (const channel of scene.channels) await scene.command(channel, 'authfail 1999m');
  await until('the first answers', () => hasAnswers(scene, 1));
}

interface Batch {
  readonly scene: BenchScene;
  readonly client: AthenaClient;
  readonly lengthSeconds: number;
  readonly queueSeconds: number;
  readonly window: string;
}

/** A question in each channel one after the other, and as many queries by a look a second at the same time. */
async function measureBatch({ scene, client, lengthSeconds, queueSeconds, window }: Batch) {
  const dice = createDice(SEED, `${lengthSeconds}/${queueSeconds}`);
  scene.athena.setDelays({
    queuedMs: queueSeconds * 1_000,
    // Read once by each query, when it begins to run.
    get runningMs() {
      return lengthSeconds * 1_000 * (1 - VARIES_BY + 2 * VARIES_BY * dice.roll());
    },
  });
  const before = scene.channels.reduce((sum, channel) => sum + scene.answersIn(channel).length, 0);
  const askedAtMs = new Map<string, number>();
  const polled: Promise<{ readonly lateMs: number; readonly calls: number }>[] = [];
  for (const channel of scene.channels) {
    askedAtMs.set(channel, Date.now());
    await scene.command(channel, `authfail ${window}`);
    polled.push(pollEverySecond(client));
    await wait(BETWEEN_MS);
  }
  await until(
    'the answers',
    () => (answersOf(scene) >= before + scene.channels.length ? true : undefined),
    (lengthSeconds * 2 + queueSeconds + 60) * 1_000,
  );
  const poll = await Promise.all(polled);
  const bot = await Promise.all(
    (await readCases(scene.dynamodbUrl)).flatMap(({ head, runs }) =>
      runs
        .filter((run) => run.window.text === window)
        .map((run) =>
          times(scene, client, { ...run, channelId: head.channelId, askedAtMs: askedAtMs.get(head.channelId) }),
        ),
    ),
  );
  return { bot, poll };
}

const answersOf = (scene: BenchScene): number =>
  scene.channels.reduce((sum, channel) => sum + scene.answersIn(channel).length, 0);
const hasAnswers = (scene: BenchScene, each: number): true | undefined =>
  scene.channels.every((channel) => scene.answersIn(channel).length >= each) ? true : undefined;

interface Asked {
  readonly executionId?: string | undefined;
  readonly messageTs?: string | undefined;
  readonly channelId: string;
  readonly askedAtMs: number | undefined;
}

/** What became of one question, by the clocks of the stand-ins, which are one. */
async function times(scene: BenchScene, client: AthenaClient, { executionId, messageTs, channelId, askedAtMs }: Asked) {
  const { QueryExecution } = await client.send(new GetQueryExecutionCommand({ QueryExecutionId: executionId }));
  const { SubmissionDateTime: submitted, CompletionDateTime: completed } = QueryExecution?.Status ?? {};
  const answer = scene.slack.messages(channelId).find(({ ts }) => ts === messageTs);
  const looks = scene.tap.looks.get(executionId ?? '');
  if (!submitted || !completed || !answer?.editedTs || looks?.seenAtMs === undefined || askedAtMs === undefined)
    throw new Error(`the question in ${channelId} was not answered as expected`);
  const endedAtMs = completed.getTime();
  return {
    startMs: submitted.getTime() - askedAtMs,
    lengthMs: QueryExecution?.Statistics?.EngineExecutionTimeInMillis ?? 0,
    addedMs: Number(answer.editedTs) * 1_000 - endedAtMs,
    lateMs: looks.seenAtMs - endedAtMs,
    // This look is not the bot's.
    calls: looks.calls - 1,
  };
}
