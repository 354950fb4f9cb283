import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';

/** Told by every HTTP server of a process. https://nodejs.org/api/diagnostics_channel.html#http (as of November 2026) */
const STARTED = 'http.server.request.start';
/** After an answer the bot still writes down that it is done: so long after the last call none of the same comes. */
const QUIET_MS = 40;

const started = z.object({ request: z.object({ headers: z.object({ 'x-amz-target': z.string().default('') }) }) });

/** Counts what the stand-in for DynamoDB in this process is called for. */
export interface CallCounter {
  /** Does something, and waits until no more calls come of it. @returns what came of it, and the calls */
  during<T>(act: () => Promise<T>): Promise<{ readonly result: T; readonly calls: number }>;
  close(): void;
}

/** Begins to count. */
export function countDynamodbCalls(): CallCounter {
  let calls = 0;
  const onStart = (message: unknown): void => {
    const target = started.safeParse(message).data?.request.headers['x-amz-target'] ?? '';
    if (target.startsWith('DynamoDB_')) calls += 1;
  };
  subscribe(STARTED, onStart);

  async function quiet(): Promise<void> {
    for (let before = -1; before !== calls; await wait(QUIET_MS)) before = calls;
  }

  return {
    async during(act) {
      const before = calls;
      const result = await act();
      await quiet();
      return { result, calls: calls - before };
    },
    close: () => void unsubscribe(STARTED, onStart),
  };
}
