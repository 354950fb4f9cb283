import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { Counter, Registry } from 'prom-client';
import { type HealthDeps, type HealthServer, serveHealth } from '../src/health/health-server.js';
import { watchLiveness } from '../src/health/liveness.js';
import { buildReadiness, type Part } from '../src/health/readiness.js';
import { recordsEngine } from '../src/local/athena/log-engine.js';
import { freePort } from './e2e/free-port.js';
import { startTestWorkspace } from './e2e/workspace.js';

const NOW = '2026-11-24T10:00:00.000Z';
const opened: { close(): Promise<void> | void }[] = [];

afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** A server whose answers are what a test says, and what it logged. */
async function startServer(
  changes: Partial<HealthDeps> = {},
): Promise<HealthServer & { url: string; logged: string[] }> {
  const logged: string[] = [];
  const server = await serveHealth(0, {
    live: () => ({ isLive: true, eventLoop: 'turning', slack: 'connected' }),
    ready: async () => ({ isReady: true, checkedAt: NOW, parts: {} }),
    registry: new Registry(),
    log: pino({}, { write: (line: string) => void logged.push(line) }),
    ...changes,
  });
  opened.push(server);
  return { ...server, url: `http://127.0.0.1:${server.port}`, logged };
}

/** A bot that is looked after, with its clock and its connection in the test's hands. */
function startLiveness(longestHaltMs?: number) {
  const state = { isUp: true, nowMs: Date.parse(NOW) };
  const liveness = watchLiveness({
    isConnected: () => state.isUp,
    mode: 'socket',
    nowMs: () => state.nowMs,
    ...(longestHaltMs === undefined ? {} : { longestHaltMs }),
  });
  opened.push({ close: liveness.stop });
  return { state, look: liveness.look };
}

describe('the server of health and metrics', () => {
  it('says over HTTP that the bot lives, or why not', async () => {
    let isLive = true;
    const { url } = await startServer({ live: () => ({ isLive, eventLoop: 'turning', slack: 'connected' }) });

    const well = await fetch(`${url}/healthz`);
    isLive = false;
    const ill = await fetch(`${url}/healthz`);

    expect([well.status, await well.json()]).toEqual([200, { isLive: true, eventLoop: 'turning', slack: 'connected' }]);
    expect([ill.status, await ill.json()]).toEqual([503, { isLive: false, eventLoop: 'turning', slack: 'connected' }]);
  });

  it('says over HTTP that the bot is ready, or which part is not', async () => {
    const parts = { slack: { isReady: false, since: NOW, reason: 'DeadlinePassed' } };
    const { url } = await startServer({ ready: async () => ({ isReady: false, checkedAt: NOW, parts }) });

    const response = await fetch(`${url}/readyz`);

    expect([response.status, await response.json()]).toEqual([503, { isReady: false, checkedAt: NOW, parts }]);
  });

  it('gives the metrics as Prometheus reads them', async () => {
    const registry = new Registry();
    new Counter({ name: 'seen_total', help: 'Seen.', registers: [registry] }).inc(3);
    const { url } = await startServer({ registry });

    const response = await fetch(`${url}/metrics`);

    expect(response.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(await response.text()).toBe('# HELP seen_total Seen.\n# TYPE seen_total counter\nseen_total 3\n');
  });

  it('answers a query string and HEAD as it answers the path', async () => {
    const { url } = await startServer();

    const asked = await fetch(`${url}/healthz?from=probe`);
    const head = await fetch(`${url}/healthz`, { method: 'HEAD' });

    expect([asked.status, head.status, await head.text()]).toEqual([200, 200, '']);
  });

  it.each(['/', '/health', '/healthz/', '/Healthz', '/metrics/../readyz%00', '//healthz', '/%', '/__proto__'])(
    'knows nothing under %s',
    async (path) => {
      const { url } = await startServer();

      expect((await fetch(`${url}${path}`)).status).toBe(404);
    },
  );

  it.each(['POST', 'PUT', 'DELETE', 'OPTIONS', 'PATCH'])('knows nothing by %s', async (method) => {
    const { url } = await startServer();

    expect((await fetch(`${url}/healthz`, { method })).status).toBe(404);
  });

  it.each([
    ['text', 'nonsense\r\n\r\n'],
    ['an address that is none', 'GET http://[::bad/ HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['another version', 'GET /healthz HTTP/9.9\r\n\r\n'],
    ['a path of 100 KB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nhost: x\r\n\r\n`],
    ['zeros', '\0\0\0\0'],
  ])('goes on after what is no request: %s', async (_, bytes) => {
    const { url, port } = await startServer();
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.end(bytes);
    socket.resume();
    await once(socket, 'close');

    expect((await fetch(`${url}/healthz`)).status).toBe(200);
  });

  it('says 500 where something in it fails, and logs why', async () => {
    const { url, logged } = await startServer({
      live: () => {
        throw new Error('broken');
      },
    });

    const response = await fetch(`${url}/healthz`);

    expect([response.status, await response.text()]).toEqual([500, '']);
    expect(logged.join()).toContain('broken');
  });

  it('does not start on a port that is taken', async () => {
    const { port } = await startServer();

    const second = serveHealth(port, {
      live: () => ({ isLive: true, eventLoop: 'turning', slack: 'connected' }),
      ready: async () => ({ isReady: true, checkedAt: NOW, parts: {} }),
      registry: new Registry(),
      log: pino({ level: 'silent' }),
    });

    await expect(second).rejects.toThrow('EADDRINUSE');
  });
});

describe('liveness', () => {
  it.each([
    [0, true],
    [59_999, true],
    [60_000, true],
    [60_001, false],
  ])('of a bot that has not been connected for %i ms: %s', (afterMs, isLive) => {
    const { state, look } = startLiveness();

    state.isUp = false;
    state.nowMs += afterMs;

    expect(look()).toEqual({ isLive, eventLoop: 'turning', slack: `not connected since ${NOW}` });
  });

  it('comes back with the connection', () => {
    const { state, look } = startLiveness();
    state.isUp = false;
    state.nowMs += 61_000;
    const away = look();

    state.isUp = true;
    const back = look();

    expect([away.isLive, back]).toEqual([false, { isLive: true, eventLoop: 'turning', slack: 'connected' }]);
  });

  it('ends when the event loop stands still for too long', async () => {
    const { look } = startLiveness(300);
    await wait(100);
    const before = look();

    const untilMs = performance.now() + 600;
    while (performance.now() < untilMs);
    await wait(100);

    expect(before.isLive).toBe(true);
    expect(look()).toMatchObject({
      isLive: false,
      eventLoop: expect.stringMatching(/^stood still for \d+\.\d seconds$/),
    });
  });
});

describe('readiness', () => {
  /** Parts by name, each reached as its entry says, with a clock in the test's hands. */
  function startReadiness(entries: Record<string, Part['reach']>) {
    const state = { nowMs: Date.parse(NOW), calls: 0 };
    const logged: string[] = [];
    const ready = buildReadiness({
      parts: Object.entries(entries).map(([name, reach]) => ({
        name,
        reach(signal: AbortSignal) {
          state.calls += 1;
          return reach(signal);
        },
      })),
      clock: { now: () => new Date(state.nowMs) },
      log: pino({}, { write: (line: string) => void logged.push(line) }),
      timeoutMs: 50,
    });
    return { state, logged, ready };
  }

  it('is there when every part can be reached', async () => {
    const { ready } = startReadiness({ stateTable: async () => {}, slack: async () => {} });

    const part = { isReady: true, since: NOW };
    expect(await ready()).toEqual({ isReady: true, checkedAt: NOW, parts: { stateTable: part, slack: part } });
  });

  it('is not there while one part cannot be reached or does not answer, and the log says why', async () => {
    const refused = Object.assign(new Error('arn:aws:iam::111122223333:role/ir-bot may not'), { name: 'AccessDenied' });
    const { ready, logged } = startReadiness({
      stateTable: () => Promise.reject(refused),
      slack: () => new Promise(() => {}),
      athena: async () => {},
    });

    expect(await ready()).toMatchObject({
      isReady: false,
      parts: {
        stateTable: { isReady: false, since: NOW, reason: 'AccessDenied' },
        slack: { isReady: false, since: NOW, reason: 'DeadlinePassed' },
        athena: { isReady: true, since: NOW },
      },
    });
    expect(logged).toHaveLength(2);
    expect(logged.join()).toContain('111122223333');
  });

  it('tells no more of an error than a word', async () => {
    const { ready } = startReadiness({
      slack: () => Promise.reject(Object.assign(new Error('x'), { name: '<@U0ALICE> ran arn:aws' })),
    });

    expect((await ready()).parts.slack?.reason).toBe('Error');
  });

  it('is looked at every 30 seconds at most, behind the answer, and tells since when', async () => {
    let isUp = true;
    const { ready, state } = startReadiness({
      slack: async () => {
        if (!isUp) throw new Error('down');
      },
    });
    await ready();
    isUp = false;

    state.nowMs += 29_999;
    const kept = await ready();
    const callsBefore = state.calls;
    state.nowMs += 1;
    const behind = await ready();
    await wait(5);
    const down = await ready();
    state.nowMs += 45_000;
    await ready();
    await wait(5);
    const stillDown = await ready();

    expect([kept.isReady, callsBefore, behind.isReady, down.isReady]).toEqual([true, 1, true, false]);
    expect(down.parts.slack?.since).toBe('2026-11-24T10:00:30.000Z');
    expect([stillDown.parts.slack?.since, stillDown.checkedAt]).toEqual([
      '2026-11-24T10:00:30.000Z',
      '2026-11-24T10:01:15.000Z',
    ]);
  });

  it('is looked at anew before it is told when nobody asked for minutes', async () => {
    let isUp = true;
    const { ready, state } = startReadiness({
      slack: async () => {
        if (!isUp) throw new Error('down');
      },
    });
    await ready();
    isUp = false;
    state.nowMs += 120_000;

    expect((await ready()).isReady).toBe(false);
  });

  it('is looked at once for all who ask at once', async () => {
    const { ready, state } = startReadiness({ slack: () => wait(20) });

    await Promise.all([ready(), ready(), ready()]);

    expect(state.calls).toBe(1);
  });

  it('logs a change once', async () => {
    const { ready, state, logged } = startReadiness({ slack: () => Promise.reject(new Error('down')) });

    for (let look = 0; look < 4; look += 1) {
      await ready();
      state.nowMs += 120_000;
    }

    expect(state.calls).toBe(4);
    expect(logged).toHaveLength(1);
  });
});

describe('a bot that runs', () => {
  it('says which of its parts is not ready, and why in a word', async () => {
    const engine = await recordsEngine([]);
    const workspace = await startTestWorkspace(engine);
    opened.push({
      async close() {
        await workspace.close();
        engine.close();
      },
    });
    const port = await freePort();
    Object.assign(workspace.environment, { IR_HEALTH_PORT: String(port), IR_ATHENA_TABLE: 'elsewhere' });
    await workspace.startBot();
    workspace.slack.failNext('auth.test', { error: 'token_revoked' });

    const response = await fetch(`http://127.0.0.1:${port}/readyz`);

    const isReady = { isReady: true, since: expect.any(String) };
    expect([response.status, await response.json()]).toEqual([
      503,
      {
        isReady: false,
        checkedAt: expect.any(String),
        parts: {
          stateTable: isReady,
          athenaWorkgroup: isReady,
          cloudTrailTable: { isReady: false, since: expect.any(String), reason: 'MetadataException' },
          slack: { isReady: false, since: expect.any(String), reason: 'token_revoked' },
        },
      },
    ]);
    expect(workspace.log.filter((line) => line.includes('a part that the bot needs is not ready'))).toHaveLength(2);
  });
});
