import { setTimeout as wait } from 'node:timers/promises';
import { type AthenaClient, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { createDice } from '../src/local/sample/prng.js';
import { readCases } from '../test/chaos/kept-cases.js';
import { type Added, addedTimeSection } from './added-time/added-time-section.js';
import { athenaClientAt, type Polled, pollEverySecond } from './added-time/one-second-poll.js';
import { afternoonLogs } from './bot/afternoon.js';
import { startProcess } from './bot/process.js';
import { type BenchScene, openBenchScene, until } from './bot/scene.js';
import type { Section } from './report/section.js';

/** How much is measured. */
export interface AddedTimeSize {
  readonly lengthsSeconds: readonly number[];
  readonly queuesSeconds: readonly number[];
  /** Queries of each length and queue at once, by the bot, and as many by the poll beside it; then one alone of each length. */
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
        const atOnce = await measureBatch({ ...asked, channels: scene.channels, variesBy: VARIES_BY });
        added.push({ lengthSeconds, queueSeconds, ...atOnce });
      }
    }
    const alone: Added[] = [];
    for (const lengthSeconds of size.lengthsSeconds) {
      minutes += 1;
      const asked = { scene, client, lengthSeconds, queueSeconds: 0, window: `${minutes}m` };
      const one = await measureBatch({ ...asked, channels: scene.channels.slice(0, 1), variesBy: 0 });
      alone.push({ lengthSeconds, queueSeconds: 0, ...one });
    }
    return addedTimeSection({ atOnce: added, alone }, size.queries);
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
  readonly channels: readonly string[];
  readonly variesBy: number;
}

/** A question in each of the channels one after the other, and as many queries by a look a second at the same time. */
async function measureBatch(batch: Batch): Promise<Pick<Added, 'bot' | 'calls' | 'poll'>> {
  const { scene, client, lengthSeconds, queueSeconds, window, channels, variesBy } = batch;
  const dice = createDice(SEED, `${lengthSeconds}/${queueSeconds}`);
  scene.athena.setDelays({
    queuedMs: queueSeconds * 1_000,
    // Read once by each query, when it begins to run.
    get runningMs() {
      return lengthSeconds * 1_000 * (1 - variesBy + 2 * variesBy * dice.roll());
    },
  });
  const before = answersOf(scene);
  const looksBefore = scene.tap.looks;
  const askedAtMs = new Map<string, number>();
  const polled: Promise<Polled>[] = [];
  for (const channel of channels) {
    askedAtMs.set(channel, Date.now());
    await scene.command(channel, `authfail ${window}`);
    polled.push(pollEverySecond(client));
    await wait(BETWEEN_MS);
  }
  await until(
    'the answers',
    () => (answersOf(scene) >= before + channels.length ? true : undefined),
    (lengthSeconds * 2 + queueSeconds + 60) * 1_000,
  );
  const calls = (scene.tap.looks - looksBefore) / channels.length;
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
  return { bot, calls, poll };
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
  const seenAtMs = scene.tap.seenAtMs.get(executionId ?? '');
  if (!submitted || !completed || !answer?.editedTs || seenAtMs === undefined || askedAtMs === undefined)
    throw new Error(`the question in ${channelId} was not answered as expected`);
  const endedAtMs = completed.getTime();
  return {
    startMs: submitted.getTime() - askedAtMs,
    lengthMs: QueryExecution?.Statistics?.EngineExecutionTimeInMillis ?? 0,
    addedMs: Number(answer.editedTs) * 1_000 - endedAtMs,
    lateMs: seenAtMs - endedAtMs,
  };
}
