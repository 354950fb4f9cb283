import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RATES } from '../../../src/local/slack/limits.js';
import { RateLimits, TokenBucket } from '../../../src/local/slack/rate-limits.js';
import { METHODS } from '../../../src/local/slack/web-api/web-api.js';
import { Stage } from './bolt-app.js';

const CHANNEL = 'C0INC042';
const stage = new Stage();
afterEach(() => stage.clear());

/** Hundreds of calls a minute, which no bot of this kind makes. */
const SPECIAL = ['auth.test', 'blocks.validate', 'chat.getPermalink'];

describe('a token bucket', () => {
  it('lets a burst through, and then one call each interval', () => {
    const bucket = new TokenBucket({ burst: 2, perMinute: 60 }, 0);

    const waits = [0, 0, 0, 999, 1_000, 1_000, 5_000, 5_000, 5_000].map((nowMs) => bucket.take(nowMs));

    expect(waits).toEqual([0, 0, 1_000, 1, 0, 1_000, 0, 0, 1_000]);
  });

  it('lets a call through exactly when it said it would', () => {
    const rate = fc.record({ burst: fc.integer({ min: 1, max: 5 }), perMinute: fc.integer({ min: 1, max: 200 }) });
    fc.assert(
      fc.property(rate, fc.nat(100_000), (limits, startMs) => {
        const bucket = new TokenBucket(limits, startMs);
        for (let call = 0; call < limits.burst; call += 1) expect(bucket.take(startMs)).toBe(0);

        const waitMs = bucket.take(startMs);

        expect(bucket.take(startMs + waitMs - 1)).toBe(1);
        expect(bucket.take(startMs + waitMs)).toBe(0);
      }),
    );
  });

  it('never lets more through than its burst and its rate', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 200 });
    fc.assert(
      fc.property(pauses, (pausesMs) => {
        const bucket = new TokenBucket({ burst: 5, perMinute: 60 }, 0);
        let nowMs = 0;
        let through = 0;
        for (const pauseMs of pausesMs) {
          nowMs += pauseMs;
          if (bucket.take(nowMs) === 0) through += 1;
          expect(through).toBeLessThanOrEqual(5 + nowMs / 1_000);
        }
      }),
    );
  });

  it('is not filled by a clock that is set back', () => {
    const bucket = new TokenBucket({ burst: 1, perMinute: 60 }, 10_000);
    bucket.take(10_000);

    expect([bucket.take(5_000), bucket.take(10_500), bucket.take(11_000)]).toEqual([1_000, 500, 0]);
  });
});

describe('how often a method may be called', () => {
  it('is known for every method, save for those that nobody calls too often', () => {
    expect([...Object.keys(RATES), ...SPECIAL].sort()).toEqual([...METHODS.keys()].sort());
  });

  it.each([
    ['chat.update', 50],
    ['views.publish', 100],
    ['usergroups.users.list', 20],
    ['chat.postMessage', 5],
  ])('is counted apart for %s: %d at once', (method, burst) => {
    const limits = new RateLimits(() => 0);

    const waits = Array.from({ length: burst + 1 }, () => limits.count(method, CHANNEL));

    expect(waits.slice(0, burst).every((seconds) => seconds === 0)).toBe(true);
    expect(waits[burst]).toBeGreaterThan(0);
    expect(limits.count('chat.delete', CHANNEL)).toBe(0);
  });

  it('is counted by channel for messages, however the channel is named', async () => {
    const client = stage.client(await stage.workspace());
    const post = (channel: string) => client.chat.postMessage({ channel, text: 'a' });
    for (const channel of [CHANNEL, '#inc-042', 'inc-042', CHANNEL, CHANNEL]) await post(channel);

    await expect(post('#inc-042')).rejects.toMatchObject({ retryAfter: 1 });
    expect(await post('#general')).toMatchObject({ ok: true });
  });
});

describe('a call that comes too often', () => {
  it('is refused as Slack refuses it, told to the log, and taken after the time that was said', async () => {
    const log: string[] = [];
    const slack = await stage.workspace({ log: (line) => log.push(line) });
    const post = () =>
      fetch(`${slack.apiUrl}chat.postMessage`, {
        method: 'POST',
        headers: { authorization: `Bearer ${slack.botToken}` },
        body: new URLSearchParams({ channel: CHANNEL, text: 'a' }),
      });
    for (let posted = 0; posted < 5; posted += 1) await post();

    const refused = await post();

    expect(refused.status).toBe(429);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' });
    expect(log).toEqual(['chat.postMessage was refused: ratelimited, to be tried again in 1 s']);
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect((await post()).status).toBe(200);
  });

  it('does not count when the token is another one', async () => {
    const slack = await stage.workspace();
    const stranger = stage.client(slack, 'xoxb-somebody-else');
    const post = { channel: CHANNEL, text: 'a' };
    for (let tried = 0; tried < 10; tried += 1) await stranger.chat.postMessage(post).catch(() => undefined);

    expect(await stage.client(slack).chat.postMessage(post)).toMatchObject({ ok: true });
  });

  it('is taken where a test turns the limits off', async () => {
    const slack = await stage.workspace({ rateLimits: false });
    const client = stage.client(slack);

    await Promise.all(Array.from({ length: 20 }, () => client.chat.postMessage({ channel: CHANNEL, text: 'a' })));

    expect(slack.messages(CHANNEL)).toHaveLength(20);
  });
});
