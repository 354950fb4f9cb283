import { setMaxListeners } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';

/** What shows the latest of many states, by key. */
export interface LatestOnly<T> {
  /** Returns at once. */
  show(key: string, state: T): void;
  /** Shows what still waits, without a pause. @returns the keys whose last state could not be shown within `graceMs`. */
  stop(graceMs: number): Promise<readonly string[]>;
}

/**
 * Shows the latest of many states, at most once in `pauseMs` a key: the first at once, the last never left out, those between
 * dropped.
 *
 * @param show never throws; returns `undefined` when the state is shown or cannot be, else in how many milliseconds it, or a newer
 * one, is to be tried again.
 */
export function latestOnly<T>(pauseMs: number, show: (state: T) => Promise<number | undefined>): LatestOnly<T> {
  interface Turn {
    waiting: { readonly state: T } | undefined;
    done: Promise<void>;
  }
  const turns = new Map<string, Turn>();
  const stopping = new AbortController();
  setMaxListeners(0, stopping.signal);
  let stopsAtMs = Number.POSITIVE_INFINITY;

  async function take(key: string, turn: Turn): Promise<void> {
    while (turn.waiting) {
      const shown = turn.waiting;
      turn.waiting = undefined;
      const againMs = await show(shown.state);
      if (againMs !== undefined) turn.waiting ??= shown;
      const notBeforeMs = Date.now() + (againMs ?? 0);
      await wait(Math.max(pauseMs, againMs ?? 0), undefined, { signal: stopping.signal }).catch(() => undefined);
      if (notBeforeMs > stopsAtMs) return;
      await wait(Math.max(0, notBeforeMs - Date.now()));
    }
    turns.delete(key);
  }

  return {
    show(key, state) {
      const known = turns.get(key);
      if (known) {
        known.waiting = { state };
        return;
      }
      const turn: Turn = { waiting: { state }, done: Promise.resolve() };
      turns.set(key, turn);
      turn.done = take(key, turn);
    },
    async stop(graceMs) {
      stopsAtMs = Date.now() + graceMs;
      stopping.abort();
      await Promise.all([...turns.values()].map(({ done }) => done));
      return [...turns.keys()];
    },
  };
}
