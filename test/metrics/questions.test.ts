import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { readCatalogue } from '../../src/detections/catalogue.js';
import { dynamodbInbox } from '../../src/dynamodb/inbox.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { LeaseLost } from '../../src/investigation/ports.js';
import type { Run } from '../../src/investigation/run.js';
import { meteredInbox } from '../../src/metrics/deliveries.js';
import { meteredStore } from '../../src/metrics/questions.js';
import { startDynalite } from '../dynamodb/dynalite.js';
import { asking } from '../dynamodb/store-contract.js';
import { readMetrics } from './read-metrics.js';

const tableName = 'ir-bot';
const ASKED_AT = '2026-11-24T10:00:00.000Z';
let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
  await ensureStateTable(dynalite.client, tableName, { create: true });
});
afterAll(() => dynalite.stop());

/** One bot's store with its clock at 10:00, and its metrics by name and label value. */
function startBot() {
  const registry = new Registry();
  const state = { nowMs: Date.parse(ASKED_AT) };
  const store = meteredStore(dynamodbStore({ client: dynalite.documents, tableName, log: pino({ level: 'silent' }) }), {
    registry,
    catalogue: readCatalogue(),
    clock: { now: () => new Date(state.nowMs) },
  });
  const metrics = async () =>
    Object.fromEntries(
      readMetrics(await registry.metrics())
        .filter(({ name, value }) => !name.endsWith('_bucket') && value > 0)
        .map(({ name, labels, value }) => [[name.slice('ir_bot_'.length), ...Object.values(labels)].join(' '), value]),
    );
  return { store, state, metrics };
}

/** A question that a bot has for a minute from 10:00. */
const question = (changes: Partial<Run> = {}): Run =>
  asking(`T${randomUUID()}-1`, {
    askedAt: ASKED_AT,
    leaseUntil: '2026-11-24T10:01:00.000Z',
    messageTs: '1.1',
    ...changes,
  });

describe('questions', () => {
  it('are in progress, stage by stage, until they have ended', async () => {
    const { store, state, metrics } = startBot();
    const asked = question();

    await store.createRun(asked);
    const waiting = await metrics();
    await store.saveRun({ ...asked, state: 'running' }, asked.leaseUntil);
    const running = await metrics();
    await store.saveRun({ ...asked, state: 'answered' }, asked.leaseUntil);
    const showing = await metrics();
    state.nowMs += 7_500;
    await store.saveRun({ ...asked, state: 'answered', leaseUntil: undefined }, asked.leaseUntil);

    expect(waiting).toEqual({ 'questions_in_progress waiting': 1 });
    expect(running).toEqual({ 'questions_in_progress running': 1 });
    expect(showing).toEqual({ 'questions_in_progress showing': 1 });
    expect(await metrics()).toEqual({
      'questions_total authfail answered': 1,
      'answer_seconds_sum authfail': 7.5,
      'answer_seconds_count authfail': 1,
    });
  });

  it.each([
    ['failed', { state: 'failed', reason: 'no' }],
    ['stopped', { state: 'failed', reason: 'no', stoppedBy: 'U0ALICE' }],
    ['not_asked', { state: 'failed', reason: 'no', messageTs: undefined }],
    ['failed', { state: 'running' }],
  ] as const)('that end without an answer are counted as %s, without a time', async (outcome, changes) => {
    const { store, metrics } = startBot();
    const asked = question();

    await store.createRun(asked);
    await store.saveRun({ ...asked, ...changes, leaseUntil: undefined }, asked.leaseUntil);

    expect(await metrics()).toEqual({ [`questions_total authfail ${outcome}`]: 1 });
  });

  it('are counted once when the same request comes twice', async () => {
    const { store, metrics } = startBot();
    const asked = question();

    await store.createRun(asked);
    await store.createRun({ ...asked, leaseUntil: '2026-11-24T10:09:00.000Z' });

    expect(await metrics()).toEqual({ 'questions_in_progress waiting': 1 });
  });

  it('of a detection that is in no catalogue have no name of their own', async () => {
    const { store, metrics } = startBot();
    const asked = question({ detection: 'arn-aws-iam-111122223333' });

    await store.createRun(asked);
    await store.saveRun({ ...asked, state: 'answered', leaseUntil: undefined }, asked.leaseUntil);

    expect(await metrics()).toMatchObject({ 'questions_total other answered': 1 });
  });

  it('that another bot takes over are that one’s, and counted at its end', async () => {
    const first = startBot();
    const second = startBot();
    const asked = question();
    await first.store.createRun(asked);
    second.state.nowMs += 61_000;
    const taken = { ...asked, leaseUntil: '2026-11-24T10:02:01.000Z' };

    await second.store.saveRun(taken, asked.leaseUntil);
    const inProgress = await second.metrics();
    await expect(first.store.saveRun({ ...asked, state: 'running' }, asked.leaseUntil)).rejects.toThrow(LeaseLost);
    await second.store.saveRun({ ...taken, state: 'answered', leaseUntil: undefined }, taken.leaseUntil);

    expect(inProgress).toEqual({ questions_taken_over_total: 1, 'questions_in_progress waiting': 1 });
    expect(await first.metrics()).toEqual({});
    expect(await second.metrics()).toMatchObject({
      'questions_total authfail answered': 1,
      questions_taken_over_total: 1,
    });
  });

  it('that were handed over are no more in progress, and taken over by whoever goes on, this bot too', async () => {
    const { store, state, metrics } = startBot();
    const asked = question();
    await store.createRun(asked);

    await store.saveRun({ ...asked, leaseUntil: ASKED_AT }, asked.leaseUntil);
    const handedOver = await metrics();
    state.nowMs += 1_000;
    await store.saveRun({ ...asked, leaseUntil: '2026-11-24T10:01:01.000Z' }, ASKED_AT);

    expect(handedOver).toEqual({});
    expect(await metrics()).toEqual({ questions_taken_over_total: 1, 'questions_in_progress waiting': 1 });
  });

  it('whose lease was not renewed in time are not in progress, and not taken over when it is', async () => {
    const { store, state, metrics } = startBot();
    const asked = question();
    await store.createRun(asked);

    state.nowMs += 70_000;
    const late = await metrics();
    await store.saveRun({ ...asked, leaseUntil: '2026-11-24T10:02:10.000Z' }, asked.leaseUntil);

    expect(late).toEqual({});
    expect(await metrics()).toEqual({ 'questions_in_progress waiting': 1 });
  });
});

describe('deliveries', () => {
  it('are counted as new, known, unknown, not kept, and done again', async () => {
    const [registry, ofBroken] = [new Registry(), new Registry()];
    const inbox = meteredInbox(
      dynamodbInbox({ client: dynalite.documents, tableName, log: pino({ level: 'silent' }) }),
      registry,
    );
    const broken = meteredInbox(
      dynamodbInbox({ client: dynalite.documents, tableName: 'missing', log: pino({ level: 'silent' }) }),
      ofBroken,
    );
    const delivery = {
      teamId: `T${randomUUID()}`,
      id: randomUUID(),
      at: ASKED_AT,
      request: '{}',
      leaseUntil: ASKED_AT,
    };

    for (const at of [ASKED_AT, '2026-11-24T10:00:01.000Z']) {
      await inbox.keep({ ...delivery, at });
      await inbox.claim({ ...delivery, at });
    }
    await inbox.takeOver(delivery, '2026-11-24T10:01:00.000Z');
    const tooLate = await inbox.takeOver(delivery, '2026-11-24T10:01:30.000Z');
    await expect(broken.keep(delivery)).rejects.toThrow('missing');
    await expect(broken.claim(delivery)).rejects.toThrow('missing');

    expect(tooLate).toBeUndefined();
    expect(readMetrics(await registry.metrics())).toEqual([
      { name: 'ir_bot_deliveries_total', labels: { outcome: 'new' }, value: 1 },
      { name: 'ir_bot_deliveries_total', labels: { outcome: 'known' }, value: 1 },
      { name: 'ir_bot_requests_redone_total', labels: {}, value: 1 },
    ]);
    expect(readMetrics(await ofBroken.metrics())).toEqual([
      { name: 'ir_bot_deliveries_total', labels: { outcome: 'not_kept' }, value: 1 },
      { name: 'ir_bot_deliveries_total', labels: { outcome: 'unknown' }, value: 1 },
      { name: 'ir_bot_requests_redone_total', labels: {}, value: 0 },
    ]);
  });
});
