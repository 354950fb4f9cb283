import { setTimeout as wait } from 'node:timers/promises';

/** Waits until one more message may be posted in a channel. First come, first served. */
export type Pace = (channelId: string) => Promise<void>;

/**
 * Messages that may be posted in a channel at once. Slack allows "short bursts" and does not say of how many.
 * https://docs.slack.dev/apis/web-api/rate-limits (as of November 2026)
 */
export const BURST = 4;

/** Between two messages in a channel, once the burst is used up: "one message per second per channel", from the same page. */
export const BETWEEN_MESSAGES_MS = 1_000;

/** The time that a pace goes by; a test has its own. */
export interface Timing {
  /** A clock that never goes back, in milliseconds. */
  nowMs(): number;
  wait(ms: number): Promise<void>;
}

const REAL_TIME: Timing = { nowMs: () => performance.now(), wait: (ms) => wait(ms) };

/**
 * A bucket of tokens for each channel: `BURST` of them when it is full, one more each second. Who posts takes one, or waits for the
 * next that nobody before is waiting for.
 */
export function postingPace({ nowMs, wait }: Timing = REAL_TIME): Pace {
  /** When the bucket of a channel is full again if nobody else posts there. */
  const fullAtMs = new Map<string, number>();
  return async (channelId) => {
    const now = nowMs();
    const fullAt = Math.max(now, fullAtMs.get(channelId) ?? now);
    fullAtMs.set(channelId, fullAt + BETWEEN_MESSAGES_MS);
    const waitMs = fullAt - (BURST - 1) * BETWEEN_MESSAGES_MS - now;
    if (waitMs > 0) await wait(waitMs);
  };
}
