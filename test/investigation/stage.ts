import { randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect } from '@jest/globals';
import { pino } from 'pino';
import { readCatalogue } from '../../src/detections/catalogue.js';
import type { ColumnKind, Detection, TableRows, Value } from '../../src/detections/detection.js';
import { SCHEMA_VERSION } from '../../src/dynamodb/items.js';
import { headKey, logKey } from '../../src/dynamodb/keys.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import {
  buildInvestigation,
  type Investigation,
  type InvestigationDeps,
} from '../../src/investigation/investigation.js';
import type { Origin } from '../../src/investigation/origin.js';
import type {
  Channel,
  Evidence,
  InvestigationStore,
  Query,
  QueryRunner,
  Reach,
  ShownTable,
} from '../../src/investigation/ports.js';
import type { Question } from '../../src/investigation/question.js';
import type { Answer, Progress, Run, Statistics } from '../../src/investigation/run.js';
import type { Window } from '../../src/investigation/window.js';
import { startDynalite } from '../dynamodb/dynalite.js';

export const ALICE = 'arn:aws:iam::111122223333:user/alice';
export const BOB = 'arn:aws:iam::111122223333:user/bob';

const CATALOGUE = readCatalogue();
const VALUES: Partial<Record<ColumnKind, Value>> = {
  identity: ALICE,
  count: '7',
  time: '2026-11-24T10:00:00Z',
  key: 'AKIAIOSFODNN7EXAMPLE',
  ip: '192.0.2.7',
  agent: 'aws-cli/2.17',
};

/** An answer with one row in every table. */
export const anAnswer = ({ tables }: Detection): Answer => ({
  tables: tables.map(
    ({ name, columns }): TableRows => ({
      name,
      rows: [columns.map(({ kind }) => VALUES[kind] ?? null)],
      totalRows: 1,
      totalCalls: 7,
    }),
  ),
});

/** What the query engine does on this stage; everything may be left out. */
export interface Engine {
  reach?(window: Window): Promise<Reach> | Reach;
  start?(query: Query): Promise<void> | void;
  finish?(
    query: Pick<Query, 'detection'>,
    signal: AbortSignal,
    onProgress?: (progress: Progress) => void,
  ): Promise<{ answer: Answer; statistics: Statistics }>;
}

/** A team's investigation over a real store, with an engine that does as it is told and a channel that remembers. */
export interface Stage {
  readonly investigation: Investigation;
  /** A request of somebody in the incident channel, a new one each time. */
  from(changes?: Partial<Origin>): Origin;
  /** What was posted, in order: `card`, `run authfail`, `answered authfail`, `table services`, … */
  readonly posts: readonly string[];
  readonly started: readonly Query[];
  /** Executions that were stopped, not by a signal. */
  readonly stopped: readonly string[];
  readonly shown: readonly ShownTable[];
  /** How far questions were, as the channel was told. */
  readonly progress: readonly string[];
  readonly evidence: readonly Evidence[];
  /** The runs as the channel last saw them, by their order. */
  readonly runs: readonly Run[];
  readonly store: InvestigationStore;
  wait(ms: number): void;
  now(): Date;
}

export const OF_ALICE = { kind: 'identity', value: ALICE } as const;
export const OF_BOB = { kind: 'identity', value: BOB } as const;
export const AUTHFAIL: Question = { detection: 'authfail' };
export const SERVICES: Question = { detection: 'about', view: 'services' };

export const MINUTE_MS = 60_000;
export const MB = 1_048_576;
/** As many bytes as every answer here scanned. */
export const SCANNED_BYTES = 25 * MB;

/** What an investigation talks to. */
export interface Ports {
  readonly store: InvestigationStore;
  readonly runner: QueryRunner;
  readonly channel: Channel;
}

/** How a stage is another bot of the same team, and perhaps one to which something happens. */
export interface Staging {
  readonly teamId?: string | undefined;
  readonly dress?: (ports: Ports) => Ports;
}

/** Sets a stage, for a team of its own unless one is given. */
export function setStage(
  store: InvestigationStore,
  engine: Engine = {},
  deps: Partial<InvestigationDeps> = {},
  { teamId = `T${randomUUID()}`, dress = (ports) => ports }: Staging = {},
): Stage {
  const posts: string[] = [];
  const started: Query[] = [];
  const stopped: string[] = [];
  const shown: ShownTable[] = [];
  const progress: string[] = [];
  const evidence: Evidence[] = [];
  const runs = new Map<string, Run>();
  let nowMs = Date.parse('2026-11-24T10:41:00Z');
  const clock = { now: () => new Date(nowMs) };

  const runner: QueryRunner = {
    reach: async (window) =>
      (await engine.reach?.(window)) ?? { isBounded: window.span !== undefined, notSearched: [] },
    async start(query) {
      await engine.start?.(query);
      started.push(query);
      return `e-${started.length}`;
    },
    async stop(executionId) {
      stopped.push(executionId);
    },
    finish: async (_, query, signal, onProgress) =>
      (await engine.finish?.(query, signal, onProgress)) ?? {
        answer: anAnswer(query.detection),
        statistics: { scannedBytes: SCANNED_BYTES, totalMs: 1500 },
      },
    inspect: () => Promise.reject(new Error('nobody looks at the table here')),
  };
  const channel: Channel = {
    async postCard() {
      posts.push('card');
      return { threadTs: `${posts.length}.000100`, permalink: undefined };
    },
    async remove() {
      posts.push('message removed');
    },
    async updateCard() {},
    async postRun(_, run) {
      posts.push(`run ${run.detection}`);
      runs.set(run.id, run);
      return { messageTs: `${posts.length}.000200`, permalink: undefined };
    },
    async updateRun(_, run) {
      posts.push(`${run.state} ${run.detection}`);
      runs.set(run.id, run);
    },
    showProgress(_, run, __, { stage }) {
      progress.push(`${stage} ${run.detection}`);
    },
    async endProgress() {},
    async showHandOver(_, run) {
      posts.push(`handed over ${run.detection}`);
    },
    async postDeed(_, { type, by }) {
      posts.push(`${type} by ${by}`);
    },
    async postEvidence(_, given) {
      posts.push('evidence');
      evidence.push(given);
    },
    namesOf: async (ids) => new Map(ids.map((id) => [id, id.slice(2).toLowerCase()])),
    async postTable(_, table) {
      posts.push(`table ${table.table.name}`);
      shown.push(table);
    },
  };
  return {
    investigation: buildInvestigation({
      ...dress({ store, runner, channel }),
      catalogue: CATALOGUE,
      clock,
      log: pino({ level: 'silent' }),
      stopping: new AbortController().signal,
      defaultWindow: '24h',
      ...deps,
    }),
    from: (changes = {}) => ({
      teamId,
      channelId: 'C0INC042',
      userId: 'U0ALICE',
      deliveryId: randomUUID(),
      ...changes,
    }),
    posts,
    started,
    stopped,
    shown,
    progress,
    evidence,
    get runs() {
      return [...runs.values()];
    },
    store,
    wait: (ms) => {
      nowMs += ms;
    },
    now: clock.now,
  };
}

/** Stages over one store on dynalite. */
export interface Stages {
  /** Makes the head and the first log entry of a case unreadable, as if somebody had edited them by hand. */
  break(caseId: string): Promise<void>;
  stageOf(engine?: Engine, deps?: Partial<InvestigationDeps>, staging?: Staging): Stage;
  close(): Promise<void>;
}

/** Starts a store for stages. The caller closes it. */
export async function openStages(): Promise<Stages> {
  const dynalite = await startDynalite();
  await ensureStateTable(dynalite.client, 'ir-bot', { create: true });
  const store = dynamodbStore({ client: dynalite.documents, tableName: 'ir-bot', log: pino({ level: 'silent' }) });
  return {
    stageOf: (engine, deps, staging) => setStage(store, engine, deps, staging),
    async break(caseId) {
      for (const key of [headKey(caseId), logKey(caseId, 1)])
        await dynalite.documents.send(
          new PutCommand({ TableName: 'ir-bot', Item: { ...key, v: SCHEMA_VERSION, seq: 'broken' } }),
        );
    },
    close: () => dynalite.stop(),
  };
}

/** What a person is told who cannot have that. */
export const told = (says: string): unknown =>
  expect.objectContaining({ name: 'UserFacingError', message: expect.stringContaining(says) });

/** What an attempt fails with. */
export const failureOf = (attempt: Promise<unknown>): Promise<unknown> =>
  attempt.then(
    () => 'no failure',
    (cause: unknown) => cause,
  );

/** The only run there is, as it is stored. */
export async function storedRun({ investigation, from, store }: Stage): Promise<Run> {
  const open = await investigation.status(from());
  const [run] = open ? await store.runs(open.id) : [];
  const stored = run && open ? await store.run(open.id, run.id) : undefined;
  if (!stored) throw new Error('no run is stored');
  return stored;
}

/** What the log of the case says, in order. */
export async function deedsOf({ investigation, from }: Stage): Promise<string[]> {
  return ((await investigation.history(from()))?.log ?? []).map(({ type }) => type);
}
