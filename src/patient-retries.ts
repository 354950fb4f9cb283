import type { StandardRetryStrategy } from '@smithy/core/retry';

/** How often and how soon a call to AWS is tried again. */
export interface Patience {
  /** The first try included. */
  readonly attempts: number;
  /** Before the second try at most; it doubles with each. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** What the SDK's own strategy does, as the SDK calls it. */
type RetryStrategy = Pick<
  StandardRetryStrategy,
  'acquireInitialRetryToken' | 'refreshRetryTokenForRetry' | 'recordSuccess'
>;

/** What is worth another try, by the SDK's own classes of errors. */
const WORTH_IT: readonly string[] = ['THROTTLING', 'TRANSIENT', 'SERVER_ERROR'];

/**
 * Tries each call for itself. The SDK's strategies share a quota over all calls of a client, which is for fleets that would keep a
 * service down: where it throttles a third of the calls for minutes, the quota is used up, and then nothing is tried again. This is
 * one bot, with few questions at once. https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html (as of November 2026)
 */
export function patientRetries({ attempts, firstPauseMs, longestPauseMs }: Patience): RetryStrategy {
  const token = (retries: number, pauseMs: number) => ({
    getRetryCount: () => retries,
    getRetryDelay: () => pauseMs,
    getRetryCost: () => undefined,
  });
  return {
    acquireInitialRetryToken: async () => token(0, 0),
    async refreshRetryTokenForRetry(last, { errorType }) {
      const retries = last.getRetryCount() + 1;
      if (retries >= attempts || !WORTH_IT.includes(errorType)) throw new Error('not to be tried again');
      // Any time up to a limit: many calls that were refused together do not come back together.
      return token(retries, Math.random() * Math.min(longestPauseMs, firstPauseMs * 2 ** (retries - 1)));
    },
    recordSuccess: () => undefined,
  };
}
