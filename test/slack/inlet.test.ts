import { afterEach, describe, expect, it } from '@jest/globals';
import { App } from '@slack/bolt';
import { Registry } from 'prom-client';
import { boltLogger, buildLog } from '../../src/log.js';
import { meteredFetch } from '../../src/metrics/slack-calls.js';
import { buildInlet, type Inlet } from '../../src/slack/receiver.js';
import { freePort } from '../e2e/free-port.js';
import { eventually, Stage } from '../local/slack/bolt-app.js';
import { readMetrics } from '../metrics/read-metrics.js';

const stage = new Stage();
afterEach(() => stage.clear());

const log = buildLog({ level: 'silent' });

/** An app that takes what comes in by it. */
function appOver({ receiver }: Inlet): App {
  return new App({ receiver, logger: boltLogger(log), authorize: async () => ({ botToken: 'xoxb-test' }) });
}

describe('the way in over a socket', () => {
  it('is open once it is connected, and its call for an address is counted as every other', async () => {
    const slack = await stage.workspace();
    const registry = new Registry();
    const { apiUrl, appToken, botToken } = slack;
    const inlet = buildInlet({ mode: 'socket', apiUrl, appToken, botToken }, log, meteredFetch(registry, apiUrl));
    const app = appOver(inlet);
    const before = inlet.isConnected();

    await app.start();
    await eventually(inlet.isConnected);
    await app.stop();

    expect(before).toBe(false);
    await eventually(() => !inlet.isConnected());
    expect(readMetrics(await registry.metrics())).toEqual([
      { name: 'ir_bot_slack_calls_total', labels: { method: 'apps.connections.open', outcome: 'ok' }, value: 1 },
    ]);
  });

  it('counts the tries at an address that Slack did not give', async () => {
    const slack = await stage.workspace();
    slack.failNext('apps.connections.open', { status: 503 });
    const registry = new Registry();
    const { apiUrl, appToken, botToken } = slack;
    const app = appOver(
      buildInlet({ mode: 'socket', apiUrl, appToken, botToken }, log, meteredFetch(registry, apiUrl)),
    );

    await app.start();
    await app.stop();

    const outcomes = readMetrics(await registry.metrics()).map(({ labels, value }) => [labels.outcome, value]);
    expect(outcomes).toEqual([
      ['http_5xx', 1],
      ['ok', 1],
    ]);
  });
});

describe('the way in by HTTP', () => {
  it('is open while its server listens, and not before or after', async () => {
    const port = await freePort();
    const inlet = buildInlet({ mode: 'http', port, signingSecret: 'a'.repeat(32), botToken: 'xoxb-test' }, log);
    const app = appOver(inlet);
    const before = inlet.isConnected();

    await app.start(port);
    const during = inlet.isConnected();
    await app.stop();

    expect([before, during, inlet.isConnected()]).toEqual([false, true, false]);
  });

  it('is not open where its port is taken', async () => {
    const port = await freePort();
    const config = { mode: 'http', port, signingSecret: 'a'.repeat(32), botToken: 'xoxb-test' } as const;
    const first = appOver(buildInlet(config, log));
    await first.start(port);
    const second = buildInlet(config, log);

    await expect(appOver(second).start(port)).rejects.toThrow('EADDRINUSE');

    expect(second.isConnected()).toBe(false);
    await first.stop();
  });
});
