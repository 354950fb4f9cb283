import { AthenaServiceException } from '@aws-sdk/client-athena';
import { messageOf, ServiceDown } from '../errors.js';
import { QueryFailed } from '../investigation/ports.js';
import type { Statistics } from '../investigation/run.js';
import { type AdviceContext, adviceFor } from './advice.js';

/** Of a query that did not run. */
export const NOTHING: Statistics = { scannedBytes: 0, totalMs: 0 };

/**
 * What went wrong with a call to Athena. What Athena refuses is a `QueryFailed` with its reason and an advice; everything else
 * (no connection, no credentials, a fault of Athena's) a `ServiceDown` with its cause, but for what is a fault of the bot's.
 *
 * @param attempt what was attempted, on what: `starting "authfail"`.
 */
export function explained(cause: unknown, attempt: string, context: AdviceContext, statistics = NOTHING): Error {
  if (cause instanceof QueryFailed) return cause;
  if (cause instanceof AthenaServiceException && cause.$fault === 'client') {
    const advice = adviceFor(`${cause.name}: ${cause.message}`, context, false);
    return refused(cause.message || cause.name, advice, cause, statistics);
  }
  const message = `${attempt} in Athena did not work: ${messageOf(cause)}`;
  return isOfCall(cause) ? new ServiceDown('Athena', message, { cause }) : new Error(message, { cause });
}

/** Whether a call of the SDK's ended with it; an answer that we cannot read is our own fault. */
const isOfCall = (cause: unknown): boolean => cause instanceof Error && '$metadata' in cause;

/** Whether Athena would say no again: what it throttles, it may do later. */
export const isRefusal = (cause: unknown): boolean =>
  cause instanceof AthenaServiceException && cause.$fault === 'client' && !THROTTLED.includes(cause.name);

/** https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html (as of November 2026) */
const THROTTLED = ['ThrottlingException', 'TooManyRequestsException'];

/** A refusal with a reason and an advice of its own. */
export function refused(reason: string, advice: string, cause: Error, statistics = NOTHING): QueryFailed {
  const failure = new QueryFailed('FAILED', reason, advice, statistics);
  failure.cause = cause;
  return failure;
}
