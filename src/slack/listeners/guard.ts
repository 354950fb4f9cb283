import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue } from '../../detections/catalogue.js';
import { UserFacingError } from '../../errors.js';
import { AlreadyRunning } from '../../investigation/already-running.js';
import type { Investigation } from '../../investigation/investigation.js';
import { NeedsConfirmation } from '../../investigation/needs-confirmation.js';
import type { Origin } from '../../investigation/origin.js';
import type { Access } from '../access.js';
import { alreadyRunningMessage } from '../blocks/already-running.js';
import type { Retry } from '../blocks/button-value.js';
import { confirmMessage } from '../blocks/confirm.js';
import { inWords, type Reply } from './reply.js';
import type { Tell } from './tell.js';

/** Who did what where, for the check and for the log. */
export interface Doing {
  /** In the Home tab, its channel is empty. */
  readonly origin: Origin;
  readonly what: string;
  /** How it is done once more, when it needs a confirmation. */
  readonly retry?: Retry | undefined;
}

/** Runs what a person asked for, once it is known that the person may. Never throws. */
export type Guard = (doing: Doing, tell: Tell, work: () => Promise<void>) => Promise<void>;

/** What the guard works with. */
export interface GuardDeps {
  readonly access: Access;
  readonly cases: Pick<Investigation, 'noteRefusal'>;
  readonly catalogue: Catalogue;
  readonly log: Logger;
  /** Is given every piece of work, so that a stopping bot can wait for it. */
  readonly track: (work: Promise<void>) => void;
}

/**
 * The one wrapper around every listener's work, after its acknowledgement: who may not do it, or not there, gets a refusal and
 * nothing else, which the channel's open case remembers; a `UserFacingError` is told to the person alone; what needs a confirmation is put to that person;
 * what is being asked already is pointed to; everything else goes to the log, and the person is told that it failed, with an id
 * that is also in the log.
 */
export function buildGuard({ access, cases, catalogue, log: allLog, track }: GuardDeps): Guard {
  async function guarded({ origin, what, retry }: Doing, tell: Tell, work: () => Promise<void>): Promise<void> {
    const { userId, channelId } = origin;
    const log = allLog.child({ userId, channelId, what });
    const say = (reply: Reply) =>
      tell(reply).catch((err: unknown) => log.error({ err }, 'the person could not be told'));
    try {
      const verdict = await access.check(origin);
      if (!verdict.isAllowed) {
        const { told, reason, cause } = verdict;
        if (cause === undefined) log.warn({ reason }, 'refused');
        else log.error({ reason, err: cause }, 'refused');
        await say({ text: told });
        if (channelId !== '') await cases.noteRefusal(origin);
        return;
      }
      await work();
    } catch (err) {
      const known = replyTo(err, retry);
      if (known) {
        log.info({ reason: err instanceof Error ? err.message : err }, 'not done');
        await say(known);
        return;
      }
      const errorId = randomUUID().slice(0, 8);
      log.error({ err, errorId }, 'failed');
      await say({
        text: `That failed, and it is not your fault. Try again; if it fails again, look for ${errorId} in my log.`,
      });
    }
  }

  /** What is said of an error that a person can do something about. */
  function replyTo(err: unknown, retry: Retry | undefined): Reply | undefined {
    if (err instanceof UserFacingError) return inWords(err.message);
    if (err instanceof AlreadyRunning) return alreadyRunningMessage(err.run, catalogue);
    if (!(err instanceof NeedsConfirmation)) return undefined;
    return retry ? confirmMessage(err.message, retry) : inWords(`${err.message} Ask by /ir, where you can confirm it.`);
  }

  return (doing, tell, work) => {
    const done = guarded(doing, tell, work);
    track(done);
    return done;
  };
}
