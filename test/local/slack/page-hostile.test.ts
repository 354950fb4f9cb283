import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { Stage } from './bolt-app.js';

const CHROMIUM = '/usr/bin/chromium';
const inBrowser = existsSync(CHROMIUM) ? describe : describe.skip;
const CHANNEL = 'C0INC042';

/** What would run, load or lead away where text became HTML or a link. */
const HOSTILE = [
  '<img src=x onerror="window.owned=1">',
  '<script>window.owned=1</script>',
  '<svg onload="window.owned=1"><iframe srcdoc="<script>top.owned=1</script>"></iframe></svg>',
  '"><a href="javascript:window.owned=1" autofocus onfocus="window.owned=1">x</a>',
  '</title></style></textarea><meta http-equiv="refresh" content="0;url=http://192.0.2.1/">',
  '<base href="http://192.0.2.1/"><form action="http://192.0.2.1/"><button>x</button></form>',
  '{{constructor.constructor("window.owned=1")()}}',
  '&lt;img src=x onerror=window.owned=1&gt;',
] as const;
const HOSTILE_URLS = [
  'javascript:window.owned=1',
  'JaVaScRiPt:window.owned=1',
  'java\nscript:window.owned=1',
  'data:text/html,<script>opener.owned=1</script>',
  'vbscript:window.owned=1',
  'file:///etc/passwd',
] as const;

const raw = (text: string) => ({ type: 'raw_text', text });
const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

/** The same text wherever a message can hold one. */
const blocksWith = (text: string) => [
  { type: 'header', text: plain(text) },
  {
    type: 'rich_text',
    elements: [
      { type: 'rich_text_section', elements: [{ type: 'text', text, style: { code: true } }] },
      { type: 'rich_text_preformatted', elements: [{ type: 'text', text }] },
      { type: 'rich_text_section', elements: [{ type: 'link', url: 'https://192.0.2.1/', text }] },
    ],
  },
  { type: 'context', elements: [plain(text), { type: 'mrkdwn', text }] },
  { type: 'actions', elements: [{ type: 'button', action_id: 'a', text: plain(text.slice(0, 75)), value: text }] },
  { type: 'data_table', caption: text, rows: [[raw(text)], [raw(text)]] },
];

inBrowser('the page in a browser', () => {
  const stage = new Stage();
  let slack: LocalSlack;
  let browser: Browser;
  let context: BrowserContext;
  let complaints: string[] = [];

  beforeAll(async () => {
    slack = await stage.workspace({ pageDir: 'dist/local/slack/page', rateLimits: false });
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-background-networking', '--disable-gpu'],
    });
  }, 60_000);
  beforeEach(async () => {
    await context?.close();
    context = await browser.newContext();
    complaints = [];
  });
  afterAll(async () => {
    await browser?.close();
    await stage.clear();
  });

  /** A tab; what it breaks, asks for elsewhere or pops up is a complaint. */
  async function open(url: string): Promise<Page> {
    const page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('dialog', (dialog) => {
      complaints.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(slack.url) && !request.url().startsWith('data:')) complaints.push(request.url());
    });
    page.on('console', (line) => {
      if (/Content Security Policy|TrustedHTML|TrustedScript/.test(line.text())) complaints.push(line.text());
    });
    await page.goto(url);
    return page;
  }
  const isOpen = (page: Page) => page.getByTestId('composer').waitFor();

  it('opens by the address of the terminal, also again, and lives on when it is loaded anew or in a second tab', async () => {
    const first = await open(slack.pageUrl);
    await isOpen(first);
    expect(first.url()).not.toContain('key=');
    await first.reload();
    await isOpen(first);
    const second = await open(`${slack.url}/?as=U0BOB`);
    await isOpen(second);
    const again = await open(slack.pageUrl);
    await isOpen(again);
    await again.goBack();

    expect(again.url()).not.toContain('key=');
    expect(complaints).toEqual([]);
  });

  it('says where to find the address when it has no key, and shows and does nothing', async () => {
    await slack.act({ type: 'message', as: 'U0BOB', channelId: CHANNEL, text: 'for us alone' });

    const page = await open(`${slack.url}/?as=U0ALICE&channel=${CHANNEL}`);
    await page.getByText('Open the address that the terminal shows.').first().waitFor();

    expect(await page.content()).not.toContain('for us alone');
    expect(await page.getByTestId('composer').count()).toBe(0);
  });

  it('shows hostile text as text: nothing of it runs, loads, leads away or becomes an element', async () => {
    const client = stage.client(slack);
    const page = await open(slack.pageUrl);
    await isOpen(page);
    const before = await page.evaluate<string[]>(KINDS_OF_ELEMENTS);
    await client.chat.postMessage({ channel: CHANNEL, text: 'harmless', blocks: blocksWith('harmless') });
    await page.getByText('harmless').first().waitFor();
    const kinds = await page.evaluate<string[]>(KINDS_OF_ELEMENTS);

    for (const text of HOSTILE) {
      await slack.act({ type: 'message', as: 'U0BOB', channelId: CHANNEL, text });
      await client.chat.postMessage({ channel: CHANNEL, text, blocks: blocksWith(text) });
      await client.chat.postEphemeral({ channel: CHANNEL, user: 'U0ALICE', text, blocks: blocksWith(text) });
    }
    await client.chat.postMessage({ channel: CHANNEL, text: 'that is all' });
    await page.getByText('that is all').first().waitFor();

    expect(kinds.length).toBeGreaterThan(before.length);
    expect((await page.evaluate<string[]>(KINDS_OF_ELEMENTS)).filter((kind) => !kinds.includes(kind))).toEqual([]);
    expect(await page.evaluate('window.owned')).toBeUndefined();
    const text = await page.locator('body').textContent();
    expect(HOSTILE.slice(0, -1).filter((one) => !text?.includes(one))).toEqual([]);
    expect([new URL(page.url()).origin, context.pages().length, complaints]).toEqual([slack.url, 1, []]);
  });

  it('makes no link of an address that is not of the web', async () => {
    const client = stage.client(slack);
    const page = await open(slack.pageUrl);
    for (const url of [...HOSTILE_URLS, 'https://192.0.2.7/']) {
      const section = { type: 'rich_text_section', elements: [{ type: 'link', url, text: 'follow me' }] };
      const blocks = [{ type: 'rich_text', elements: [section] }];
      await client.chat.postMessage({ channel: CHANNEL, text: `<${url}|follow me>` });
      await client.chat.postMessage({ channel: CHANNEL, text: 'a', blocks }).catch(() => undefined);
    }
    await page.locator('a[href="https://192.0.2.7/"]').last().waitFor();

    for (const shown of await page.getByText('follow me').all()) await shown.dispatchEvent('mouseover');
    const schemes = await page.locator('a').evaluateAll((links) => links.map((link) => new URL(link.href).protocol));

    expect(await page.getByText('follow me').count()).toBeGreaterThan(HOSTILE_URLS.length);
    expect([...new Set(schemes)].filter((scheme) => !/^https?:$/.test(scheme))).toEqual([]);
    expect(await page.locator('a[href="https://192.0.2.7/"]').first().getAttribute('rel')).toBe('noopener noreferrer');
    expect(complaints).toEqual([]);
  });

  it.each(['127.0.0.1', 'localhost'])(
    'cannot be used by a page of another site at %s, though its cookie is there',
    async (host) => {
      const own = await open(slack.pageUrl);
      await isOpen(own);
      const [said, evil] = [slack.messages(CHANNEL).length, await serveEvil(slack)];

      const page = await context.newPage();
      await page.goto(`http://${host}:${evil.port}/`);
      await page.waitForFunction('window.done !== undefined');
      const outcome = await page.evaluate('window.done');
      evil.server.close();

      expect(outcome).toEqual({
        'form post': 'sent',
        'text/plain fetch': 'refused',
        'JSON fetch': 'refused',
        'readable fetch': 'refused',
        'event stream': 'refused',
        socket: 'refused',
        image: 'refused',
        script: 'refused',
        frame: 'not readable',
      });
      expect(slack.messages(CHANNEL)).toHaveLength(said);
      // The same words do arrive when the page itself is used, so the attempts above had something to reach.
      await own.getByTestId('composer').fill('taken over');
      await own.keyboard.press('Enter');
      await own.getByText('taken over').first().waitFor();
      expect(slack.messages(CHANNEL)).toHaveLength(said + 1);
    },
  );
});

/** Every kind of element on the page, with the names of its attributes. */
const KINDS_OF_ELEMENTS = `[...new Set([...document.querySelectorAll('*')].map((one) =>
  [one.localName, ...one.getAttributeNames().filter((name) => /^on|^src|^href|^action|^style$/.test(name)).sort()].join(' ')
))]`;

/** A page of somebody else, on another port, that tries everything that a page can send. */
async function serveEvil({ url }: LocalSlack): Promise<{ server: Server; port: number }> {
  const act = JSON.stringify({ type: 'message', as: 'U0ALICE', channelId: CHANNEL, text: 'taken over' });
  const [head = '', tail = ''] = act.slice(0, -1).split(',"text"');
  // A form of text/plain sends name=value: the equals sign hides in a property that nobody reads.
  const field = { name: `${head},"text"${tail},"x":"`, value: '"}' };
  const html = `<!doctype html><iframe name="into"></iframe>
<form method="post" enctype="text/plain" target="into" action="${url}/local/act"><input></form>
<script type="module">
const { name, value } = ${JSON.stringify(field)};
const form = document.forms[0];
Object.assign(form.elements[0], { name, value });
const done = {};
const heard = (make, good, bad) => new Promise((resolve) => {
  const one = make();
  one[good] = () => resolve('open');
  one[bad] = () => resolve('refused');
});
const loaded = (tag) => heard(() => {
  const one = document.createElement(tag);
  one.src = '${url}/page.js';
  document.body.append(one);
  return one;
}, 'onload', 'onerror');
const sent = new Promise((resolve) => { document.querySelector('iframe').onload = () => resolve('sent'); });
form.submit();
done['form post'] = await sent;
const post = (options) => fetch('${url}/local/act', { method: 'POST', credentials: 'include', body: ${JSON.stringify(act)}, ...options })
  .then(() => 'open', () => 'refused');
done['text/plain fetch'] = await post({ mode: 'no-cors' });
done['JSON fetch'] = await post({ headers: { 'content-type': 'application/json' } });
done['readable fetch'] = await fetch('${url}/local/events?as=U0ALICE', { credentials: 'include' }).then(() => 'open', () => 'refused');
done['event stream'] = await heard(() => new EventSource('${url}/local/events?as=U0ALICE', { withCredentials: true }), 'onmessage', 'onerror');
done.socket = await heard(() => new WebSocket('${url.replace('http', 'ws')}/link'), 'onopen', 'onerror');
done.image = await loaded('img');
done.script = await loaded('script');
const frame = document.createElement('iframe');
frame.src = '${url}/';
document.body.append(frame);
await new Promise((resolve) => { frame.onload = resolve; });
try { done.frame = frame.contentWindow.document.body.innerText; } catch { done.frame = 'not readable'; }
window.done = done;
</script>`;
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(html);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the other site has no port');
  return { server, port: address.port };
}
