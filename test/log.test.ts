import { describe, expect, it } from '@jest/globals';
import { LogLevel } from '@slack/bolt';
import { boltLogger, buildLog, type LogThreshold } from '../src/log.js';

const BOT_TOKEN = 'xoxb-1111-2222-abcDEF';
const APP_TOKEN = 'xapp-1-A111-222-abcdef';
const HOOK = 'https://hooks.slack.com/commands/T111/222/abcdef';

function captured(level: LogThreshold = 'trace') {
  const lines: string[] = [];
  const log = buildLog({ level, destination: { write: (line) => lines.push(line) } });
  return { log, text: () => lines.join(''), entries: () => lines.map((line) => JSON.parse(line)) };
}

describe('the log', () => {
  it('writes one line of JSON an entry, with the level in words and the time in UTC', () => {
    const { log, entries } = captured();

    log.info({ caseId: 'T1-1' }, 'answered');

    expect(entries()).toEqual([
      {
        level: 'info',
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        caseId: 'T1-1',
        msg: 'answered',
      },
    ]);
  });

  it('writes nothing below its level', () => {
    const { log, text } = captured('warn');

    log.info('answered');

    expect(text()).toBe('');
  });

  it.each([
    ['a field', { token: 'abcdef' }],
    ['a deep field', { a: { b: { c: [{ response_url: 'http://127.0.0.1:1/abcdef' }] } } }],
    ['a field in camel case', { aws: { secretAccessKey: 'abcdef', sessionToken: 'abcdef' } }],
    ['a field of AWS', { Credentials: { SecretAccessKey: 'abcdef', SessionToken: 'abcdef' } }],
    ['the environment', { env: { SLACK_SIGNING_SECRET: 'abcdef', AWS_SECRET_ACCESS_KEY: 'abcdef' } }],
    ['headers', { headers: { Authorization: 'Bearer abcdef', 'X-Amz-Security-Token': 'abcdef' } }],
    ['a value with a quote in it', { trigger_id: 'x"abcdef' }],
    ['a value with a backslash at its end', { password: 'abcdef\\', next: 1 }],
    ['a token anywhere', { note: `seen ${BOT_TOKEN} and ${APP_TOKEN}` }],
    ['a token in capitals', { note: 'XOXB-1111-abcdef' }],
    ['a refresh token', { note: 'xoxe.xoxp-1-abcdef' }],
    ['a response URL', { note: `sent to ${HOOK}` }],
    ['JSON in a text', { body: JSON.stringify({ trigger_id: '1.2.abcdef', user: 'U1' }) }],
    ['JSON in JSON in a text', { body: JSON.stringify({ body: JSON.stringify({ signing_secret: 'abcdef' }) }) }],
    ['a form', { body: 'token=abcdef&trigger_id=1.2.abcdef&user_id=U1' }],
    ['a WebSocket address', { url: 'wss://wss-primary.slack.com/link/?ticket=abcdef&app_id=1' }],
    ['an object as Node prints it', { note: "{ secretAccessKey: 'abcdef', 'x-amz-security-token': 'abcdef' }" }],
    ['an array of headers', { rawHeaders: ['Authorization', 'Bearer abcdef-abcdef'] }],
  ])('takes the secret out of %s', (_, fields) => {
    const { log, text, entries } = captured();

    log.info(fields, 'done');

    expect(text().toLowerCase()).not.toContain('abcdef');
    expect(text()).toContain('[redacted]');
    expect(entries()).toEqual([expect.objectContaining({ msg: 'done' })]);
  });

  it('takes secrets out of messages, errors, their causes and stacks, and what a child is bound to', () => {
    const { log, text } = captured();
    const cause = Object.assign(new Error(`refused ${APP_TOKEN}`), { data: { headers: { authorization: 'abcdef' } } });

    log
      .child({ signingSecret: 'abcdef' })
      .error({ err: new Error(`bad ${BOT_TOKEN}`, { cause }) }, `with ${BOT_TOKEN}`);

    expect(text()).not.toMatch(/abcdef|xoxb|xapp/i);
    expect(text()).toContain('bad [redacted]: refused [redacted]');
  });

  it('keeps the evidence', () => {
    const { log, entries } = captured();
    const fields = {
      accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
      arn: 'arn:aws:iam::111122223333:user/token',
      eventsource: 'secretsmanager.amazonaws.com',
      tokens: 3,
    };

    log.info(fields, 'the trigger is gone: token expired');

    expect(entries()).toEqual([expect.objectContaining({ ...fields, msg: 'the trigger is gone: token expired' })]);
  });

  it('is not slowed down by a long word from a log', () => {
    const { log } = captured();
    const startMs = performance.now();

    log.info({ useragent: 'secret-'.repeat(20_000), note: '\\'.repeat(200_000) });

    expect(performance.now() - startMs).toBeLessThan(5000);
  });
});

describe("Bolt's logger", () => {
  it('writes through the log, marked as Slack', () => {
    const { log, entries } = captured();

    boltLogger(log).warn('slow', 'down', { retryAfter: 3 });

    expect(entries()).toEqual([
      expect.objectContaining({ level: 'warn', component: 'slack', msg: 'slow down', details: [{ retryAfter: 3 }] }),
    ]);
  });

  it('writes an error with its stack and its message', () => {
    const { log, entries } = captured();

    boltLogger(log).error(new Error('broken'));

    expect(entries()).toEqual([
      expect.objectContaining({
        level: 'error',
        msg: 'broken',
        err: expect.objectContaining({ stack: expect.any(String) }),
      }),
    ]);
  });

  it.each([
    [
      'Received a message on the WebSocket: {"type":"slash_commands","text":"whisper"}',
      'Received a message on the WebSocket',
    ],
    ['{"text":"whisper"}', 'payload'],
    ['ack() call begins (body: whisper)', 'ack() call begins'],
    ['http request result: {"text":"whisper"}', 'http request result'],
    ["apiCall('chat.postMessage') start", "apiCall('chat.postMessage') start"],
  ])('leaves the payload out of the debug message %j', (message, kept) => {
    const { log, entries } = captured();

    boltLogger(log).debug(message, { text: 'whisper' });

    expect(entries()).toEqual([expect.objectContaining({ level: 'debug', msg: kept })]);
    expect(JSON.stringify(entries())).not.toContain('whisper');
  });

  it.each([
    ['trace', LogLevel.DEBUG],
    ['debug', LogLevel.DEBUG],
    ['info', LogLevel.INFO],
    ['warn', LogLevel.WARN],
    ['error', LogLevel.ERROR],
    ['silent', LogLevel.ERROR],
  ] as const)('has the level of the log, %s, whatever Bolt sets', (level, expected) => {
    const { log } = captured(level);
    const logger = boltLogger(log);

    logger.setLevel(LogLevel.INFO);

    expect(logger.getLevel()).toBe(expected);
    expect(log.level).toBe(level);
  });
});
