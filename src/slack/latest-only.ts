/**
 * Shows the latest of many states, at most once in `pauseMs` a key: the first at once, the last never left out, those between
 * dropped.
 */
export function latestOnly<T>(pauseMs: number, show: (state: T) => Promise<void>) {
  interface Turn {
    waiting: T | undefined;
    timer: NodeJS.Timeout | undefined;
    showing: Promise<void>;
  }
  const turns = new Map<string, Turn>();

  function take(key: string, turn: Turn): Promise<void> {
    const state = turn.waiting;
    turn.timer = undefined;
    if (state === undefined) {
      turns.delete(key);
      return turn.showing;
    }
    turn.waiting = undefined;
    turn.showing = turn.showing.then(() => show(state));
    turn.timer = setTimeout(() => take(key, turn), pauseMs);
    return turn.showing;
  }

  return {
    /** Never throws: what `show` throws is its own to handle. */
    show(key: string, state: T): void {
      const turn = turns.get(key) ?? { waiting: undefined, timer: undefined, showing: Promise.resolve() };
      turns.set(key, turn);
      turn.waiting = state;
      if (turn.timer === undefined) take(key, turn);
    },
    /** Shows what still waits, now. */
    async stop(): Promise<void> {
      const last = [...turns].map(([key, turn]) => {
        clearTimeout(turn.timer);
        const shown = take(key, turn);
        clearTimeout(turn.timer);
        return shown;
      });
      turns.clear();
      await Promise.all(last);
    },
  };
}
