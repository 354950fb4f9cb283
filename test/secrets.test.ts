import { type ChildProcess, spawn } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../src/local/athena/log-engine.js';
import { ResponseUrls } from '../src/local/slack/response-urls.js';
import { Triggers } from '../src/local/slack/triggers.js';
import { freePort } from './e2e/free-port.js';
import { ALICE, CHANNEL, OUTSIDER, startTestWorkspace, type TestWorkspace, until } from './e2e/workspace.js';

const AWS = {
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  AWS_SESSION_TOKEN:
    'AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwthAx7mSEI/qkPpKPi/kMcGd',
} as const;
const SIGNING_SECRET = '8f742231b10e8888abcd99yyyzzz85a5';
const REVOKED = 'xoxb-111122223333-444455556666-AbCdEfGhIjKlMnOpQrStUvWx';

let engine: LogEngine;
let workspace: TestWorkspace;
const children: ChildProcess[] = [];

beforeAll(async () => {
  engine = await recordsEngine([]);
});
beforeEach(async () => {
  workspace = await startTestWorkspace(engine);
});
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  jest.restoreAllMocks();
  await workspace.close();
});
afterAll(() => engine.close());

/** The built bot as a process of its own, logging all that it can, with this environment and no other. */
function start(changes: NodeJS.ProcessEnv, ...nodeArguments: string[]) {
  const environment = { ...workspace.environment, ...AWS, IR_LOG_LEVEL: 'trace', ...changes };
  const env = { PATH: process.env.PATH, ...environment };
  const child = spawn(process.execPath, [...nodeArguments, 'dist/main.js'], { env });
  children.push(child);
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const bot = {
    output: () => output,
    exited: once(child, 'close').then(([code]) => Number(code)),
    running: () => bot.says('ir-bot is running'),
    says: (text: string) => until(`"${text}" in the log`, () => output.includes(text) || undefined),
    stop: () => {
      child.kill('SIGTERM');
      return bot.exited;
    },
  };
  return bot;
}

/** Which secrets are in a text, as they are or as in an address or in a header. */
function leaked(output: string, secrets: Readonly<Record<string, string | undefined>>): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret = '']) => {
    if (secret.length < 5) throw new Error(`${name} is too short to look for`);
    const forms = [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64'), JSON.stringify(secret)];
    return forms.some((form) => output.includes(form)) ? [name] : [];
  });
}

const tokens = () => ({
  botToken: workspace.slack.botToken,
  appToken: workspace.slack.appToken,
  secretAccessKey: AWS.AWS_SECRET_ACCESS_KEY,
  sessionToken: AWS.AWS_SESSION_TOKEN,
});

/** What the stand-in hands out from now on, with which others could answer for the bot. */
function handedOut(): () => Readonly<Record<string, string>> {
  const spies = [jest.spyOn(ResponseUrls.prototype, 'issue'), jest.spyOn(Triggers.prototype, 'issue')];
  return () =>
    Object.fromEntries(
      spies.flatMap((spy, kind) => spy.mock.results.map(({ value }, at) => [`${kind}/${at}`, String(value)])),
    );
}

describe('the log of the bot, at its most talkative', () => {
  it('has no secret in it after questions, refusals, and calls that failed', async () => {
    const { slack, athena } = workspace;
    const given = handedOut();
    const bot = start({});
    await bot.running();

    await workspace.command(ALICE, '/ir authfail');
    const [answer] = await workspace.answers(1);
    slack.failNext('views.open', { error: 'fatal_error' });
    await workspace.command(ALICE, '/ir ask');
    slack.failNext('chat.postMessage', { error: 'not_authed' });
    await workspace.command(ALICE, '/ir authfail 1h');
    athena.failNext('StartQueryExecution', { type: 'AccessDeniedException', message: 'not authorized to perform' });
    await workspace.command(ALICE, '/ir authfail 2h');
    await workspace.command(OUTSIDER, '/ir authfail');
    await workspace.command(ALICE, `/ir frobnicate ${slack.botToken} ${AWS.AWS_SESSION_TOKEN.slice(0, 60)}`);
    await bot.says('fatal_error');
    await bot.says('not authorized to perform');
    slack.disconnectSockets();
    const code = await bot.stop();

    expect(answer).toBeDefined();
    expect(code).toBe(0);
    expect(bot.output()).toMatch(/"level":"debug"/);
    expect(Object.keys(given()).length).toBeGreaterThanOrEqual(10);
    expect(leaked(bot.output(), { ...tokens(), ...given() })).toEqual([]);
  });

  it('has no secret in it in HTTP mode: neither of a request nor of an answer that failed', async () => {
    const PORT = String(await freePort());
    const trigger = '1234567890.0987654321.0a1b2c3d4e5f60718293a4b5c6d7e8f9';
    const hook = 'T0LOCAL/1234567890/AbCdEfGhIjKlMnOpQrStUvWx';
    const bot = start({ SLACK_APP_TOKEN: undefined, SLACK_SIGNING_SECRET: SIGNING_SECRET, PORT });
    await bot.running();
    const body = new URLSearchParams({
      command: '/ir',
      text: 'help',
      token: 'verification0token0gIkuvaNzQIHg97ATvDxqgjtO',
      team_id: 'T0LOCAL',
      channel_id: CHANNEL,
      user_id: ALICE,
      trigger_id: trigger,
      response_url: `http://127.0.0.1:9/commands/${hook}`,
    }).toString();
    const atSeconds = Math.floor(Date.now() / 1000);
    const signed = (secret: string) =>
      `v0=${createHmac('sha256', secret).update(`v0:${atSeconds}:${body}`).digest('hex')}`;
    const post = (secret: string) =>
      fetch(`http://127.0.0.1:${PORT}/slack/events`, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          'x-slack-request-timestamp': String(atSeconds),
          'x-slack-signature': signed(secret),
        },
      });

    const statuses = [(await post('another')).status, (await post(SIGNING_SECRET)).status];
    await bot.says('"level":"error"');
    await bot.stop();

    expect(statuses).toEqual([401, 200]);
    expect(
      leaked(bot.output(), {
        ...tokens(),
        signingSecret: SIGNING_SECRET,
        signature: signed(SIGNING_SECRET).slice(3),
        trigger,
        hook,
        verification: 'verification0token0gIkuvaNzQIHg97ATvDxqgjtO',
      }),
    ).toEqual([]);
  });

  it.each([
    ['a bot token that Slack refuses', { SLACK_BOT_TOKEN: REVOKED }, 'invalid_auth'],
    ['an app-level token that Slack refuses', { SLACK_APP_TOKEN: REVOKED.replace('xoxb', 'xapp') }, 'invalid_auth'],
    ['a state table that cannot be reached', { AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:9' }, 'ECONNREFUSED'],
  ])('has no secret in it when it cannot start for %s', async (_, changes, why) => {
    const bot = start(changes);

    const code = await bot.exited;

    expect(code).toBe(1);
    expect(bot.output()).toContain(why);
    expect(leaked(bot.output(), { ...tokens(), revoked: REVOKED.slice(4) })).toEqual([]);
  });

  it('has no password in it that stands in an address', async () => {
    const bot = start({ SLACK_API_URL: 'http://ir:hunter2hunter2@127.0.0.1:9/api/' });

    await bot.says('127.0.0.1:9/api/auth.test');

    expect(leaked(bot.output(), { ...tokens(), password: 'hunter2hunter2' })).toEqual([]);
  });

  it.each([
    ['a bot token in the place of a name', { IR_ATHENA_TABLE: REVOKED }],
    ['a signing secret in the place of a window', { IR_WINDOW: SIGNING_SECRET }],
    ['a secret access key in the place of a region', { AWS_REGION: AWS.AWS_SECRET_ACCESS_KEY }],
    ['a session token in the place of a responder', { IR_RESPONDERS: AWS.AWS_SESSION_TOKEN }],
    ['a signing secret in the place of a token', { SLACK_BOT_TOKEN: SIGNING_SECRET }],
  ])('has no secret in it when the environment is wrong: %s', async (_, changes) => {
    const bot = start(changes);

    const code = await bot.exited;

    expect(code).toBe(1);
    expect(bot.output()).toContain('the environment cannot be used');
    expect(leaked(bot.output(), { ...tokens(), revoked: REVOKED, signingSecret: SIGNING_SECRET })).toEqual([]);
  });

  it.each([
    ['throws', 'throw error'],
    ['is rejected', 'Promise.reject(error)'],
  ])('has no secret in it when something %s that nobody expected', async (_, fate) => {
    const crash = `const error = Object.assign(new Error('crashed with ' + process.env.SLACK_BOT_TOKEN), {
      headers: { authorization: 'Bearer ' + process.env.SLACK_APP_TOKEN },
      credentials: { secretAccessKey: process.env.AWS_SECRET_ACCESS_KEY, sessionToken: process.env.AWS_SESSION_TOKEN },
    });
    process.once('SIGUSR2', () => { ${fate}; });`;
    const bot = start({}, '--import', `data:text/javascript,${encodeURIComponent(crash)}`);
    await bot.running();

    children.at(-1)?.kill('SIGUSR2');
    await bot.exited;

    expect(bot.output()).toContain('crashed with [redacted]');
    expect(leaked(bot.output(), tokens())).toEqual([]);
  });
});
