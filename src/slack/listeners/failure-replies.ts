import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Catalogue } from '../../detections/catalogue.js';
import { type Service, serviceBehind, Unreadable, UserFacingError } from '../../errors.js';
import { AlreadyRunning } from '../../investigation/already-running.js';
import { NeedsConfirmation } from '../../investigation/needs-confirmation.js';
import { RunLeft } from '../../investigation/ports.js';
import { alreadyRunningMessage } from '../blocks/already-running.js';
import type { Retry } from '../blocks/button-value.js';
import { confirmMessage } from '../blocks/confirm.js';
import { retryMessage } from '../blocks/retry.js';
import { isOfConnection } from '../refusals.js';
import { inWords, type Reply } from './reply.js';

/** What an error came of, and what to name in its reply. */
interface Failing {
  /** How it is asked once more. */
  readonly retry: Retry | undefined;
  /** What is down, where that is why. */
  readonly service: Service | undefined;
  readonly log: Logger;
  readonly catalogue: Catalogue;
}

/**
 * What the person is told of an error: its own words where it has some; else that it failed and what is down, with an id that is in
 * the log, too.
 */
export function replyTo(err: unknown, { retry, service, log, catalogue }: Failing): Reply {
  const known = knownReply(err, retry, catalogue);
  if (known) {
    log.info({ reason: err instanceof Error ? err.message : err }, 'not done');
    return known;
  }
  const errorId = randomUUID().slice(0, 8);
  log.error({ err, errorId }, 'failed');
  const what = isUnreadable(err)
    ? `I cannot read what I have kept of this: another version of ir-bot wrote it, or somebody changed it. I left it as it is. Tell whoever runs me to look for ${errorId} in my log.`
    : service
      ? `${downText(service)} In my log: ${errorId}.`
      : `That failed, and it is not your fault. Try again; if it fails again, look for ${errorId} in my log.`;
  return retry && !isUnreadable(err) ? retryMessage(what, retry) : inWords(what);
}

/** Whether an item that cannot be read is behind it: asking again does not help. */
function isUnreadable(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) if (error instanceof Unreadable) return true;
  return false;
}

/** What is said of an error that a person can do something about. */
function knownReply(err: unknown, retry: Retry | undefined, catalogue: Catalogue): Reply | undefined {
  if (err instanceof UserFacingError) return inWords(err.message);
  if (err instanceof RunLeft) return inWords('I am being restarted. Try again in a minute.');
  if (err instanceof AlreadyRunning) return alreadyRunningMessage(err.run, catalogue);
  if (!(err instanceof NeedsConfirmation)) return undefined;
  return retry ? confirmMessage(err.message, retry) : inWords(`${err.message} Ask by /ir, where you can confirm it.`);
}

/** What is down, where an error comes of that and not of what the person did. */
export function downIn(err: unknown): Service | undefined {
  if (err instanceof UserFacingError) return undefined;
  return isOfConnection(err) ? 'Slack' : serviceBehind(err);
}

const NAMES: Record<Service, string> = {
  DynamoDB: 'DynamoDB, where I keep the cases,',
  Athena: 'Athena, which reads CloudTrail,',
  Slack: 'Slack',
};

const triedText = (service: Service): string =>
  `${NAMES[service]} did not do what I asked, though I tried for a while.`;

/** What was asked is kept, and done later. */
export const laterText = (service: Service): string =>
  `${triedText(service)} What you asked is kept: I go on with it by myself, and there is nothing to be done.`;

/** What was asked is not kept. */
export const downText = (service: Service): string =>
  `${triedText(service)} It is not your fault. Ask again in a minute; if it stays so, tell whoever runs me.`;
