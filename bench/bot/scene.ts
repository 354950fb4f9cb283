import { setTimeout as wait } from 'node:timers/promises';
import type { LogEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthena, startLocalAthena } from '../../src/local/athena/server.js';
import { warmUp } from '../../src/local/athena/warm-up.js';
import { botEnvironment } from '../../src/local/bot-environment.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { type LocalSlack, startLocalSlack } from '../../src/local/slack/server.js';
import type { Attempt } from '../../src/local/slack/sockets.js';
import { aboutOf, type Sort } from '../../test/chaos/outcome.js';
import { channelId, personId } from '../../test/chaos/plan.js';
import { type AthenaTap, tapAthena } from './athena-tap.js';

/** The stand-ins, in this process, for a bot in its own. */
export interface BenchScene {
  readonly slack: LocalSlack;
  readonly athena: LocalAthena;
  /** The way to Athena, where calls are counted. */
  readonly tap: AthenaTap;
  readonly dynamodbUrl: string;
  readonly channels: readonly string[];
  /** As many as channels: whoever asks in one. */
  readonly people: readonly string[];
  /** What was sent to the app, and what became of it. */
  readonly attempts: readonly Attempt[];
  readonly environment: NodeJS.ProcessEnv;
  /** The person of a channel types `/ir …` in it. @throws Error with what Slack says when the app does not take it. */
  command(channel: string, text: string): Promise<void>;
  /** Answers that are in the threads of a channel. */
  answersIn(channel: string): readonly Message[];
  close(): Promise<void>;
}

/** How a scene may be different. */
export interface SceneOptions {
  readonly engine: LogEngine;
  readonly channels: number;
  /** Beside or in place of what every bot is told. */
  readonly environment?: NodeJS.ProcessEnv;
}

/** Opens the stand-ins over logs. The caller closes the engine. */
export async function openBenchScene({ engine, channels: count, environment }: SceneOptions): Promise<BenchScene> {
  const people = Array.from({ length: count }, (_, at) => personId(at));
  const channels = Array.from({ length: count }, (_, at) => channelId(at));
  const attempts: Attempt[] = [];
  warmUp();
  const [slack, athena, dynamodb] = await Promise.all([
    startLocalSlack({
      rateLimits: false,
      onAttempt: (attempt) => void attempts.push(attempt),
      people: people.map((id, at) => ({ id, name: `person-${at}`, role: 'responder' })),
      channels: channels.map((id, at) => ({ id, name: `inc-${at}`, topic: 'An incident', hasBot: true })),
    }),
    startLocalAthena({ engine }),
    startLocalDynamodb(),
  ]);
  const tap = await tapAthena(athena.url);
  const sorts = new WeakMap<Message, { readonly sort: Sort | undefined }>();
  // What is looked at again and again is read once: an edited message is another one.
  const sortOf = (message: Message): Sort | undefined => {
    const known = sorts.get(message) ?? { sort: aboutOf(message)?.sort };
    sorts.set(message, known);
    return known.sort;
  };
  const dynamodbUrl = dynamodb.url;
  const standIns = { slack, athenaUrl: tap.url, dynamodbUrl, responders: people, window: '24h', logLevel: 'info' };
  return {
    slack,
    athena,
    tap,
    dynamodbUrl,
    channels,
    people,
    attempts,
    environment: { ...botEnvironment(standIns), ...environment },
    async command(channel, text) {
      const as = people[channels.indexOf(channel)] ?? '';
      const { ok, error } = await slack.act({ type: 'slash_command', as, channelId: channel, text: `/ir ${text}` });
      if (!ok) throw new Error(`/ir ${text}: ${error}`);
    },
    answersIn: (channel) => slack.messages(channel).filter((message) => sortOf(message) === 'answer'),
    async close() {
      await tap.close();
      await Promise.all([slack.close(), athena.close(), dynamodb.close()]);
    },
  };
}

/** Often enough for what takes tens of milliseconds, and seldom enough not to take a core from the bot. */
const LOOK_MS = 4;

/** Waits until something is there, and returns it. @throws Error that names what was waited for, after `atMostMs`. */
export async function until<T>(what: string, look: () => T | undefined, atMostMs = 60_000): Promise<T> {
  const endMs = performance.now() + atMostMs;
  for (;;) {
    const found = look();
    if (found !== undefined) return found;
    if (performance.now() > endMs) throw new Error(`waited in vain for ${what}`);
    await wait(LOOK_MS);
  }
}
