import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ModalView } from '@slack/types';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { eventually, Stage } from './bolt-app.js';
import { cookieOf, type OpenPage, openPage } from './pages.js';

const CHANNEL = 'C0INC042';
const stage = new Stage();
let pageDir = '';
let pages: OpenPage[] = [];

beforeAll(async () => {
  pageDir = await mkdtemp(join(tmpdir(), 'page-'));
  for (const name of ['index.html', 'page.js', 'page.css', 'secret.txt']) await writeFile(join(pageDir, name), name);
});
afterEach(async () => {
  for (const page of pages) page.close();
  pages = [];
  await stage.clear();
});
afterAll(() => rm(pageDir, { recursive: true }));

async function open(slack: LocalSlack, userId: string): Promise<OpenPage> {
  const page = await openPage(slack, userId);
  pages.push(page);
  await eventually(() => page.events.length > 0);
  return page;
}

const act = (slack: LocalSlack, body: unknown, headers: Record<string, string>) =>
  fetch(`${slack.url}/local/act`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

/** A request with any `Host`, which `fetch` does not allow. */
function statusFor(slack: LocalSlack, path: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const sent = request(`${slack.url}${path}`, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    sent.on('error', reject).end();
  });
}

describe('the page', () => {
  it('is served with a policy that runs its own script alone', async () => {
    const slack = await stage.workspace({ pageDir });

    const response = await fetch(slack.pageUrl);

    expect(await response.text()).toBe('index.html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'; script-src 'self'");
    expect(response.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict$/);
  });

  it.each(['/secret.txt', '/..%2fpackage.json', '/page.js/', '/local/secret'])('has no %s', async (path) => {
    const slack = await stage.workspace({ pageDir });

    expect((await fetch(`${slack.url}${path}`)).status).toBe(404);
  });

  it('says how to build it when it is not there', async () => {
    const slack = await stage.workspace({ pageDir: join(pageDir, 'none') });

    const response = await fetch(slack.pageUrl);

    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: expect.stringContaining('npm run build') });
  });

  it.each([
    ['another Host', { host: 'evil.example' }, 403],
    ['another port', { host: '127.0.0.1:1' }, 403],
    ['another Origin', { origin: 'http://evil.example' }, 403],
    ['an Origin without a name', { origin: 'null' }, 403],
    ['nothing wrong', {}, 200],
  ])('is answered to a request with %s', async (_, headers, status) => {
    const slack = await stage.workspace({ pageDir });

    expect(await statusFor(slack, '/', headers)).toBe(status);
    expect(await statusFor(slack, '/api/auth.test', headers)).toBe(status);
  });
});

describe('the events of a page', () => {
  it('begin with what is there, and go on with what happens', async () => {
    const slack = await stage.workspace({ pageDir });
    slack.setNotice('reading logs');
    await slack.act({ type: 'message', as: 'U0BOB', channelId: CHANNEL, text: 'before' });
    const page = await open(slack, 'U0ALICE');
    const app = await stage.app(slack);
    const { ts = '' } = await app.client.chat.postMessage({ channel: CHANNEL, text: 'one' });
    await app.client.chat.update({ channel: CHANNEL, ts, text: 'two' });
    await app.client.chat.delete({ channel: CHANNEL, ts });
    slack.setNotice(null);
    await eventually(() => page.events.at(-1)?.type === 'notice');

    expect(page.events).toMatchObject([
      {
        type: 'snapshot',
        snapshot: {
          workspaceName: 'Local workspace',
          bot: { id: 'U0IRBOT', name: 'ir-bot', isConnected: false },
          people: [{ name: 'alice' }, { name: 'bob' }, { name: 'carol' }],
          channels: [{ name: 'inc-042' }, { name: 'general' }, { name: 'random' }],
          messages: [{ userId: 'U0BOB', text: 'before' }],
          commands: [{ command: '/ir' }],
          notice: 'reading logs',
        },
      },
      { type: 'bot', isConnected: true },
      { type: 'message', message: { ts, text: 'one' } },
      { type: 'message', message: { ts, text: 'two', editedTs: expect.any(String) } },
      { type: 'message_deleted', channelId: CHANNEL, ts },
      { type: 'notice', notice: null },
    ]);
  });

  it('hold what is for one person back from the others', async () => {
    const slack = await stage.workspace({ pageDir });
    const [alice, bob] = [await open(slack, 'U0ALICE'), await open(slack, 'U0BOB')];
    const client = stage.client(slack);
    await client.chat.postEphemeral({ channel: CHANNEL, user: 'U0ALICE', text: 'psst' });
    await client.views.publish({ user_id: 'U0ALICE', view: { type: 'home', blocks: [] } });
    await client.chat.postMessage({ channel: CHANNEL, text: 'for all' });
    await eventually(() => [alice, bob].every(({ events }) => events.at(-1)?.type === 'message'));

    expect(alice.events.slice(1)).toMatchObject([
      { type: 'message', message: { text: 'psst', ephemeralFor: 'U0ALICE' } },
      { type: 'home', view: { type: 'home', blocks: [] } },
      { type: 'message', message: { text: 'for all' } },
    ]);
    expect(bob.events.slice(1)).toMatchObject([{ type: 'message', message: { text: 'for all' } }]);
  });

  it('show a modal when it opens and none when it closes', async () => {
    const slack = await stage.workspace({ pageDir });
    const page = await open(slack, 'U0ALICE');
    const view: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [] };
    await stage.app(slack, (app) =>
      app.command('/ir', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view });
      }),
    );
    await slack.act({ type: 'slash_command', as: 'U0ALICE', channelId: CHANNEL, text: '/ir' });
    const modals = () => page.events.flatMap((event) => (event.type === 'modal' ? [event.view] : []));
    const viewId = await eventually(() => modals()[0]?.id);

    await slack.act({ type: 'view_closed', as: 'U0ALICE', viewId });
    await eventually(() => modals().length === 2);

    expect(modals()).toMatchObject([{ id: viewId, title: { text: 'T' } }, null]);
  });

  it('end, and do not break off, when the workspace stops', async () => {
    const slack = await stage.workspace({ pageDir });
    const page = await open(slack, 'U0ALICE');
    await stage.app(slack);

    await slack.close();
    await eventually(() => page.state() !== 'open');

    expect(page.state()).toBe('ended');
    expect(page.events.at(-1)).toEqual({ type: 'bot', isConnected: true });
  });

  it('are for known people on our page alone', async () => {
    const slack = await stage.workspace({ pageDir });
    const cookie = await cookieOf(slack);

    expect(await statusFor(slack, '/local/events?as=U0ALICE', {})).toBe(403);
    expect(await statusFor(slack, '/local/events?as=U0NOBODY', { cookie })).toBe(404);
  });
});

describe('an act of the page', () => {
  const saying = { type: 'message', as: 'U0ALICE', channelId: CHANNEL, text: 'hello' };

  it('is done with the page’s cookie', async () => {
    const slack = await stage.workspace({ pageDir });

    const response = await act(slack, saying, { cookie: await cookieOf(slack), origin: slack.url });

    expect(await response.json()).toEqual({ ok: true });
    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'hello' }]);
  });

  it.each<[string, unknown, Record<string, string>, number]>([
    ['without the cookie', saying, { cookie: '' }, 403],
    ['with a cookie of another start', saying, { cookie: 'ir_local_1=0123' }, 403],
    ['from another origin', saying, { origin: 'http://evil.example' }, 403],
    ['as a form, which a page of another origin may send', saying, { 'content-type': 'text/plain' }, 415],
    ['of a kind that there is not', { type: 'dance', as: 'U0ALICE' }, {}, 400],
  ])('is refused %s', async (_, body, headers, status) => {
    const slack = await stage.workspace({ pageDir });

    const response = await act(slack, body, { cookie: await cookieOf(slack), ...headers });

    expect(response.status).toBe(status);
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it.each([
    ['a person who is not there', { as: 'U0NOBODY' }, 'There is no person U0NOBODY.'],
    ['a channel that is not there', { channelId: 'C0' }, 'There is no channel C0.'],
    ['nothing said', { text: '  ' }, 'There is nothing to say.'],
    ['a thread that is not there', { threadTs: '1.000000' }, 'The message of this thread was deleted.'],
  ])('is refused with a sentence for %s', async (_, change, error) => {
    const slack = await stage.workspace();

    const result = await slack.act({ type: 'message', as: 'U0ALICE', channelId: CHANNEL, text: 'hello', ...change });

    expect(result).toEqual({ ok: false, error });
  });
});
