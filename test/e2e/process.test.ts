import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { freePort } from './free-port.js';
import { ALICE, startTestWorkspace, until } from './workspace.js';

const children: ChildProcess[] = [];

/** The built bot as a process of its own, with this environment and no other. */
function startProcess(environment: NodeJS.ProcessEnv) {
  const child = spawn(process.execPath, ['dist/main.js'], { env: { PATH: process.env.PATH, ...environment } });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const exited = once(child, 'exit').then(([code]) => Number(code));
  return { child, exited, output: () => output };
}

/** The address of a port where nobody listens. */
const nobody = async (): Promise<string> => `http://127.0.0.1:${await freePort()}`;

const silentServers: { readonly server: Server; readonly sockets: Set<Socket> }[] = [];

/** The address of a server that takes every connection and never says anything. */
async function silent(): Promise<string> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => undefined));
  }).listen(0, '127.0.0.1');
  silentServers.push({ server, sockets });
  await once(server, 'listening');
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  for (const { server, sockets } of silentServers.splice(0)) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
});

describe('the bot as its own process', () => {
  it('answers, says that it is well, and ends with 0 on SIGTERM', async () => {
    const engine = await recordsEngine([]);
    const workspace = await startTestWorkspace(engine);
    const healthPort = await freePort();
    const bot = startProcess({ ...workspace.environment, IR_HEALTH_PORT: String(healthPort), IR_LOG_LEVEL: 'info' });
    await until(`it runs: ${bot.output()}`, () => bot.output().includes('ir-bot is running') || undefined);

    await workspace.command(ALICE, '/ir authfail');
    const [answer] = await workspace.answers(1);
    const url = `http://127.0.0.1:${healthPort}`;
    const [live, ready, metrics] = await Promise.all(
      ['healthz', 'readyz', 'metrics'].map((path) => fetch(`${url}/${path}`)),
    );
    bot.child.kill('SIGTERM');

    expect(JSON.stringify(answer?.blocks)).toContain('no matching events');
    expect([live?.status, await live?.json()]).toEqual([
      200,
      { isLive: true, eventLoop: 'turning', slack: 'connected' },
    ]);
    expect([ready?.status, await ready?.json()]).toEqual([200, expect.objectContaining({ isReady: true })]);
    expect(await metrics?.text()).toContain(
      'ir_bot_aws_calls_total{service="athena",operation="StartQueryExecution",outcome="ok"} 1',
    );
    expect(await bot.exited).toBe(0);
    expect(bot.output()).not.toContain(workspace.slack.botToken);
    await workspace.close();
    engine.close();
  });

  it('names every wrong variable at once, and ends with 1', async () => {
    const bot = startProcess({ SLACK_BOT_TOKEN: 'nonsense', IR_WINDOW: 'soon' });

    expect(await bot.exited).toBe(1);
    for (const variable of ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'AWS_REGION', 'IR_RESPONDERS', 'IR_WINDOW']) {
      expect(bot.output()).toContain(variable);
    }
    expect(bot.output()).not.toContain('nonsense');
  });

  it('ends with 1 when a question of your own is wrong, and says in which file and line', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    await writeFile(join(folder, 'ours.sql'), '/*\ntitle: Ours\nask: Which?\n*/\nSELECT 1\n');
    const engine = await recordsEngine([]);
    const workspace = await startTestWorkspace(engine);
    const bot = startProcess({ ...workspace.environment, IR_DETECTIONS_DIR: folder });

    expect(await bot.exited).toBe(1);
    expect(bot.output()).toContain(`the questions in ${folder} (IR_DETECTIONS_DIR) cannot be used: detection ours.sql`);
    await workspace.close();
    engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('ends with 1 when its state table is not there, and says how it is made', async () => {
    const engine = await recordsEngine([]);
    const workspace = await startTestWorkspace(engine);
    const bot = startProcess({ ...workspace.environment, IR_STATE_TABLE: 'elsewhere', IR_CREATE_STATE_TABLE: 'false' });

    expect(await bot.exited).toBe(1);
    expect(bot.output()).toContain('elsewhere');
    expect(bot.output()).toContain('IR_CREATE_STATE_TABLE');
    await workspace.close();
    engine.close();
  });

  it('ends with 1 when its token is revoked while it runs, and says so', async () => {
    const engine = await recordsEngine([]);
    const workspace = await startTestWorkspace(engine);
    const bot = startProcess(workspace.environment);
    await until('it runs', () => bot.output().includes('ir-bot is running') || undefined);

    workspace.slack.failNext('apps.connections.open', { error: 'invalid_auth' });
    workspace.slack.disconnectSockets();

    expect(await bot.exited).toBe(1);
    expect(bot.output()).toContain('something failed for good');
    expect(bot.output()).toContain('invalid_auth');
    await workspace.close();
    engine.close();
  });

  it('ends with 1 when Slack does not take its token, and says so without showing it', async () => {
    const engine = await recordsEngine([]);
    const workspace = await startTestWorkspace(engine);
    const bot = startProcess({ ...workspace.environment, SLACK_BOT_TOKEN: 'xoxb-revoked-000000' });

    expect(await bot.exited).toBe(1);
    expect(bot.output()).toContain('invalid_auth');
    expect(bot.output()).not.toContain('xoxb-revoked');
    await workspace.close();
    engine.close();
  });

  describe('whose services cannot be reached', () => {
    /** From the start of the process to its end. */
    const LONGEST_MS = 10_000;

    it.each([
      [
        'DynamoDB, where nobody listens',
        { AWS_ENDPOINT_URL_DYNAMODB: nobody },
        ['DynamoDB could not be reached', 'ECONNREFUSED'],
      ],
      ['Slack, where nobody listens', { SLACK_API_URL: nobody }, ['Slack could not be reached']],
      [
        'DynamoDB that never answers',
        { AWS_ENDPOINT_URL_DYNAMODB: silent },
        ['DynamoDB could not be reached', 'no answer within 6 seconds'],
      ],
      ['Slack that never answers', { SLACK_API_URL: silent }, ['Slack could not be reached']],
      [
        'both that never answer',
        { SLACK_API_URL: silent, AWS_ENDPOINT_URL_DYNAMODB: silent },
        ['DynamoDB could not be reached', 'Slack could not be reached'],
      ],
    ])('ends with 1 within ten seconds, and says which: %s', async (_, addresses, reasons) => {
      const engine = await recordsEngine([]);
      const workspace = await startTestWorkspace(engine);
      const entries = Object.entries(addresses).map(async ([name, address]) => [name, await address()]);
      const environment = { ...workspace.environment, ...Object.fromEntries(await Promise.all(entries)) };
      const startedMs = performance.now();
      const bot = startProcess(environment);

      const code = await bot.exited;
      const tookMs = performance.now() - startedMs;

      expect(code).toBe(1);
      for (const reason of [...reasons, 'ir-bot could not start', 'Check']) expect(bot.output()).toContain(reason);
      expect(tookMs).toBeLessThan(LONGEST_MS);
      await workspace.close();
      engine.close();
    });
  });
});
