import { createHmac } from 'node:crypto';
import { Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { App } from '@slack/bolt';
import fc from 'fast-check';
import { boltLogger, buildLog } from '../../src/log.js';
import { httpReceiver, MAX_BODY_BYTES } from '../../src/slack/http-receiver.js';
import { signaturesSeen } from '../../src/slack/replay.js';

const SECRET = '0123456789abcdef0123456789abcdef';
/** In every body: whoever finds it in the log has found a hole. */
const MARK = 'marked-body';
const FORM = 'application/x-www-form-urlencoded';
const MAX_ARRIVAL_MS = 1_500;

describe('requests in HTTP mode', () => {
  const log: string[] = [];
  const taken: string[] = [];
  let server: Server;
  let port: number;
  let asked = 0;

  beforeAll(async () => {
    const destination = { write: (line: string) => void log.push(line) };
    const written = buildLog({ level: 'debug', destination });
    const receiver = httpReceiver({ signingSecret: SECRET, log: written, maxArrivalMs: MAX_ARRIVAL_MS });
    const app = new App({ receiver, logger: boltLogger(written), authorize: async () => ({ botToken: 'xoxb-test' }) });
    app.command('/ir', async ({ ack, command }) => {
      taken.push(command.text);
      await ack();
    });
    const started = await receiver.start(0);
    if (!(started instanceof Server)) throw new Error('the receiver starts a server');
    server = started;
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has a port');
    port = address.port satisfies AddressInfo['port'];
  });
  afterAll(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  beforeEach(() => {
    log.length = 0;
    taken.length = 0;
  });

  const bodyOf = (said: string) =>
    new URLSearchParams({ command: '/ir', text: said, user_id: 'U0ALICE', team_id: 'T0LOCAL', mark: MARK }).toString();
  /** Another body each time, so that no signature comes twice unless a test means it to. */
  const newBody = () => bodyOf(`authfail ${asked++}`);
  const seconds = (off = 0) => String(Math.floor(Date.now() / 1_000) + off);
  const signed = (body: string, timestamp = seconds(), secret = SECRET) => ({
    'content-type': FORM,
    'x-slack-request-timestamp': timestamp,
    'x-slack-signature': `v0=${createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex')}`,
  });
  const post = (body: string, headers: Record<string, string>, path = '/slack/events', method = 'POST') =>
    fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(method === 'GET' ? {} : { body }) });
  const without = (headers: Record<string, string>, name: string) =>
    Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
  const warnings = () => log.map((line) => JSON.parse(line)).filter(({ level }) => level === 'warn');
  const heads = (body: string, fields: Record<string, string>) => {
    const lines = Object.entries(fields).map((field) => field.join(': '));
    return ['POST /slack/events HTTP/1.1', 'host: x', ...lines, '', body].join('\r\n');
  };

  /** Says this to the server as it stands, and what comes back until it hangs up, or for as long as it takes. */
  async function say(...pieces: readonly string[]): Promise<string> {
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const answer = text(socket).catch(() => '');
    for (const piece of pieces) socket.write(piece);
    const back = await Promise.race([answer, wait(8_000, 'nothing came back', { ref: false })]);
    socket.destroy();
    return back;
  }

  it('are taken when Slack signed them', async () => {
    const answer = await post(bodyOf('authfail'), signed(bodyOf('authfail')));

    expect(answer.status).toBe(200);
    expect(taken).toEqual(['authfail']);
  });

  it.each([
    ['without a signature', (body: string) => without(signed(body), 'x-slack-signature'), 'verify'],
    ['without a timestamp', (body: string) => without(signed(body), 'x-slack-request-timestamp'), 'verify'],
    ['signed with another secret', (body: string) => signed(body, seconds(), 'another'), 'signature mismatch'],
    ['with the signature of another body', () => signed(newBody()), 'signature mismatch'],
    ['signed more than five minutes ago', (body: string) => signed(body, seconds(-302)), 'stale timestamp'],
    ['signed for later than in five minutes', (body: string) => signed(body, seconds(302)), 'in the future'],
    ['with a timestamp that is no number', (body: string) => signed(body, 'soon'), 'timestamp of another form'],
    ['with a timestamp without end', (body: string) => signed(body, 'Infinity'), 'timestamp of another form'],
    [
      'with a signature of another version',
      (body: string) => ({ ...signed(body), 'x-slack-signature': `v1=${'0'.repeat(64)}` }),
      'signature of another form',
    ],
  ])('%s are refused, and the log says why', async (_, headersOf, reason) => {
    const body = newBody();

    const answer = await post(body, headersOf(body));

    expect([answer.status, await answer.text(), taken]).toEqual([401, '', []]);
    expect(warnings()).toHaveLength(1);
    expect(JSON.stringify(warnings())).toContain(reason);
  });

  it.each([-295, 0, 295])('signed %d seconds from now are taken', async (off) => {
    const body = newBody();

    expect((await post(body, signed(body, seconds(off)))).status).toBe(200);
  });

  it('are taken once: the very same again is refused', async () => {
    const body = newBody();
    const headers = signed(body);
    expect((await post(body, headers)).status).toBe(200);

    const again = await post(body, headers);

    expect([again.status, taken.length]).toEqual([401, 1]);
    expect(warnings()).toEqual([expect.objectContaining({ status: 401, reason: 'a signature that came before' })]);
  });

  it('are taken once, however many of the same come at the same time', async () => {
    const body = newBody();
    const headers = signed(body);

    const answers = await Promise.all(Array.from({ length: 12 }, () => post(body, headers)));

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array.from({ length: 11 }, () => 401)]);
    expect(taken).toHaveLength(1);
  });

  it('that Slack delivers again are signed anew, and taken', async () => {
    const body = newBody();
    await post(body, signed(body, seconds(-60)));

    const again = await post(body, { ...signed(body), 'x-slack-retry-num': '1' });

    expect([again.status, taken.length]).toEqual([200, 2]);
  });

  it('that came before are refused however their signature is dressed up', async () => {
    const body = newBody();
    const headers = signed(body);
    await post(body, headers);
    const { 'x-slack-signature': signature, 'x-slack-request-timestamp': timestamp } = headers;
    const dressed = fc.record({
      signature: fc.constantFrom(
        signature,
        signature.toUpperCase(),
        `${signature}=x`,
        `${signature} , `,
        `v0=${signature}`,
      ),
      timestamp: fc.constantFrom(timestamp, `0${timestamp}`, `+${timestamp}`, `${timestamp}.0`, `${timestamp}e0`),
    });

    await fc.assert(
      fc.asyncProperty(dressed, async (other) => {
        const answer = await post(body, {
          ...headers,
          'x-slack-signature': other.signature,
          'x-slack-request-timestamp': other.timestamp,
        });
        expect([answer.status, taken.length]).toEqual([401, 1]);
      }),
    );
  });

  it('that were refused do not use up a signature that Slack makes later', async () => {
    const body = newBody();
    const headers = signed(body);
    expect((await post(`${body}&more=1`, headers)).status).toBe(401);

    expect((await post(body, headers)).status).toBe(200);
  });

  it('that check the certificate need no signature, and carry nothing in', async () => {
    const answer = await post(`ssl_check=1&${newBody()}`, { 'content-type': FORM });

    expect([answer.status, taken]).toEqual([200, []]);
  });

  it.each([
    ['to another path', '/admin', 'POST', 404],
    ['to a path that is no path', '//[', 'POST', 404],
    ['to another path of Bolt’s', '/slack/install', 'GET', 404],
    ['of another method', '/slack/events', 'GET', 405],
    ['of a method that changes things', '/slack/events', 'DELETE', 405],
  ])('%s get a number and nothing else', async (_, path, method, status) => {
    const body = newBody();

    const answer = await post(body, signed(body), path, method);

    expect([answer.status, await answer.text(), taken]).toEqual([status, '', []]);
    expect(warnings()).toEqual([expect.objectContaining({ method, path, status })]);
  });

  it('whose body says that it is too large are refused before it is sent', async () => {
    const answer = await say(heads('', { ...signed('x'), 'content-length': String(MAX_BODY_BYTES + 1) }));

    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(warnings()[0]).toMatchObject({ status: 413, reason: expect.stringContaining('body of more than') });
  });

  it('whose body has no end are refused, and never held in memory', async () => {
    const piece = Buffer.from(`10000\r\n${'x'.repeat(0x10000)}\r\n`);
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 5);
    const socket = connect(port, '127.0.0.1');
    socket.on('error', () => {});
    const answer = text(socket).catch(() => '');

    socket.write(heads('', { ...signed('x'), 'transfer-encoding': 'chunked' }));
    for (let sent = 0; sent < 4_000 && socket.writable; sent++) {
      if (!socket.write(piece))
        await Promise.race([
          new Promise((resolve) => socket.once('drain', resolve)),
          wait(500, undefined, { ref: false }),
        ]);
    }
    clearInterval(watch);

    expect(await Promise.race([answer, wait(8_000, 'nothing', { ref: false })])).toMatch(/^HTTP\/1\.1 413 /);
    expect(most).toBeLessThan(64 * 1_048_576);
    expect(taken).toEqual([]);
  });

  it('with the largest body there may be are read', async () => {
    const body = `${newBody()}&pad=`.padEnd(MAX_BODY_BYTES, 'x');

    expect((await post(body, signed(body))).status).toBe(200);
    expect((await post(`${body}x`, signed(`${body}x`))).status).toBe(413);
    expect(taken).toHaveLength(1);
  });

  it('whose body is longer than they say are not read on as another request', async () => {
    const smuggled = newBody();
    const second = heads(smuggled, {
      ...signed(smuggled, undefined, 'another'),
      'content-length': `${smuggled.length}`,
    });

    const answer = await say(heads(`x=1${second}`, { ...signed('x=1'), 'content-length': '3' }), 'no request\r\n\r\n');

    expect(answer).toContain('400');
    expect(taken).toEqual([]);
  });

  it.each([
    ['body does not arrive', heads('text=', { ...signed('text=authfail'), 'content-length': '13' })],
    ['headers do not arrive', 'POST /slack/events HTTP/1.1\r\nhost: x\r\nx-slack-'],
  ])('whose %s are not waited for', async (_, begun) => {
    const answer = await say(begun);

    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(taken).toEqual([]);
    expect(JSON.stringify(warnings())).toContain('ERR_HTTP_REQUEST_TIMEOUT');
  });

  it('that are no HTTP get a number and nothing else', async () => {
    expect(await say('\u0016\u0003\u0001 hello\r\n\r\n')).toMatch(
      /^HTTP\/1\.1 400 Bad Request\r\nConnection: close\r\n\r\n$/,
    );
    expect(warnings()).toHaveLength(1);
  });

  it('leave no secret, signature or body in the log, however they end', async () => {
    const body = newBody();
    const headers = signed(body);
    for (const secret of [SECRET, 'another']) await post(body, signed(body, seconds(), secret));
    await post(body, headers);
    await post(body, headers, `/slack/events/${'x'.repeat(3_000)}?token=xoxb-1-2-abc`);
    await post('{', { ...signed('{'), 'content-type': 'application/json' });

    const lines = log.join('');

    expect(warnings().length).toBeGreaterThanOrEqual(3);
    for (const secret of [SECRET, headers['x-slack-signature'].slice(3), MARK, 'xoxb'])
      expect(lines).not.toContain(secret);
    expect(Math.max(...log.map((line) => line.length))).toBeLessThan(1_000);
  });
});

describe('signatures that were seen', () => {
  it('are known for ten minutes, and forgotten then', () => {
    let nowMs = 0;
    const isFirst = signaturesSeen(() => nowMs);

    const first = [isFirst('a'), isFirst('b'), isFirst('a')];
    nowMs = 599_999;
    const before = isFirst('a');
    nowMs = 600_000;

    expect([...first, before, isFirst('a')]).toEqual([true, true, false, false, true]);
  });

  it('take a bounded amount of memory: the oldest go first', () => {
    const isFirst = signaturesSeen(() => 0, 3);

    const first = ['a', 'b', 'c', 'd'].map(isFirst);

    expect(first).toEqual([true, true, true, true]);
    expect(['c', 'd'].map(isFirst)).toEqual([false, false]);
    expect(isFirst('a')).toBe(true);
  });
});
