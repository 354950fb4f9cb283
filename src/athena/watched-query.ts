import type { QueryExecution } from '@aws-sdk/client-athena';
import { isRefusal } from './refusal.js';

/** The pauses between two looks at a running query. */
export interface Polling {
  /** The first, and what every other has at least. */
  readonly firstMs: number;
  /** By what share of the time so far a pause is longer than the first. */
  readonly growth: number;
  readonly longestMs: number;
  /** For how long no look may get through before it is given up; five minutes when absent. */
  readonly silenceMs?: number | undefined;
}

/** A look at a query that does not get through is no end of it; minutes of them are. */
const LONGEST_SILENCE_MS = 5 * 60_000;

/** How long to wait after a look at a query that has been waiting, or running, for so long. */
export const pauseMs = ({ firstMs, growth, longestMs }: Polling, soFarMs: number): number =>
  Math.min(firstMs + growth * soFarMs, longestMs);

/** A query whose end is waited for: what was seen of it, and when to look again. Times are those of `performance.now()`. */
export class WatchedQuery {
  /** When to look again; at first at once. */
  dueAtMs = performance.now();
  /** The pause that ends then. */
  pauseMs: number;
  /** Athena refused to say anything of it together with others: one bad id is enough for that. */
  isAlone = false;
  #state: string | undefined;
  #sinceMs = this.dueAtMs;
  #heardAtMs = this.dueAtMs;

  constructor(
    readonly executionId: string,
    private readonly polling: Polling,
    /** Is told what each look before the end saw; may not throw. */
    private readonly onLook: (seen: QueryExecution) => void,
  ) {
    this.pauseMs = polling.firstMs;
  }

  /**
   * Takes what a look saw, or why it saw nothing.
   *
   * @param isShared whether others were looked at by the same call.
   * @returns the end, or what ends the waiting; nothing while it goes on.
   */
  hear(seen: QueryExecution | Error, isShared: boolean): QueryExecution | Error | undefined {
    const nowMs = performance.now();
    this.isAlone = false;
    if (seen instanceof Error) {
      this.isAlone = isShared && isRefusal(seen);
      if (!this.isAlone && this.#isLast(seen, nowMs)) return seen;
    } else {
      const state = seen.Status?.State;
      if (state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED') return seen;
      if (state !== 'QUEUED' && state !== 'RUNNING') return new Error(`Athena gave the state ${JSON.stringify(state)}`);
      // How long it waited in the queue says nothing about how long it will run.
      if (this.#state !== state) this.#sinceMs = nowMs;
      this.#state = state;
      this.#heardAtMs = nowMs;
      this.onLook(seen);
    }
    this.pauseMs = pauseMs(this.polling, nowMs - this.#sinceMs);
    this.dueAtMs = this.isAlone ? nowMs : nowMs + this.pauseMs;
    return undefined;
  }

  #isLast(failure: Error, nowMs: number): boolean {
    return isRefusal(failure) || nowMs - this.#heardAtMs > (this.polling.silenceMs ?? LONGEST_SILENCE_MS);
  }
}
