import { isNativeError } from 'node:util/types';
import { messageOf } from '../errors.js';
import { accountIn } from './policy.js';

/** What AWS says of a call that the bot's role may not make. */
export interface Denial {
  /** `dynamodb:Query`, where AWS names it. */
  readonly action?: string | undefined;
  /** The ARN of what the action was to be done to, where AWS names it. */
  readonly resource?: string | undefined;
  /** The number of the caller's account, where AWS names the caller. */
  readonly account?: string | undefined;
  /** The kind of policy that forbids it whatever else allows it: `service control policy`. */
  readonly deniedBy?: string | undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html (as of November 2026) */
const ACTION = /not authorized to perform:? ([a-z0-9-]+:\w+)(?: on resource:? "?(arn:[^\s",]+))?/i;
const EXPLICIT = /with an explicit deny in (?:an? |the )?([a-z -]{3,60}?policy|permissions boundary)/i;
const NAMES: readonly string[] = ['AccessDeniedException', 'AccessDenied', 'UnauthorizedException'];

/** Reads a refusal for want of a permission off an error or what caused it; `undefined` when it is none. */
export function denialIn(cause: unknown): Denial | undefined {
  for (let error = cause; error instanceof Error; error = error.cause) {
    const { message, name } = error;
    const [words, action, resource] = ACTION.exec(message) ?? [];
    if (words === undefined && !NAMES.includes(name)) continue;
    return { action, resource, account: accountIn(message), deniedBy: EXPLICIT.exec(message)?.[1] };
  }
  return undefined;
}

/** What to do where an allowing statement changes nothing. */
export const deniedByAdvice = ({ deniedBy }: Denial): readonly string[] =>
  deniedBy === undefined
    ? []
    : [`An explicit deny in a ${deniedBy} forbids it: no statement helps until whoever keeps that policy changes it.`];

/** Faults of credentials, whatever is called with them. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html (as of November 2026) */
const OF_CREDENTIALS =
  /^(?:UnrecognizedClientException|InvalidSignatureException|SignatureDoesNotMatch|InvalidClientTokenId|ExpiredToken(?:Exception)?|IncompleteSignature(?:Exception)?|MissingAuthenticationToken(?:Exception)?|CredentialsProviderError|TokenProviderError)$/;

/** Whether AWS does not take the bot's credentials at all. */
export function isOfCredentials(cause: unknown): boolean {
  for (let error = cause; error instanceof Error; error = error.cause) if (OF_CREDENTIALS.test(error.name)) return true;
  return false;
}

const MAX_CHARACTERS = 300;

/**
 * An error's message as far as it is fit for a ticket: its first line, shortened. What stands below may be a whole request, with
 * its session token.
 */
export function firstLineOf(cause: unknown): string {
  const [line = ''] = messageOf(cause).trim().split('\n');
  return line.length > MAX_CHARACTERS ? `${line.slice(0, MAX_CHARACTERS)}…` : line;
}

/** The same with what is behind it: of `fetch failed`, that nobody listens there, or that a certificate is not trusted. */
export function firstLineWithCause(cause: unknown): string {
  let behind = cause;
  while (isNativeError(behind) && isNativeError(behind.cause)) behind = behind.cause;
  const line = firstLineOf(cause);
  const detail = wordsOf(behind);
  if (detail === '' || line.includes(detail)) return line || detail;
  return line === '' ? detail : `${line} (${detail})`;
}

/** Of several addresses that were tried, Node says nothing but a code. */
const wordsOf = (error: unknown): string =>
  isNativeError(error) ? firstLineOf(error.message || ('code' in error && error.code)) : firstLineOf(error);
