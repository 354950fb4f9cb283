import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { SECURITY } from '../../../src/local/slack/http.js';
import type { ActResult, Message, PageEvent, Snapshot } from '../../../src/local/slack/protocol.js';

const PAGE = 'dist/local/slack/page';

const TYPES: Readonly<Record<string, string>> = { html: 'text/html', js: 'text/javascript', css: 'text/css' };

/** What every file that the stage offers holds. */
export const DOWNLOADED = 'identity,denied\n';

/** A server that speaks the page's protocol and says what a test tells it to. */
export interface Stage {
  readonly origin: string;
  /** What the page did, oldest first. */
  readonly acts: readonly Readonly<Record<string, unknown>>[];
  /** Tells all pages. */
  readonly tell: (event: PageEvent) => void;
  /** Cuts the pages' event streams. */
  readonly hangUp: () => void;
  /** What the next acts are answered with. */
  answer: ActResult;
  snapshot: Snapshot;
  readonly close: () => Promise<void>;
}

/** Starts a stage for the page as the build script left it. */
export async function openStage(snapshot: Snapshot): Promise<Stage> {
  const streams = new Map<ServerResponse, string>();
  const acts: Record<string, unknown>[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://stage');
    if (url.pathname === '/local/events') return openStream(response, url.searchParams.get('as') ?? '');
    if (url.pathname.startsWith('/local/files/')) return sendDownload(response);
    if (url.pathname === '/local/act') return void takeAct(request, response);
    void sendFile(response, url.pathname === '/' ? 'index.html' : url.pathname.slice(1));
  });
  const openStream = (response: ServerResponse, as: string): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    write(response, {
      type: 'snapshot',
      snapshot: { ...stage.snapshot, messages: seenBy(stage.snapshot.messages, as) },
    });
    streams.set(response, as);
    response.on('close', () => streams.delete(response));
  };
  const takeAct = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    acts.push(z.record(z.string(), z.unknown()).parse(JSON.parse(await text(request))));
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(stage.answer));
  };
  const sendDownload = (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-disposition': 'attachment' });
    response.end(DOWNLOADED);
  };
  const sendFile = async (response: ServerResponse, name: string): Promise<void> => {
    const content = await readFile(join(PAGE, name)).catch(() => undefined);
    response.writeHead(content === undefined ? 404 : 200, {
      ...SECURITY,
      'content-type': TYPES[name.split('.').at(-1) ?? ''] ?? 'text/plain',
    });
    response.end(content);
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const stage: Stage = {
    origin: `http://127.0.0.1:${port}`,
    acts,
    answer: { ok: true },
    snapshot,
    tell: (event) => {
      for (const stream of streams.keys()) write(stream, event);
    },
    hangUp: () => {
      for (const stream of streams.keys()) stream.destroy();
    },
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stage;
}

const write = (stream: ServerResponse, event: PageEvent): boolean => stream.write(`data: ${JSON.stringify(event)}\n\n`);

const seenBy = (messages: readonly Message[], as: string): Message[] =>
  messages.filter(({ ephemeralFor }) => ephemeralFor === undefined || ephemeralFor === as);
