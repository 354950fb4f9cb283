import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { Inbox } from '../../../src/investigation/inbox.js';
import { buildDeliveries } from '../../../src/slack/listeners/deliveries.js';
import type { Kept } from '../../../src/slack/listeners/kept-request.js';
import { eventually } from '../../local/slack/bolt-app.js';
import { memoryInbox } from './memory-inbox.js';

const SILENT = pino({ level: 'silent' });
const ORIGIN = { teamId: 'T1', channelId: 'C1', userId: 'U1', deliveryId: '1.2' };
const ASKED = { origin: ORIGIN, what: '/ir authfail', retry: { kind: 'command', text: 'authfail' } } as const;
const MINUTE_MS = 60_000;

/** A bot of the team, so many minutes later than the first. */
function botOver(inbox: Inbox, minutes = 0) {
  const clock = { now: () => new Date(Date.parse('2026-11-24T10:41:00Z') + minutes * MINUTE_MS) };
  const deliveries = buildDeliveries({ inbox, clock, log: SILENT, leaseMs: MINUTE_MS });
  const redone: Kept[] = [];
  const late: boolean[] = [];
  const recover = (isDone = true) =>
    deliveries.recover('T1', async (kept, receipt) => {
      redone.push(kept);
      late.push(receipt.isLate());
      if (isDone) await receipt.done();
    });
  return { deliveries, redone, late, recover };
}

describe('a request', () => {
  it('is new once, whichever bot it is delivered to', async () => {
    const inbox = memoryInbox();

    const first = await botOver(inbox).deliveries.receive(ASKED);
    const second = await botOver(inbox).deliveries.receive(ASKED);

    expect([await first.isFirst(), await second.isFirst()]).toEqual([true, false]);
  });

  it('whose bot was killed is done by one other, with all that it takes', async () => {
    const inbox = memoryInbox();
    const confirmed = { ...ORIGIN, isConfirmed: true, threadTs: '1.000100', at: '2026-11-24T10:40:59.000Z' };
    await botOver(inbox).deliveries.receive({ ...ASKED, origin: confirmed });
    const [early, one, other] = [botOver(inbox), botOver(inbox, 2), botOver(inbox, 2)];

    await early.recover();
    await Promise.all([one.recover(), other.recover()]);

    expect(early.redone).toEqual([]);
    expect([...one.redone, ...other.redone]).toEqual([{ origin: confirmed, retry: ASKED.retry }]);
    const later = botOver(inbox, 5);
    await later.recover();
    expect(later.redone).toEqual([]);
  });

  it('is left to the bot that is at it, however long that takes', async () => {
    const inbox = memoryInbox();
    let minutes = 0;
    const clock = { now: () => new Date(Date.parse('2026-11-24T10:41:00Z') + minutes * MINUTE_MS) };
    const deliveries = buildDeliveries({ inbox, clock, log: SILENT, leaseMs: MINUTE_MS });
    const redone: Kept[] = [];
    await deliveries.receive(ASKED);
    minutes = 10;

    await deliveries.recover('T1', async (kept) => void redone.push(kept));

    expect(redone).toEqual([]);
  });

  it('that could not be told of is tried again, and is late after an hour', async () => {
    const inbox = memoryInbox();
    await botOver(inbox).deliveries.receive(ASKED);
    const bots = [botOver(inbox, 2), botOver(inbox, 4), botOver(inbox, 62), botOver(inbox, 8 * 24 * 60)];

    for (const bot of bots) await bot.recover(false);

    expect(bots.map(({ redone }) => redone.length)).toEqual([1, 1, 1, 0]);
    expect(bots.map(({ late }) => late)).toEqual([[false], [false], [true], []]);
  });

  it('that cannot be kept is lost, and stays so where it is kept after all', async () => {
    const memory = memoryInbox();
    let isKept = (): void => {};
    const waits = new Promise<void>((resolve) => {
      isKept = resolve;
    });
    const slow: Inbox = { ...memory, keep: async (one) => waits.then(() => memory.keep(one)) };

    const receipt = await botOver(slow).deliveries.receive(ASKED);
    isKept();
    await new Promise((resolve) => setImmediate(resolve));
    const other = botOver(memory, 2);
    await other.recover();

    expect(receipt.state).toBe('lost');
    expect(other.redone).toEqual([]);
  });

  it('that was kept though nobody said so is put aside as soon as that works, and is not done when it comes again', async () => {
    const memory = memoryInbox();
    let isUp = false;
    const deaf: Inbox = {
      ...memory,
      keep: async (one) => {
        await memory.keep(one);
        throw new Error('the answer was lost');
      },
      done: async (one) => (isUp ? memory.done(one) : Promise.reject(new Error('down'))),
    };
    const bot = botOver(deaf);

    const receipt = await bot.deliveries.receive(ASKED);
    const again = await bot.deliveries.receive(ASKED);
    isUp = true;
    await eventually(async () => (await memory.pendingSince('T1', '2026-11-24T10:00:00Z')).length === 0);

    expect([receipt.state, await again.isFirst()]).toEqual(['lost', false]);
  });

  it('is done when nobody knows whether it was delivered before: a question’s run is named after its delivery', async () => {
    const inbox = { ...memoryInbox(), claim: () => Promise.reject(new Error('down')) };

    const receipt = await botOver(inbox).deliveries.receive(ASKED);

    expect([receipt.state, await receipt.isFirst()]).toEqual(['kept', true]);
  });

  it('that need not be done again is not kept, but known when it comes again', async () => {
    const inbox = memoryInbox();
    const noted = { origin: ORIGIN, what: '/ir note x' };

    const receipts = [await botOver(inbox).deliveries.receive(noted), await botOver(inbox).deliveries.receive(noted)];

    expect([...inbox.kept]).toEqual([]);
    expect(receipts.map(({ state }) => state)).toEqual(['passing', 'passing']);
    expect([await receipts[0]?.isFirst(), await receipts[1]?.isFirst()]).toEqual([true, false]);
  });

  it('of another version of the bot is left alone', async () => {
    const inbox = memoryInbox();
    await inbox.keep({
      teamId: 'T1',
      id: 'x',
      at: '2026-11-24T10:41:00.000Z',
      request: '{"v":2}',
      leaseUntil: '2026-11-24T10:41:00.000Z',
    });
    const bot = botOver(inbox, 2);

    const before = structuredClone([...inbox.kept]);

    await bot.recover();
    await bot.recover();

    expect(bot.redone).toEqual([]);
    expect([...inbox.kept]).toEqual(before);
  });
});
