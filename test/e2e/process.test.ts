import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
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

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
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
    const health = await fetch(`http://127.0.0.1:${healthPort}/healthz`);
    bot.child.kill('SIGTERM');

    expect(JSON.stringify(answer?.blocks)).toContain('no matching events');
    expect([health.status, await health.json()]).toEqual([200, { slack: 'connected' }]);
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
});
