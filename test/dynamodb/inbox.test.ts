import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { dynamodbInbox } from '../../src/dynamodb/inbox.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import type { Delivery } from '../../src/investigation/inbox.js';
import { startDynalite } from './dynalite.js';

const tableName = 'ir-bot';
let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
  await ensureStateTable(dynalite.client, tableName, { create: true });
});
afterAll(() => dynalite.stop());

/** An inbox as each bot opens it for itself. */
const log = pino({ level: 'silent' });
const openInbox = () => dynamodbInbox({ client: dynalite.documents, tableName, log });

/** A request of a team of its own. */
const delivered = (changes: Partial<Delivery> = {}): Delivery => ({
  teamId: `T${randomUUID()}`,
  id: randomUUID(),
  at: '2026-11-24T10:41:00.000Z',
  request: '{"v":1}',
  leaseUntil: '2026-11-24T10:42:00.000Z',
  ...changes,
});

describe('the inbox', () => {
  it('keeps a request of which ten bots are told at once for one of them', async () => {
    const delivery = delivered();

    const isNew = await Promise.all(
      Array.from({ length: 10 }, async (_, at) => {
        const one = { ...delivery, at: `2026-11-24T10:41:00.${String(at).padStart(3, '0')}Z` };
        const inbox = openInbox();
        await inbox.keep(one);
        return inbox.claim(one);
      }),
    );

    expect(isNew.filter(Boolean)).toHaveLength(1);
    expect(await openInbox().pendingSince(delivery.teamId, '2026-11-24T10:00:00.000Z')).toHaveLength(1);
  });

  it('lists what is to be done since a time, oldest first, the team’s own only', async () => {
    const inbox = openInbox();
    const first = delivered();
    const second = delivered({ teamId: first.teamId, at: '2026-11-24T10:42:00.000Z' });
    const done = delivered({ teamId: first.teamId, at: '2026-11-24T10:43:00.000Z' });
    const old = delivered({ teamId: first.teamId, at: '2026-11-24T09:00:00.000Z' });
    for (const one of [second, first, done, old, delivered()]) await inbox.keep(one);
    await inbox.done(done);

    const pending = await inbox.pendingSince(first.teamId, '2026-11-24T10:00:00.000Z');

    expect(pending).toEqual([first, second]);
  });

  it('lets one bot take a request over, however many try', async () => {
    const delivery = delivered();
    await openInbox().keep(delivery);

    const taken = await Promise.all(
      Array.from({ length: 10 }, () => openInbox().takeOver(delivery, '2026-11-24T10:44:00.000Z')),
    );

    expect(taken.filter((one) => one !== undefined)).toEqual([{ ...delivery, leaseUntil: '2026-11-24T10:44:00.000Z' }]);
  });

  it('knows again what is only to be done once, without keeping it', async () => {
    const note = delivered({ request: undefined, leaseUntil: undefined });

    expect([await openInbox().claim(note), await openInbox().claim(note)]).toEqual([true, false]);
    expect(await openInbox().pendingSince(note.teamId, '2026-11-24T10:00:00.000Z')).toEqual([]);
  });
});
