import { randomUUID } from 'node:crypto';
import type { RespondFn } from '@slack/bolt';
import type { Logger } from 'pino';
import { UserFacingError } from '../../errors.js';
import { NeedsConfirmation } from '../../investigation/needs-confirmation.js';
import { escaped, visible } from '../../text.js';
import type { Access } from '../access.js';
import type { Retry } from '../blocks/button-value.js';
import { confirmMessage } from '../blocks/confirm.js';
import type { Reply } from './reply.js';

/** Who did what where, for the check and for the log. */
export interface Doing {
  readonly userId: string;
  readonly channelId: string;
  readonly what: string;
  /** How it is done once more, when it needs a confirmation. */
  readonly retry?: Retry | undefined;
}

/** Runs what a person asked for, once it is known that the person may. Never throws. */
export type Guard = (doing: Doing, respond: RespondFn, work: () => Promise<void>) => Promise<void>;

/**
 * The one wrapper around every listener's work, after its acknowledgement: strangers get a refusal and nothing else; a
 * `UserFacingError` is told to the person alone; what needs a confirmation is put to that person; everything else goes to the log,
 * and the person is told that it failed, with an id that is also in the log.
 *
 * @param track is given every piece of work, so that a stopping bot can wait for it.
 */
export function buildGuard(deps: { access: Access; log: Logger; track: (work: Promise<void>) => void }): Guard {
  const { access, track } = deps;

  async function guarded(doing: Doing, respond: RespondFn, work: () => Promise<void>): Promise<void> {
    const log = deps.log.child({ userId: doing.userId, channelId: doing.channelId, what: doing.what });
    const tell = (reply: Reply) =>
      respond({ response_type: 'ephemeral', replace_original: false, ...reply }).catch((err: unknown) =>
        log.error({ err }, 'the person could not be told'),
      );
    try {
      if (!(await access.isResponder(doing.userId))) {
        log.warn('refused: not a responder');
        await tell({ text: access.refusal });
        return;
      }
      await work();
    } catch (err) {
      if (err instanceof UserFacingError) {
        log.info({ reason: err.message }, 'not done');
        await tell({ text: escaped(visible(err.message)) });
        return;
      }
      if (err instanceof NeedsConfirmation && doing.retry) {
        log.info({ reason: err.message }, 'to be confirmed');
        await tell(confirmMessage(err.message, doing.retry));
        return;
      }
      const errorId = randomUUID().slice(0, 8);
      log.error({ err, errorId }, 'failed');
      await tell({
        text: `That failed, and it is not your fault. Try again; if it fails again, look for ${errorId} in my log.`,
      });
    }
  }

  return (doing, respond, work) => {
    const done = guarded(doing, respond, work);
    track(done);
    return done;
  };
}
