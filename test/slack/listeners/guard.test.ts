import { describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { readCatalogue } from '../../../src/detections/catalogue.js';
import { GoesOn, ServiceDown, UserFacingError } from '../../../src/errors.js';
import type { Inbox } from '../../../src/investigation/inbox.js';
import type { Origin } from '../../../src/investigation/origin.js';
import { buildDeliveries } from '../../../src/slack/listeners/deliveries.js';
import { buildGuard, type Doing } from '../../../src/slack/listeners/guard.js';
import { eventually } from '../../local/slack/bolt-app.js';
import { memoryInbox } from './memory-inbox.js';

const SILENT = pino({ level: 'silent' });
const ORIGIN = { teamId: 'T1', channelId: 'C1', userId: 'U1', deliveryId: '1.2' };
const ASKED: Doing = { origin: ORIGIN, what: '/ir authfail', retry: { kind: 'command', text: 'authfail' } };
const NOTED: Doing = { origin: ORIGIN, what: '/ir note x' };
const DOWN = new ServiceDown('DynamoDB', 'cannot write', {});

/** A bot of the team, so many minutes later, and what it told people, if it could. */
function botOver(inbox: Inbox & { readonly kept: ReadonlyMap<string, unknown> }, minutes = 0, canTell = true) {
  const clock = { now: () => new Date(Date.parse('2026-11-24T10:41:00Z') + minutes * 60_000) };
  const deliveries = buildDeliveries({ inbox, clock, log: SILENT, leaseMs: 60_000 });
  const guard = buildGuard({
    access: { check: async () => ({ isAllowed: true }) },
    deliveries,
    cases: { noteRefusal: async () => undefined },
    catalogue: readCatalogue(),
    log: SILENT,
    track: () => undefined,
  });
  const told: string[] = [];
  const works: string[] = [];
  const keptAtAck: number[] = [];
  const tell = async (reply: object) => {
    if (!canTell) throw new Error('Slack is down');
    told.push(JSON.stringify(reply));
  };
  const ack = async () => {
    works.push('ack');
    keptAtAck.push(inbox.kept.size);
  };
  /** Does what a listener does when Slack delivers something. */
  const deliver = (doing: Doing, work: (origin: Origin) => Promise<void> = async () => undefined) =>
    guard(doing, { ack, tell }, async (origin) => {
      works.push('work');
      await work(origin);
    });
  const recover = (work: () => Promise<void> = async () => undefined) =>
    deliveries.recover('T1', (kept, receipt) =>
      guard({ ...kept, what: 'again' }, { tell, receipt }, async () => {
        works.push('again');
        await work();
      }),
    );
  return { deliver, recover, told, works, keptAtAck };
}

const fail = (cause: Error) => () => Promise.reject(cause);

describe('what is delivered', () => {
  it.each([ASKED, NOTED])('twice is acknowledged twice and done once', async (doing) => {
    const inbox = memoryInbox();
    const [one, other] = [botOver(inbox), botOver(inbox)];

    await Promise.all([one.deliver(doing), other.deliver(doing)]);

    expect([...one.works, ...other.works].sort()).toEqual(['ack', 'ack', 'work']);
  });

  it('is put aside as soon as its question is in the thread, however long the answer takes', async () => {
    const inbox = memoryInbox();
    const [bot, other] = [botOver(inbox), botOver(inbox, 2)];
    let isAnswered = (): void => {};
    const answer = new Promise<void>((resolve) => {
      isAnswered = resolve;
    });
    const delivered = bot.deliver(ASKED, async (origin) => {
      origin.shown?.();
      await answer;
    });
    await eventually(() => bot.works.includes('work'));

    await other.recover();
    isAnswered();
    await delivered;

    expect(other.works).toEqual([]);
  });

  it('as a look is looked at each time', async () => {
    const bot = botOver(memoryInbox());

    for (let look = 0; look < 2; look++) await bot.deliver({ ...NOTED, isLook: true });

    expect(bot.works).toEqual(['ack', 'work', 'ack', 'work']);
  });

  it('is kept before it is acknowledged', async () => {
    const bot = botOver(memoryInbox());

    await bot.deliver(ASKED);

    expect(bot.keptAtAck).toEqual([1]);
  });
});

describe('something that is down', () => {
  it('is named, and what was asked is done later by itself', async () => {
    const inbox = memoryInbox();
    const [first, next] = [botOver(inbox), botOver(inbox, 2)];

    await first.deliver(ASKED, fail(DOWN));
    await next.recover();

    expect(first.told).toEqual([expect.stringContaining('DynamoDB, where I keep the cases,')]);
    expect(first.told[0]).toContain('I go on with it by myself');
    expect(next.works).toEqual(['again']);
    expect(next.told).toEqual([]);
    await botOver(inbox, 4).recover();
    expect(next.works).toEqual(['again']);
  });

  it('and stays so for ten minutes is said once more, with the button that asks again, and then it is over', async () => {
    const inbox = memoryInbox();
    const bots = [botOver(inbox), botOver(inbox, 2), botOver(inbox, 11), botOver(inbox, 13)];
    const [first, next, late, last] = bots;

    await first?.deliver(ASKED, fail(DOWN));
    for (const bot of bots.slice(1)) await bot.recover(fail(DOWN));

    expect(first?.told).toHaveLength(1);
    expect(next?.told).toEqual([]);
    expect(late?.told).toEqual([expect.stringContaining('ir:retry:v1')]);
    expect(last?.works).toEqual([]);
  });

  it('once the question is stored is for its run to wait for: the request is not done again', async () => {
    const inbox = memoryInbox();
    const goesOn = new GoesOn('run r of case T1-1 is left for later', { cause: DOWN });
    const [first, next, last] = [botOver(inbox), botOver(inbox, 2), botOver(inbox, 4)];

    await first.deliver(ASKED, fail(goesOn));
    await next.recover(fail(goesOn));
    await last.recover();

    expect(first.told).toEqual([expect.stringContaining('I go on with it by myself')]);
    expect([...next.works, ...last.works]).toEqual([]);
  });

  it('is said of a deed, which is not done again', async () => {
    const inbox = memoryInbox();
    const [first, next] = [botOver(inbox), botOver(inbox, 2)];

    await first.deliver(NOTED, fail(DOWN));
    await next.recover();

    expect(first.told).toEqual([expect.stringContaining('Ask again in a minute')]);
    expect(next.works).toEqual([]);
  });
});

describe('what the person could not be told', () => {
  it('is told by the bot that finds it', async () => {
    const inbox = memoryInbox();
    const refused = new UserFacingError('There is no suspect yet.');
    const [mute, next] = [botOver(inbox, 0, false), botOver(inbox, 2)];

    await mute.deliver(ASKED, fail(refused));
    await next.recover(fail(refused));

    expect(next.told).toEqual([expect.stringContaining('There is no suspect yet.')]);
  });
});
