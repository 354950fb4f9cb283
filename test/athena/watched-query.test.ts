import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { POLLING } from '../../src/athena/query-watch.js';
import { pauseMs, WatchedQuery } from '../../src/athena/watched-query.js';

type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED';
const seen = (state: State) => ({ QueryExecutionId: 'e-1', Status: { State: state } });

describe('the pause after a look', () => {
  it('is never longer than what may be missed of a query that ends right after it, and reaches that or the longest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000 }),
        fc.integer({ min: 0, max: 50 }).map((percent) => percent / 100),
        fc.integer({ min: 1_000, max: 10_000 }),
        fc.integer({ min: 0, max: 3_600_000 }),
        (firstMs, growth, longestMs, soFarMs) => {
          const ms = pauseMs({ firstMs, growth, longestMs }, soFarMs);

          expect(ms).toBe(Math.min(longestMs, firstMs + growth * soFarMs));
          expect(ms).toBeGreaterThanOrEqual(firstMs);
        },
      ),
    );
  });
});

describe('a query that is watched', () => {
  /** Looks whenever it is due, at a clock that goes there. @returns the moments of the looks. */
  function looks(stateAt: (ms: number) => State, endMs: number): number[] {
    const now = jest.spyOn(performance, 'now').mockReturnValue(0);
    try {
      const query = new WatchedQuery('e-1', POLLING, () => {});
      const times: number[] = [];
      for (let ms = 0; ms < endMs; ms = query.dueAtMs) {
        now.mockReturnValue(ms);
        times.push(ms);
        if (query.hear(seen(stateAt(ms)), false)) break;
      }
      return times;
    } finally {
      now.mockRestore();
    }
  }

  it('is seen to have ended within 150 ms and 5 % of the time that it ran, or 5 seconds, however long it waited', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 600_000 }), fc.integer({ min: 0, max: 90_000 }), (runMs, queueMs) => {
        const endMs = queueMs + runMs;
        const stateAt = (ms: number) => (ms < queueMs ? 'QUEUED' : ms < endMs ? 'RUNNING' : 'SUCCEEDED');

        const times = looks(stateAt, Number.POSITIVE_INFINITY);

        const lateMs = (times.at(-1) ?? 0) - endMs;
        const isSeenRunning = times.some((ms) => stateAt(ms) === 'RUNNING');
        // One that ends before it was seen to run is held against the time that it waited.
        expect(lateMs).toBeLessThanOrEqual(Math.min(5_000, 150 + 0.05 * (isSeenRunning ? runMs : queueMs)) + 1e-6);
      }),
    );
  });

  it('is looked at some sixty times in a minute', () => {
    expect(looks(() => 'RUNNING', 60_000)).toHaveLength(63);
  });

  it('is looked at with short pauses again once it has left the queue', () => {
    const times = looks((ms) => (ms < 30_000 ? 'QUEUED' : 'RUNNING'), 40_000);

    const firstRunning = times.findIndex((ms) => ms >= 30_000);
    const pauseAfter = (at: number) => (times[at + 1] ?? 0) - (times[at] ?? 0);
    expect(pauseAfter(firstRunning - 1)).toBeGreaterThan(1_500);
    expect(pauseAfter(firstRunning)).toBe(150);
  });
});
