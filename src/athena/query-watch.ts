import type { AthenaClient, QueryExecution } from '@aws-sdk/client-athena';
import { lookAt, MOST_IDS } from './look.js';
import { type Polling, WatchedQuery } from './watched-query.js';

/**
 * How the bot looks, unless told otherwise. An end is to be in Slack within 300 ms and 5 % of its query's time; a part of that is for
 * reading the rows and editing the message. An account has 20 of these calls a second, with bursts of 40, and a bot makes at most
 * seven, beside the first for each query.
 * https://docs.aws.amazon.com/athena/latest/ug/service-limits.html (as of November 2026)
 */
export const POLLING: Polling = { firstMs: 150, growth: 0.05, longestMs: 5000 };

/** How much of its pause a query may miss in order to be looked at together with others. */
const TAKEN_ALONG = 0.5;

/** Looks at all running queries of a bot. */
export interface QueryWatch {
  /**
   * Waits for the end of a query, whatever it is.
   *
   * @param onLook is told what each look before the end saw; may not throw.
   * @throws the signal's reason once it aborts; what Athena refuses; the last failure of looks that failed for minutes.
   */
  endOf(executionId: string, signal: AbortSignal, onLook: (seen: QueryExecution) => void): Promise<QueryExecution>;
}

/** A call under way, until nobody waits for it any more. */
interface Call {
  readonly abort: AbortController;
  readonly waiting: Set<Waiting>;
}

/** Who waits for a query. */
interface Waiting {
  readonly query: WatchedQuery;
  readonly end: (outcome: QueryExecution | Error) => void;
  call?: Call | undefined;
}

/**
 * One watch for all queries: a call looks at each that is due, and takes along those that nearly are, so that many queries take
 * hardly more calls than one. A call that hangs holds up only the queries that it asks about.
 */
export function queryWatch(client: AthenaClient, polling: Polling = POLLING): QueryWatch {
  const everyone = new Set<Waiting>();
  let timer: NodeJS.Timeout | undefined;

  const idle = () => [...everyone].filter(({ call }) => call === undefined);

  function plan(): void {
    clearTimeout(timer);
    const nextMs = Math.min(...idle().map(({ query }) => query.dueAtMs));
    if (nextMs < Number.POSITIVE_INFINITY) timer = setTimeout(callForDue, Math.max(0, nextMs - performance.now()));
  }

  function callForDue(): void {
    const nowMs = performance.now();
    const due = idle().filter(({ query }) => query.dueAtMs - nowMs <= query.pauseMs * TAKEN_ALONG);
    for (const batch of batchesOf(due)) void callFor(batch);
    plan();
  }

  async function callFor(batch: readonly Waiting[]): Promise<void> {
    const call: Call = { abort: new AbortController(), waiting: new Set(batch) };
    for (const one of batch) one.call = call;
    const ids = [...new Set(batch.map(({ query }) => query.executionId))];
    const seen = await lookAt(client, ids, call.abort.signal);
    for (const one of call.waiting) {
      one.call = undefined;
      const outcome = one.query.hear(seen(one.query.executionId), ids.length > 1);
      if (outcome) one.end(outcome);
    }
    plan();
  }

  function leave(one: Waiting): void {
    everyone.delete(one);
    one.call?.waiting.delete(one);
    if (one.call?.waiting.size === 0) one.call.abort.abort();
    plan();
  }

  return {
    endOf: (executionId, signal, onLook) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const onAbort = (): void => {
          leave(one);
          reject(signal.reason);
        };
        const end = (outcome: QueryExecution | Error): void => {
          leave(one);
          signal.removeEventListener('abort', onAbort);
          if (outcome instanceof Error) reject(outcome);
          else resolve(outcome);
        };
        const one: Waiting = { query: new WatchedQuery(executionId, polling, onLook), end };
        everyone.add(one);
        signal.addEventListener('abort', onAbort, { once: true });
        plan();
      }),
  };
}

/** As few calls as possible, and one for each query that has to be asked about alone. */
function batchesOf(due: readonly Waiting[]): readonly (readonly Waiting[])[] {
  const alone = due.filter(({ query }) => query.isAlone);
  const together = due.filter(({ query }) => !query.isAlone);
  const count = Math.ceil(together.length / MOST_IDS);
  const shared = Array.from({ length: count }, (_, at) => together.slice(at * MOST_IDS, (at + 1) * MOST_IDS));
  return [...alone.map((one) => [one]), ...shared];
}
