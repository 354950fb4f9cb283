import { RATES, type Rate } from './limits.js';

/** What one call costs, in credit of which a rate of one a minute gives one each millisecond: whole numbers at any rate. */
const CALL = 60_000;

/** Calls as a bucket of tokens lets them through: `burst` at once when it is full, then `perMinute`, evenly. */
export class TokenBucket {
  private credit: number;
  private filledAtMs: number;

  /** @param nowMs - when it is full */
  constructor(
    private readonly rate: Rate,
    nowMs: number,
  ) {
    this.credit = rate.burst * CALL;
    this.filledAtMs = nowMs;
  }

  /** Takes a token. @returns 0, or in how many milliseconds there will be one; then none was taken */
  take(nowMs: number): number {
    const { burst, perMinute } = this.rate;
    const passedMs = Math.max(0, nowMs - this.filledAtMs);
    this.credit = Math.min(burst * CALL, this.credit + passedMs * perMinute);
    this.filledAtMs += passedMs;
    if (this.credit < CALL) return Math.ceil((CALL - this.credit) / perMinute);
    this.credit -= CALL;
    return 0;
  }
}

/** How often an app may call each method; `chat.postMessage` counts by channel. */
export class RateLimits {
  private readonly buckets = new Map<string, TokenBucket>();

  /** @param nowMs - the clock, milliseconds */
  constructor(private readonly nowMs: () => number = Date.now) {}

  /**
   * Counts a call.
   *
   * @param channelId - where it is about a channel
   * @returns whole seconds to wait, for `Retry-After`; 0 when the call may go on
   */
  count(method: string, channelId?: string): number {
    const rate = RATES[method];
    if (!rate) return 0;
    const key = rate.isPerChannel ? `${method} ${channelId}` : method;
    const bucket = this.buckets.get(key) ?? new TokenBucket(rate, this.nowMs());
    this.buckets.set(key, bucket);
    return Math.ceil(bucket.take(this.nowMs()) / 1_000);
  }
}
