import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { freePort } from './free-port.js';
import { ALICE, CHANNEL, startTestWorkspace, type TestWorkspace } from './workspace.js';

const SECRET = '0123456789abcdef0123456789abcdef';

describe('HTTP mode', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;
  let url: string;

  beforeAll(async () => {
    engine = await recordsEngine([]);
    workspace = await startTestWorkspace(engine);
    const port = await freePort();
    url = `http://127.0.0.1:${port}/slack/events`;
    delete workspace.environment.SLACK_APP_TOKEN;
    Object.assign(workspace.environment, { SLACK_SIGNING_SECRET: SECRET, PORT: String(port) });
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  const post = (secret: string, atMs = Date.now()) => {
    const body = new URLSearchParams({
      command: '/ir',
      text: 'authfail',
      team_id: 'T0LOCAL',
      channel_id: CHANNEL,
      user_id: ALICE,
      trigger_id: '1.2.3',
      response_url: 'http://127.0.0.1:9/',
    }).toString();
    const timestamp = String(Math.floor(atMs / 1000));
    const signature = `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    return fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      },
    });
  };

  it('refuses a request that Slack did not sign, signed long ago, or for later', async () => {
    expect((await post('another secret')).status).toBe(401);
    expect((await post(SECRET, Date.now() - 600_000)).status).toBe(401);
    expect((await post(SECRET, Date.now() + 600_000)).status).toBe(401);
    expect(workspace.posts()).toEqual([]);
    expect(workspace.log.filter((line) => line.includes('"level":"warn"'))).toHaveLength(3);
  });

  it('answers a signed request as Socket Mode does, once however often it is replayed or delivered again', async () => {
    const atMs = Date.now();
    expect((await post(SECRET, atMs)).status).toBe(200);
    await workspace.answers(1);

    expect((await post(SECRET, atMs)).status).toBe(401);
    expect((await post(SECRET, atMs + 1_000)).status).toBe(200);
    await workspace.stopBot();

    expect(workspace.athena.statements).toHaveLength(1);
    expect(workspace.posts()).toHaveLength(2);
  });
});
