import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Whether the bot lives. */
export interface LiveReport {
  readonly isLive: boolean;
  /** `turning`, or for how long it stood still. */
  readonly eventLoop: string;
  /** Whether Slack reaches the bot, or since when it does not. */
  readonly slack: string;
}

/** Looks after a bot, from when it takes events. */
export interface Liveness {
  look(): LiveReport;
  /** Looks no more. */
  stop(): void;
}

/** What liveness is judged by. */
export interface LivenessDeps {
  /** Whether Slack's events reach the bot right now. */
  readonly isConnected: () => boolean;
  /** How that is called: over its socket it is connected, in HTTP mode it listens. */
  readonly mode: 'socket' | 'http';
  /** Milliseconds since 1970; the machine's clock unless given. */
  readonly nowMs?: () => number;
  /** How long the event loop may stand still, in milliseconds; five seconds unless given. */
  readonly longestHaltMs?: number;
}

/** A connection that broke is there again within seconds, or Slack is down, which a new start would not mend. */
const RECONNECTING_MS = 60_000;
/** Slack waits for three seconds; whoever stands still for longer again and again is of no use. */
const LONGEST_HALT_MS = 5_000;
const LOOK_MS = 1_000;
/** A halt is told of for this long to twice as long: one look of a platform, not three. */
const LOOKS_A_PERIOD = 15;
const NS_PER_MS = 1_000_000;

/** Begins to look after a bot. While the event loop stands still nothing can answer; afterwards, this says so. */
export function watchLiveness(deps: LivenessDeps): Liveness {
  const { isConnected, mode, nowMs = Date.now, longestHaltMs = LONGEST_HALT_MS } = deps;
  const delay = monitorEventLoopDelay();
  delay.enable();
  let connectedAtMs = nowMs();
  let earlierHaltMs = 0;
  let looks = 0;

  const haltMs = () => Math.max(earlierHaltMs, delay.max / NS_PER_MS);

  function lookAtSlack(): boolean {
    const isUp = isConnected();
    if (isUp) connectedAtMs = nowMs();
    return isUp;
  }

  const timer = setInterval(() => {
    lookAtSlack();
    looks += 1;
    if (looks % LOOKS_A_PERIOD > 0) return;
    earlierHaltMs = delay.max / NS_PER_MS;
    delay.reset();
  }, LOOK_MS);
  timer.unref();

  return {
    look() {
      const isUp = lookAtSlack();
      const isTurning = haltMs() <= longestHaltMs;
      const since = new Date(connectedAtMs).toISOString();
      return {
        isLive: isTurning && (isUp || nowMs() - connectedAtMs <= RECONNECTING_MS),
        eventLoop: isTurning ? 'turning' : `stood still for ${(haltMs() / 1_000).toFixed(1)} seconds`,
        slack: isUp ? UP[mode] : `not ${UP[mode]} since ${since}`,
      };
    },
    stop() {
      clearInterval(timer);
      delay.disable();
    },
  };
}

const UP = { socket: 'connected', http: 'listening' } as const;
