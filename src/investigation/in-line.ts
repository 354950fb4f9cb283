import pLimit from 'p-limit';

/** Lets at most so many works go on at once; the others begin in the order in which they came. */
export interface Line {
  /** Works that wait for their turn. */
  readonly waiting: number;
  /** Whether a work would have to wait. */
  readonly isFull: boolean;
  /**
   * Does a work in its turn.
   *
   * @param signal whose reason it throws when that comes before its turn.
   */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
}

/** Opens a line. */
export function inLine(atOnce: number): Line {
  const limit = pLimit(atOnce);
  return {
    get waiting() {
      return limit.pendingCount;
    },
    get isFull() {
      return limit.activeCount + limit.pendingCount >= atOnce;
    },
    run: (signal, work) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(signal.reason);
        const leave = () => reject(signal.reason);
        signal.addEventListener('abort', leave, { once: true });
        void limit(async () => {
          signal.removeEventListener('abort', leave);
          // It has left the line, and its turn goes to the next.
          if (signal.aborted) return leave();
          await work().then(resolve, reject);
        });
      }),
  };
}
