import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { digest } from '../../investigation/digest.js';
import type { Delivery, Inbox } from '../../investigation/inbox.js';
import { isHeld, leaseFrom } from '../../investigation/lease.js';
import type { Clock } from '../../investigation/ports.js';
import type { Doing } from './guard.js';
import { type Kept, keptText, readKept } from './kept-request.js';

/** A request that came in. */
export interface Receipt {
  /** `kept`: it is done again when this bot is killed; `passing`: it is not; `lost`: it should have been kept, and could not be. */
  readonly state: 'kept' | 'passing' | 'lost';
  /** Whether it is to be done: it was not delivered before. Never throws. */
  isFirst(): Promise<boolean>;
  /** Nothing is left to be done about it. Never throws. */
  done(): Promise<void>;
  /** Whether it came in so lately that what is down may be waited for. */
  isYoung(): boolean;
  /** Whether nobody waits for it any more. */
  isLate(): boolean;
  /** This bot does no more about it now: it is done again, by whichever bot finds it. */
  leave(): void;
}

/** What comes in from Slack, kept until it is done. */
export interface Deliveries {
  /** Keeps a request, before it is acknowledged: within two seconds, since Slack waits for three. Never throws. */
  receive(doing: Doing): Promise<Receipt>;
  /** Takes over what the team asked and nobody is at, to be done by `redo`, which tells the receipt. Never throws. */
  recover(teamId: string, redo: (kept: Kept, receipt: Receipt) => Promise<void>): Promise<void>;
}

/** What deliveries are kept with. */
export interface DeliveriesDeps {
  readonly inbox: Inbox;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a bot has a request to itself, in milliseconds. */
  readonly leaseMs: number;
}

/** Slack waits for 3 seconds. https://docs.slack.dev/interactivity/handling-user-interaction (as of November 2026) */
const PATIENCE_MS = 2_000;
/** Nobody waits for what was asked longer ago. */
const LONGEST_WAIT_MS = 60 * 60_000;
/** What was asked while no bot ran is looked for so far back, so that whoever asked is told at least. */
const LOOK_MS = 7 * 24 * 60 * 60_000;
/** What is down for longer is said to be, so that the person need not wait. */
const YOUNG_MS = 10 * 60_000;
const MAX_LOST = 1_000;
const FORGET_ATTEMPTS = 60;
const FORGET_PAUSE_MS = 1_000;

/** Opens the inbox of a bot. */
export function buildDeliveries({ inbox, clock, log, leaseMs }: DeliveriesDeps): Deliveries {
  /** Those that this bot is at, however long it takes. */
  const own = new Set<string>();
  /** Those that could not be kept, the last of them. */
  const lost = new Set<string>();
  /** Those of another version that the log has named. */
  const foreign = new Set<string>();

  async function isFirst(delivery: Delivery): Promise<boolean> {
    // Slack repeats what people say to the bot when it hears nothing: whoever was told to ask again has done so.
    if (lost.has(delivery.id)) return false;
    try {
      return await inbox.claim(delivery);
    } catch (err) {
      // Rather twice than never: a question's run is named after its delivery, and is there once.
      log.error({ err, ...idsOf(delivery) }, 'whether a request was delivered before is not known');
      return true;
    }
  }

  function receiptOf(delivery: Delivery, state: Receipt['state'], claim = () => isFirst(delivery)): Receipt {
    if (state === 'kept') own.add(delivery.id);
    return {
      state,
      isFirst: claim,
      isYoung: () => clock.now().getTime() - Date.parse(delivery.at) < YOUNG_MS,
      isLate: () => clock.now().getTime() - Date.parse(delivery.at) > LONGEST_WAIT_MS,
      leave: () => void own.delete(delivery.id),
      async done() {
        own.delete(delivery.id);
        if (state === 'passing') return;
        await inbox.done(delivery).catch((err: unknown) => {
          // Another bot finds it done when it does it again, by its run.
          log.warn({ err, ...idsOf(delivery) }, 'a request could not be put aside');
        });
      },
    };
  }

  /** The person is told that it is not done: where it is kept after all, nobody is to do it. */
  async function forget(delivery: Delivery, keeping: Promise<unknown>): Promise<void> {
    lost.add(delivery.id);
    const [oldest = ''] = lost;
    if (lost.size > MAX_LOST) lost.delete(oldest);
    await keeping.catch(() => undefined);
    for (let attempt = 1; attempt <= FORGET_ATTEMPTS; attempt++) {
      try {
        return await inbox.done(delivery);
      } catch (err) {
        log.warn({ err, attempt, ...idsOf(delivery) }, 'a request that was not kept could not be put aside yet');
        await wait(FORGET_PAUSE_MS, undefined, { ref: false });
      }
    }
  }

  /** What another version of the bot keeps is its own: it would not find it left alone, if this one took it over. */
  function passOver({ id, teamId, at }: Delivery): void {
    if (!foreign.has(id)) log.warn({ teamId, at }, 'a request of another version of the bot is left alone');
    foreign.add(id);
  }

  async function receive({ origin, retry }: Doing): Promise<Receipt> {
    const delivery: Delivery = {
      teamId: origin.teamId,
      id: digest(origin.deliveryId).slice(0, 32),
      at: clock.now().toISOString(),
      ...(retry ? { request: keptText({ origin, retry }), leaseUntil: leaseFrom(clock.now(), leaseMs) } : {}),
    };
    if (!retry || lost.has(delivery.id)) return receiptOf(delivery, 'passing');
    const keeping = inbox.keep(delivery);
    try {
      const isKept = await Promise.race([keeping.then(() => true), wait(PATIENCE_MS, false, { ref: false })]);
      if (!isKept) throw new Error(`the request was not kept within ${PATIENCE_MS} ms`);
      return receiptOf(delivery, 'kept');
    } catch (err) {
      log.error(
        { err, ...idsOf(delivery), userId: origin.userId, channelId: origin.channelId },
        'a request could not be kept',
      );
      void forget(delivery, keeping);
      return receiptOf(delivery, 'lost', async () => true);
    }
  }

  return {
    receive,
    async recover(teamId, redo) {
      const since = new Date(clock.now().getTime() - LOOK_MS).toISOString();
      const isLeftAlone = (one: Delivery) => !own.has(one.id) && !lost.has(one.id) && !isHeld(one, clock.now());
      const doAgain = async (found: Delivery) => {
        const kept = readKept(found.request);
        if (!kept) return passOver(found);
        const taken = await inbox.takeOver(found, leaseFrom(clock.now(), leaseMs));
        if (!taken) return;
        log.info(
          { userId: kept.origin.userId, channelId: kept.origin.channelId },
          'a request that was left alone is done',
        );
        await redo(
          kept,
          receiptOf(taken, 'kept', async () => true),
        );
      };
      try {
        const pending = await inbox.pendingSince(teamId, since);
        const done = await Promise.allSettled(pending.filter(isLeftAlone).map(doAgain));
        for (const one of done)
          if (one.status === 'rejected')
            log.error({ err: one.reason }, 'a request that was left alone could not be done');
      } catch (err) {
        log.error({ err, teamId }, 'requests that were left alone could not be looked for');
      }
    },
  };
}

/** What a log line of a request names. */
const idsOf = ({ teamId, id: deliveryId }: Delivery) => ({ teamId, deliveryId });
