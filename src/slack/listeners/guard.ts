import type { Logger } from 'pino';
import type { Catalogue } from '../../detections/catalogue.js';
import { GoesOn, ServiceDown } from '../../errors.js';
import type { Investigation } from '../../investigation/investigation.js';
import type { Origin } from '../../investigation/origin.js';
import type { Access } from '../access.js';
import type { Retry } from '../blocks/button-value.js';
import { retryMessage } from '../blocks/retry.js';
import { isOfConnection } from '../refusals.js';
import { acknowledgements } from './acknowledgements.js';
import type { Deliveries, Receipt } from './deliveries.js';
import { downIn, downText, laterText, replyTo } from './failure-replies.js';
import { inWords, type Reply } from './reply.js';
import type { Tell } from './tell.js';

/** Who did what where, for the check and for the log. */
export interface Doing {
  /** In the Home tab, its channel is empty. */
  readonly origin: Origin;
  readonly what: string;
  /** How it is asked once more, of what asks CloudTrail: it may need a confirmation, or its bot may be killed. */
  readonly retry?: Retry | undefined;
  /** Whether nothing is changed and nothing said by it, so that it may come twice. */
  readonly isLook?: true;
}

/** How a piece of work begins and what comes of it. */
export interface Answering {
  /** Tells Slack that the request has arrived; absent: it was told before. */
  readonly ack?: (() => Promise<void>) | undefined;
  readonly tell: Tell;
  /** Of a request that was left alone and is taken over. */
  readonly receipt?: Receipt | undefined;
}

/** Runs what a person asked for, once it is known that the person may. Never throws. */
export type Guard = (doing: Doing, answering: Answering, work: Work) => Promise<void>;

/** What is done, and for whom and where: this origin is the one to be handed on. */
type Work = (origin: Origin) => Promise<void>;

/** What the guard works with. */
export interface GuardDeps {
  readonly access: Access;
  readonly deliveries: Pick<Deliveries, 'receive'>;
  readonly cases: Pick<Investigation, 'noteRefusal'>;
  readonly catalogue: Catalogue;
  readonly log: Logger;
  /** Is given every piece of work, so that a stopping bot can wait for it. */
  readonly track: (work: Promise<void>) => void;
}

/**
 * The one wrapper around every listener's work: it is kept before Slack is told that it arrived, and done once, however often it
 * is delivered; who may not do it, or not there, gets a refusal and nothing else, which the channel's open case remembers; a
 * `UserFacingError` is told to the person alone; what needs a confirmation is put to that person; what is being asked already is
 * pointed to; everything else goes to the log, and the person is told that it failed and what is down, with an id that is also in
 * the log.
 */
export function buildGuard({ access, deliveries, cases, catalogue, log: allLog, track }: GuardDeps): Guard {
  const slackWaitsFor = acknowledgements();

  async function guarded(doing: Doing, { ack, tell, receipt: taken }: Answering, work: Work): Promise<void> {
    const { origin, what, retry } = doing;
    const log = allLog.child({ teamId: origin.teamId, userId: origin.userId, channelId: origin.channelId, what });
    const receipt = await slackWaitsFor.first(async () => {
      const received = taken ?? (doing.isLook ? undefined : await deliveries.receive(doing));
      // Slack may deliver it again when it does not hear this, which is known then.
      await ack?.().catch((err: unknown) => log.error({ err }, 'a request could not be acknowledged'));
      return received;
    });
    if (receipt) {
      await slackWaitsFor.none();
      if (!(await receipt.isFirst())) return log.info('delivered before');
    }
    const times = { isKept: receipt?.state === 'kept' && receipt.isYoung(), isFirst: taken === undefined };
    const handedOn = { ...doing, origin: { ...origin, shown: () => void receipt?.done() } };
    const { reply, isOver } =
      receipt?.state === 'lost' && retry
        ? { reply: retryMessage(downText('DynamoDB'), retry), isOver: true }
        : await outcomeOf(handedOn, log, work, times);
    // What the person could not be told is told by whichever bot looks for it later.
    const isTold = await told(reply, tell, log);
    if (isOver && isTold) await receipt?.done();
    else receipt?.leave();
  }

  /** Does it. Where something is down, what is kept is done later, for some minutes; what is stored goes on in any case. */
  async function outcomeOf({ origin, retry }: Doing, log: Logger, work: Work, times: Times): Promise<Outcome> {
    try {
      const verdict = await access.check(origin);
      if (verdict.isAllowed) {
        await work(origin);
        return { isOver: true };
      }
      const { told: refusal, reason, cause } = verdict;
      if (isOfConnection(cause))
        throw new ServiceDown('Slack', `whether the person may is not known: ${reason}`, { cause });
      if (cause === undefined) log.warn({ reason }, 'refused');
      else log.error({ reason, err: cause }, 'refused');
      // What Slack did not say is no refusal of the person's.
      if (origin.channelId !== '' && cause === undefined) await cases.noteRefusal(origin);
      return { reply: { text: refusal }, isOver: true };
    } catch (err) {
      const service = downIn(err);
      const isStored = err instanceof GoesOn;
      if (!service || !(isStored || times.isKept))
        return { reply: replyTo(err, { retry, service, log, catalogue }), isOver: true };
      log.error({ err }, 'to be done later');
      // What is stored goes on from its run, and needs the request no more.
      return { ...(times.isFirst ? { reply: inWords(laterText(service)) } : {}), isOver: isStored };
    }
  }

  return (doing, answering, work) => {
    const done = guarded(doing, answering, work).catch((err: unknown) =>
      allLog.error(
        { err, what: doing.what, userId: doing.origin.userId, channelId: doing.origin.channelId },
        'the guard itself failed',
      ),
    );
    track(done);
    return done;
  };
}

interface Times {
  /** Whether it is done again by whichever bot finds it left alone, and is not too old for that. */
  readonly isKept: boolean;
  /** Whether it is done for the first time: later, the person has been told what is down. */
  readonly isFirst: boolean;
}

/** What the person is told, if anything, and whether nothing is left to be done about it. */
interface Outcome {
  readonly reply?: Reply | undefined;
  readonly isOver: boolean;
}

/** Whether there is nothing to be told, or the person has been. */
async function told(reply: Reply | undefined, tell: Tell, log: Logger): Promise<boolean> {
  if (!reply) return true;
  try {
    await tell(reply);
    return true;
  } catch (err) {
    log.error({ err }, 'the person could not be told');
    return false;
  }
}
