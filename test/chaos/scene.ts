import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthena, startLocalAthena } from '../../src/local/athena/server.js';
import { warmUp } from '../../src/local/athena/warm-up.js';
import { botEnvironment } from '../../src/local/bot-environment.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';
import { Faults } from '../../src/local/faults.js';
import { type LocalSlack, startLocalSlack } from '../../src/local/slack/server.js';
import type { Attempt } from '../../src/local/slack/sockets.js';
import { call, denied } from '../e2e/calls.js';
import { Bots } from './bots.js';
import type { Parameters } from './parameters.js';
import { channelId, personId } from './plan.js';

/** Everything that runs: the stand-ins in this process, and the bots as their own. */
export interface Scene {
  readonly slack: LocalSlack;
  readonly athena: LocalAthena;
  readonly dynamodbUrl: string;
  readonly faults: Faults;
  readonly bots: Bots;
  readonly people: readonly string[];
  readonly channels: readonly string[];
  /** What was sent to the bots, and what became of it. */
  readonly attempts: readonly Attempt[];
  close(): Promise<void>;
}

/** An afternoon of nine identities that are refused, so that every answer has some to click on. */
const RECORDS = Array.from({ length: 180 }, (_, at) =>
  call(`arn:aws:iam::111122223333:user/worker-${at % 9}`, `Describe${at % 12}`, 30 + (at % 90), at % 3 ? denied : {}),
);

/** Starts everything but the bots. */
export async function openScene(parameters: Parameters): Promise<Scene> {
  const faults = new Faults(parameters.seed);
  const people = Array.from({ length: parameters.people }, (_, at) => personId(at));
  const channels = Array.from({ length: parameters.channels }, (_, at) => channelId(at));
  const attempts: Attempt[] = [];
  warmUp();
  const engine = await recordsEngine(RECORDS);
  const [slack, athena, dynamodb] = await Promise.all([
    startLocalSlack({
      rateLimits: false,
      faults,
      onAttempt: (attempt) => void attempts.push(attempt),
      people: people.map((id, at) => ({ id, name: `person-${at}`, role: 'responder' })),
      channels: channels.map((id, at) => ({ id, name: `inc-${at}`, topic: 'An incident', hasBot: true })),
    }),
    startLocalAthena({ engine, faults }),
    startLocalDynamodb({ faults }),
  ]);
  const environment = {
    ...botEnvironment({
      slack,
      athenaUrl: athena.url,
      dynamodbUrl: dynamodb.url,
      responders: people,
      window: '24h',
      logLevel: 'info',
    }),
    IR_LEASE_SECONDS: String(parameters.leaseSeconds),
  };
  const bots = new Bots(parameters.bot, environment, parameters.replicas);
  return {
    slack,
    athena,
    dynamodbUrl: dynamodb.url,
    faults,
    bots,
    people,
    channels,
    attempts,
    async close() {
      bots.killAll();
      await Promise.all([slack.close(), athena.close(), dynamodb.close()]);
      engine.close();
    },
  };
}
