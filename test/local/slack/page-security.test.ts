import { type IncomingHttpHeaders, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { Stage } from './bolt-app.js';
import { cookieOf } from './pages.js';

const PAGE_DIR = 'dist/local/slack/page';
const CHANNEL = 'C0INC042';
const EVENTS = '/local/events?as=U0ALICE';
const ACT = JSON.stringify({ type: 'message', as: 'U0ALICE', channelId: CHANNEL, text: 'not me' });

const stage = new Stage();
afterEach(() => stage.clear());

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** As far as it came with the first packet: event streams do not end. */
  readonly body: string;
}

/** A request with any headers, also those that `fetch` does not allow. */
function ask(slack: LocalSlack, path: string, headers: Record<string, string> = {}, body?: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const method = body === undefined ? 'GET' : 'POST';
    const sent = request(`${slack.url}${path}`, { method, headers, agent: false }, (response) => {
      const { statusCode: status, headers: answered } = response;
      const done = (chunk: Buffer | string = '') => {
        resolve({ status, headers: answered, body: chunk.toString() });
        sent.destroy();
      };
      response.once('data', done).once('end', done);
    });
    sent.on('error', reject).end(body);
  });
}

/** Whether a WebSocket opens; else the status with which it was refused. */
function openSocket(url: string, headers: Record<string, string>): Promise<number | 'open'> {
  return new Promise((resolve) => {
    const socket = new WebSocket(url, { headers });
    socket.on('error', () => undefined);
    socket.on('unexpected-response', (sent, { statusCode = 0 }) => {
      resolve(statusCode);
      sent.destroy();
    });
    socket.on('open', () => {
      resolve('open');
      socket.terminate();
    });
  });
}

/** Whether something on this machine takes connections there; a second without an answer counts as no. */
function isListening(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, timeout: 1000 });
    const done = (isThere: boolean) => () => {
      socket.destroy();
      resolve(isThere);
    };
    socket.on('connect', done(true)).on('error', done(false)).on('timeout', done(false));
  });
}

/** Everything that may be asked for, with all that a page of ours would send. */
async function requestsOf(slack: LocalSlack) {
  const cookie = await cookieOf(slack);
  const json = { cookie, 'content-type': 'application/json' };
  return [
    { path: '/', headers: {} },
    { path: slack.pageUrl.slice(slack.url.length), headers: {} },
    { path: '/page.js', headers: {} },
    { path: EVENTS, headers: { cookie } },
    { path: '/local/act', headers: json, body: ACT },
    { path: '/local/files/F0/calls.csv', headers: { cookie } },
    { path: '/api/auth.test', headers: { authorization: `Bearer ${slack.botToken}` } },
    { path: '/response/abc', headers: { 'content-type': 'application/json' }, body: '{"text":"not me"}' },
    { path: '/upload/abc', headers: {}, body: 'not me' },
  ];
}

describe('the local workspace', () => {
  it('listens on 127.0.0.1 and on no other address of this machine', async () => {
    const slack = await stage.workspace();
    const port = Number(new URL(slack.url).port);
    const own = Object.values(networkInterfaces()).flatMap((all = []) => all.map(({ address }) => address));
    const others = ['127.0.0.2', '::1', ...own].filter((address) => address !== '127.0.0.1');

    expect(await isListening('127.0.0.1', port)).toBe(true);
    expect(await Promise.all(others.map((address) => isListening(address, port)))).not.toContain(true);
  });

  it.each([
    ['under a name that was rebound to this machine', { host: 'rebound.example' }],
    ['under that name and the right port', { host: 'rebound.example:PORT' }],
    ['without the port', { host: '127.0.0.1' }],
    ['from a page of another origin', { origin: 'http://evil.example' }],
    ['from a page of another port of this machine', { origin: 'http://127.0.0.1:1' }],
    ['from a page of this port under its other name', { origin: 'http://localhost:PORT' }],
    ['from a page in a sandbox', { origin: 'null' }],
    ['from an image or a script of another site', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['from another port of this machine without an Origin', { 'sec-fetch-site': 'same-site' }],
    [
      'from a frame of another site',
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    ],
  ])('refuses every request that comes %s', async (_, hostile) => {
    const slack = await stage.workspace({ pageDir: PAGE_DIR });
    const { port } = new URL(slack.url);
    const forged = Object.fromEntries(
      Object.entries(hostile).map(([name, value]) => [name, value.replace('PORT', port)]),
    );
    const requests = await requestsOf(slack);

    const answers = await Promise.all(
      requests.map(({ path, headers, body }) => ask(slack, path, { ...headers, ...forged }, body)),
    );

    expect(answers.map(({ status }, index) => [requests[index]?.path, status])).toEqual(
      requests.map(({ path }) => [path, 403]),
    );
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it('answers the same requests when nothing is wrong with them', async () => {
    const slack = await stage.workspace({ pageDir: PAGE_DIR });
    const requests = await requestsOf(slack);

    const answers = await Promise.all(requests.map(({ path, headers, body }) => ask(slack, path, headers, body)));

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 404, 200, 404, 404]);
    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'not me' }]);
  });

  it('tells every browser what it may do with an answer, also with a refusal', async () => {
    const slack = await stage.workspace({ pageDir: PAGE_DIR });
    const requests = [...(await requestsOf(slack)), { path: '/nothing', headers: {} }, { path: EVENTS, headers: {} }];

    const answers = await Promise.all(requests.map(({ path, headers, body }) => ask(slack, path, headers, body)));

    for (const { headers } of answers) {
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
        'content-security-policy': expect.stringMatching(/^default-src 'none'; .*frame-ancestors 'none'/),
      });
      expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|https?:/);
    }
  });

  it.each([
    ['a page of another origin', { origin: 'http://evil.example' }, 403],
    ['a page of its own', { origin: 'OURS' }, 403],
    ['a page that does not say so', { 'sec-fetch-site': 'same-origin' }, 403],
    ['a name that was rebound', { host: 'rebound.example' }, 403],
    ['the app', {}, 'open'],
  ])('opens no socket for web pages: %s', async (_, headers, outcome) => {
    const slack = await stage.workspace();
    const { url = '' } = await stage.client(slack, slack.appToken).apps.connections.open({});
    const sent = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, value.replace('OURS', slack.url)]),
    );

    expect(await openSocket(url, sent)).toBe(outcome);
  });
});

describe('the key of a start', () => {
  it('stands in the address that the terminal shows, and becomes a cookie that scripts cannot read', async () => {
    const slack = await stage.workspace({ pageDir: PAGE_DIR });
    const key = new URL(slack.pageUrl).searchParams.get('key') ?? '';

    const { headers, status } = await ask(slack, `/?key=${key}`);

    expect(status).toBe(200);
    expect(key).toMatch(/^[0-9a-f]{48}$/);
    expect(headers['set-cookie']).toEqual([
      `ir_local_${new URL(slack.url).port}=${key}; Path=/local; HttpOnly; SameSite=Strict`,
    ]);
  });

  it('is not told to whoever finds the port', async () => {
    const slack = await stage.workspace({ pageDir: PAGE_DIR });
    const key = new URL(slack.pageUrl).searchParams.get('key') ?? '';
    const guesses = [
      '/',
      '/?key',
      '/?key=',
      '/index.html',
      '/page.js',
      '/page.css',
      EVENTS,
      '/api/auth.test',
      '/local',
    ];

    const answers = await Promise.all(guesses.map((path) => ask(slack, path)));

    expect(answers.filter((answer) => JSON.stringify(answer).includes(key))).toEqual([]);
    expect(answers.filter(({ headers }) => headers['set-cookie'] !== undefined)).toEqual([]);
  });

  it('is needed to read and to act', async () => {
    const slack = await stage.workspace({ pageDir: PAGE_DIR });
    const name = `ir_local_${new URL(slack.url).port}`;
    const json = { 'content-type': 'application/json' };
    const cookies = ['', name, `${name}=`, `${name}=${'0'.repeat(48)}`, (await cookieOf(slack)).slice(0, -1)];

    for (const cookie of cookies) {
      const answers = [
        await ask(slack, EVENTS, { cookie }),
        await ask(slack, '/local/act', { cookie, ...json }, ACT),
        await ask(slack, '/local/files/F0/calls.csv', { cookie }),
      ];

      expect(answers.map(({ status }) => status)).toEqual([403, 403, 403]);
    }
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it('is another one at each start: the old address says so, and the old cookie opens nothing', async () => {
    const before = await stage.workspace({ pageDir: PAGE_DIR });
    const [oldPath, oldCookie] = [before.pageUrl.slice(before.url.length), await cookieOf(before)];
    const port = Number(new URL(before.url).port);
    await stage.clear();
    const slack = await stage.workspace({ pageDir: PAGE_DIR, port });

    const page = await ask(slack, oldPath);
    const events = await ask(slack, EVENTS, { cookie: oldCookie });

    expect([page.status, page.body]).toEqual([
      403,
      expect.stringContaining('Open the one that the terminal shows now'),
    ]);
    expect(page.headers['set-cookie']).toBeUndefined();
    expect(events.status).toBe(403);
  });

  it('lets in whoever comes by a link with it, from any site', async () => {
    const slack = await stage.workspace({ pageDir: PAGE_DIR });
    const visit = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

    expect((await ask(slack, slack.pageUrl.slice(slack.url.length), visit)).status).toBe(200);
    expect((await ask(slack, `/?key=${'0'.repeat(48)}`, visit)).status).toBe(403);
    expect((await ask(slack, '/', visit)).status).toBe(403);
  });
});
