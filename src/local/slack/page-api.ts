import { readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { perform } from './acts/perform.js';
import { sendFile } from './file-transfer.js';
import { HttpError, isVisit, readText, SECURITY, sendJson } from './http.js';
import { parseJson } from './json.js';
import { PageAccess } from './page-access.js';
import { pageAct } from './page-act.js';
import type { Parts } from './parts.js';
import { LOCAL_BOT, LOCAL_TEAM } from './people.js';
import type { PageEvent, Snapshot } from './protocol.js';
import { pageView } from './view-stacks.js';

/** The page's files, and nothing else of its folder. */
const FILES: ReadonlyMap<string, { readonly name: string; readonly type: string }> = new Map([
  ['/', { name: 'index.html', type: 'text/html; charset=utf-8' }],
  ['/page.js', { name: 'page.js', type: 'text/javascript; charset=utf-8' }],
  ['/page.css', { name: 'page.css', type: 'text/css; charset=utf-8' }],
]);

/** Comments keep the connection from looking idle. */
const KEEP_ALIVE_MS = 15_000;

/** The page and what it talks to. The page itself holds nothing; all that it reads and does takes the key of this start. */
export class PageApi {
  private readonly access: PageAccess;
  private readonly streams = new Set<() => void>();
  private notice: string | undefined;

  constructor(
    private readonly parts: Parts,
    private readonly pageDir: string,
    port: number,
  ) {
    this.access = new PageAccess(port);
  }

  /** What a person opens in the browser. */
  get url(): string {
    return `${this.parts.origin}${this.access.path}`;
  }

  /** Whether a visitor whom another site sent has the key, as when the address is opened out of a terminal in the browser. */
  isInvited(request: IncomingMessage, { pathname, searchParams }: URL): boolean {
    return pathname === '/' && isVisit(request) && this.access.isKey(searchParams.get('key') ?? '');
  }

  /** What is going on before the bot answers; `null` when nothing is. */
  setNotice(notice: string | null): void {
    this.notice = notice ?? undefined;
    this.parts.feed.publish({ type: 'notice', notice });
  }

  /** Answers a request, when it is one for the page. */
  async serve(request: IncomingMessage, response: ServerResponse, { pathname, searchParams }: URL): Promise<boolean> {
    const route = `${request.method} ${pathname}`;
    const [, download] = /^GET \/local\/files\/(F[0-9A-F]+)\//.exec(route) ?? [];
    if (route === 'GET /local/events') this.stream(request, response, searchParams.get('as') ?? '');
    else if (route === 'POST /local/act') await this.act(request, response);
    else if (download) await this.download(request, response, download);
    else if (route === 'GET /') await this.page(response, searchParams.get('key'));
    else if (request.method === 'GET' && FILES.has(pathname)) await this.file(response, pathname);
    else return false;
    return true;
  }

  /** Ends the pages' event streams. */
  close(): void {
    for (const end of this.streams) end();
  }

  /** The page, which takes the key out of its address. Without one it lives on the cookie that the browser may have. */
  private async page(response: ServerResponse, key: string | null): Promise<void> {
    if (key !== null && !this.access.isKey(key)) {
      response.writeHead(403, { 'content-type': 'text/plain; charset=utf-8' });
      response.end('This address is of an earlier start. Open the one that the terminal shows now.\n');
      return;
    }
    if (key !== null) response.setHeader('set-cookie', this.access.cookie);
    await this.file(response, '/');
  }

  private async file(response: ServerResponse, pathname: string): Promise<void> {
    const { name, type } = FILES.get(pathname) ?? { name: '', type: '' };
    const content = await readFile(join(this.pageDir, name)).catch((cause: unknown) => {
      this.parts.log(`cannot read the page's ${name}: ${String(cause)}`);
      throw new HttpError(404, 'The page is not built. Run "npm run build".');
    });
    response.writeHead(200, { 'content-type': type });
    response.end(content);
  }

  /** The page's link, or an app's with its token, as Slack's `url_private_download` has it. */
  private async download(request: IncomingMessage, response: ServerResponse, id: string): Promise<void> {
    if (request.headers.authorization !== `Bearer ${this.parts.tokens.bot}`) this.access.check(request);
    await sendFile(this.parts, id, response, SECURITY);
  }

  private stream(request: IncomingMessage, response: ServerResponse, userId: string): void {
    this.access.check(request);
    if (!this.parts.workspace.person(userId)) throw new HttpError(404, 'There is no such person.');

    response.writeHead(200, { 'content-type': 'text/event-stream' });
    const send = (event: PageEvent) => response.write(`data: ${JSON.stringify(event)}\n\n`);
    send({ type: 'snapshot', snapshot: this.snapshot(userId) });
    const front = this.parts.views.stackOf(userId).at(-1);
    if (front) send({ type: 'modal', view: pageView(front) });

    const unsubscribe = this.parts.feed.subscribe(userId, send);
    const beat = setInterval(() => response.write(':\n\n'), KEEP_ALIVE_MS);
    const end = () => {
      clearInterval(beat);
      unsubscribe();
      this.streams.delete(end);
      response.end();
    };
    this.streams.add(end);
    response.on('close', end);
  }

  private async act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.access.check(request);
    if (!request.headers['content-type']?.startsWith('application/json')) throw new HttpError(415, 'Acts are JSON.');
    const act = pageAct.safeParse(parseJson(await readText(request)));
    if (!act.success) throw new HttpError(400, `This is no act: ${act.error.message}`);
    sendJson(response, await perform(this.parts, act.data));
  }

  private snapshot(userId: string): Snapshot {
    const { workspace, views, sockets, commands, shortcuts } = this.parts;
    const home = views.homeOf(userId);
    return {
      workspaceName: LOCAL_TEAM.name,
      bot: { id: LOCAL_BOT.id, name: LOCAL_BOT.name, isConnected: sockets.isConnected },
      people: workspace.people,
      channels: workspace.channels,
      messages: [...workspace.messages(), ...workspace.ephemerals(userId)].sort((a, b) => (a.ts < b.ts ? -1 : 1)),
      commands,
      shortcuts,
      home: home && pageView(home),
      notice: this.notice,
    };
  }
}
