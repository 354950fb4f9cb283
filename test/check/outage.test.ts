import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { SCOPES } from '../../src/check/scopes.js';
import { freePort } from '../e2e/free-port.js';
import { type Deployment, type DeploymentOptions, deployment } from './stage.js';

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function start(options?: DeploymentOptions): Promise<Deployment> {
  const deployed = await deployment(options);
  closing.push(() => deployed.close());
  return deployed;
}

/** Takes connections and says nothing. */
async function silentUrl(): Promise<string> {
  const sockets = new Set<{ destroy(): unknown }>();
  const server = createServer((socket) => sockets.add(socket));
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  closing.push(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `http://127.0.0.1:${port}/`;
}

const linesOf = (text: string, title: string) => text.split('\n').filter((line) => line.slice(2).startsWith(title));

describe('ir-bot check where a service is out of reach', () => {
  it('says so of each, and checks the others', async () => {
    const one = await start();
    const url = `http://127.0.0.1:${await freePort()}/`;
    Object.assign(one.environment, { SLACK_API_URL: `${url}api/`, AWS_ENDPOINT_URL_DYNAMODB: url });

    const { text, isReady } = await one.check();

    expect(isReady).toBe(false);
    expect(linesOf(text, 'Slack: bot token').join()).toMatch(/^✗ .*fetch failed/);
    expect(linesOf(text, 'DynamoDB: table').join()).toMatch(/^✗ .*ECONNREFUSED/);
    expect(linesOf(text, 'Athena: a question').join()).toMatch(/^✓ /);
    expect(text).toContain('→ Check that this network lets the bot out to it');
  });

  it('gives up on one that never answers', async () => {
    const one = await start();
    one.environment.SLACK_API_URL = `${await silentUrl()}api/`;

    const { text } = await one.check();

    expect(linesOf(text, 'Slack: bot token').join()).toMatch(/^✗ Slack: bot token: /);
    expect(linesOf(text, 'Slack: scopes').join()).toBe(
      '– Slack: scopes: not checked, because "Slack: bot token" failed',
    );
    expect(linesOf(text, 'Athena: a question').join()).toMatch(/^✓ /);
  }, 40_000);

  it('asks for no scope of user groups where there are none', async () => {
    const one = await start({
      slack: { scopes: SCOPES.map(({ name }) => name).filter((name) => name !== 'usergroups:read') },
    });
    one.environment.IR_RESPONDERS = 'U0ALICE';

    const { text, isReady } = await one.check();

    expect(linesOf(text, 'Slack: scopes')).toEqual([
      '✓ Slack: scopes: all that the bot needs where IR_RESPONDERS has no user group',
    ]);
    expect(isReady).toBe(true);
  });
});
