import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';

/** Lets what people wait for come after what Slack waits for. */
export interface Acknowledgements {
  /** Does what Slack waits for. */
  first<T>(act: () => Promise<T>): Promise<T>;
  /** Resolves once Slack waits for nothing, or after a second of that: Slack waits for three, but people wait as well. */
  none(): Promise<void>;
}

const LONGEST_MS = 1_000;
/** What has arrived, but not come to `first` yet, comes to it within so many turns of the event loop. */
const TURNS = 3;

/** Counts what Slack waits for. */
export function acknowledgements(): Acknowledgements {
  let waitedFor = 0;
  let over: Promise<void> | undefined;
  let end = (): void => {};

  async function settle(): Promise<void> {
    for (let turns = 0; turns < TURNS; turns++) {
      await turn();
      if (waitedFor > 0) return;
    }
    over = undefined;
    end();
  }

  return {
    async first(act) {
      waitedFor += 1;
      over ??= new Promise((resolve) => {
        end = resolve;
      });
      try {
        return await act();
      } finally {
        waitedFor -= 1;
        if (waitedFor === 0) void settle();
      }
    },
    async none() {
      await Promise.race([over, wait(LONGEST_MS, undefined, { ref: false })]);
    },
  };
}
