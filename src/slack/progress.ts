/** How far running things are, by key: what is shown of it may be left out. */
export interface ProgressBoard<T> {
  /** Returns at once. */
  show(key: string, state: T): void;
  /** Forgets what waits of this key. Resolves when nothing of it is under way any more. */
  end(key: string): Promise<void>;
  /** Shows nothing any more. */
  stop(): void;
}

/**
 * Shows how far running things are: the latest state of each, one in `pauseMs` over all of them, in turn. What cannot be shown is
 * dropped, not tried again.
 *
 * @param show never throws; returns for how many milliseconds nothing is to be shown, `undefined` where there is no reason to wait.
 */
export function progressBoard<T>(pauseMs: number, show: (state: T) => Promise<number | undefined>): ProgressBoard<T> {
  const waiting = new Map<string, T>();
  let current: { readonly key: string; readonly done: Promise<void> } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  function takeNext(): void {
    timer = undefined;
    const [next] = waiting;
    if (!next) return;
    const [key, state] = next;
    waiting.delete(key);
    current = { key, done: showOne(state) };
  }

  async function showOne(state: T): Promise<void> {
    const quietMs = (await show(state)) ?? 0;
    current = undefined;
    if (quietMs > 0) waiting.clear();
    timer = setTimeout(takeNext, Math.max(pauseMs, quietMs));
    timer.unref();
  }

  return {
    show(key, state) {
      if (isStopped) return;
      waiting.set(key, state);
      if (current === undefined && timer === undefined) takeNext();
    },
    async end(key) {
      waiting.delete(key);
      if (current?.key === key) await current.done;
    },
    stop() {
      isStopped = true;
      waiting.clear();
      clearTimeout(timer);
    },
  };
}
