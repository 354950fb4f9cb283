import { BatchGetQueryExecutionCommand, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Added, addedTimeSection } from '../../bench/added-time/added-time-section.js';
import { fewestLooks } from '../../bench/added-time/fewest-looks.js';
import { athenaClientAt, pollEverySecond } from '../../bench/added-time/one-second-poll.js';
import { afternoonLogs } from '../../bench/bot/afternoon.js';
import { type AthenaTap, tapAthena } from '../../bench/bot/athena-tap.js';
import type { LogEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthena, startLocalAthena } from '../../src/local/athena/server.js';

const seen = (addedMs: number) => ({ startMs: 40, lengthMs: 60_000, addedMs, lateMs: addedMs - 100 });
const added = (changes: Partial<Added>): Added => ({
  ...{ lengthSeconds: 60, queueSeconds: 0, bot: [seen(3_100)], calls: 20, poll: [{ lateMs: 500, calls: 60 }] },
  ...changes,
});

describe('the report on added time', () => {
  it.each([
    [true, 3_299],
    [false, 3_300],
  ])('is met: %s, with %d ms added to a minute', (isMet, addedMs) => {
    const { targets } = addedTimeSection({ atOnce: [added({ bot: [seen(addedMs)] })], alone: [] }, 1);

    expect(targets[0]).toMatchObject({ isMet, promised: 'under 300 ms beside 5 % of the length' });
  });

  it.each([
    ['20 at once', true, 24],
    ['20 at once', false, 25],
    ['alone', true, 24],
    ['alone', false, 25],
  ])('for %s is met: %s, with %d calls for a query where the poll makes 60', (company, isMet, calls) => {
    const one =
      company === 'alone' ? { atOnce: [], alone: [added({ calls })] } : { atOnce: [added({ calls })], alone: [] };

    const { targets } = addedTimeSection(one, 20);

    expect(targets.at(-1)).toMatchObject({
      what: `calls to look with for 60 s, ${company}`,
      isMet,
      promised: "at most 40 % of the 1 s poll's",
    });
  });

  it('promises a number of calls only for a minute without a queue', () => {
    const others = [added({ queueSeconds: 3 }), added({ lengthSeconds: 10 })];

    const { targets } = addedTimeSection({ atOnce: others, alone: others.slice(1) }, 1);

    expect(targets.map(({ what }) => what)).toEqual([
      'added to 60 s after 3 s in the queue, p95',
      'added to 10 s after 0 s in the queue, p95',
    ]);
  });
});

describe('the fewest looks at a query', () => {
  it('are one each so many milliseconds, where nothing more is allowed', () => {
    expect(fewestLooks(60_000, 1_000, 0)).toBe(60);
  });

  it('never see an end later than is allowed', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 50, max: 2_000 }),
        fc.integer({ min: 0, max: 50 }).map((percent) => percent / 100),
        (lengthMs, allowedMs, share) => {
          const looks = fewestLooks(lengthMs, allowedMs, share);

          const at = (count: number) =>
            share === 0 ? allowedMs * count : (allowedMs / share) * ((1 + share) ** count - 1);
          expect(at(looks)).toBeGreaterThanOrEqual(lengthMs * (1 - 1e-9));
          expect(at(looks - 1)).toBeLessThan(lengthMs * (1 + 1e-9));
        },
      ),
    );
  });
});

describe('the way to Athena', () => {
  let engine: LogEngine;
  let athena: LocalAthena;
  let tap: AthenaTap;
  beforeAll(async () => {
    engine = await afternoonLogs();
    athena = await startLocalAthena({ engine });
    tap = await tapAthena(athena.url);
  });
  afterAll(async () => {
    await tap.close();
    await athena.close();
    engine.close();
  });

  it('counts the calls that look, and notes when an end was seen first', async () => {
    athena.setDelays({ runningMs: 500 });
    const client = athenaClientAt(tap.url);
    const { calls, lateMs, executionId: id } = await pollEverySecond(client);
    const look = () => client.send(new BatchGetQueryExecutionCommand({ QueryExecutionIds: [id] }));

    const beforeMs = Date.now();
    await look();
    const seenAtMs = tap.seenAtMs.get(id) ?? 0;
    await look();

    client.destroy();
    expect(tap.looks).toBe(2);
    expect(seenAtMs).toBeGreaterThanOrEqual(beforeMs);
    expect(tap.seenAtMs.get(id)).toBe(seenAtMs);
    expect([calls, lateMs]).toEqual([2, expect.any(Number)]);
  });

  it('passes on what Athena refuses', async () => {
    const client = athenaClientAt(tap.url);

    const asked = client.send(new GetQueryExecutionCommand({ QueryExecutionId: 'none' }));

    await expect(asked).rejects.toThrow('QueryExecution none was not found');
    client.destroy();
  });
});
