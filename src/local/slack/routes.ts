import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { messageOf } from '../../errors.js';
import { takeUpload } from './file-transfer.js';
import { HttpError, isFromHere, readText, sendJson } from './http.js';
import { parseJson } from './json.js';
import type { PageApi } from './page-api.js';
import type { Parts } from './parts.js';
import { SlackError } from './slack-error.js';
import type { WebApi } from './web-api/web-api.js';

/** What a request may be for. */
export interface Served {
  readonly parts: Parts;
  readonly pages: PageApi;
  readonly webApi: WebApi;
  readonly port: number;
}

/** Answers the server's requests: the Web API, the response URLs, Socket Mode and the page. */
export function serve(server: Server, served: Served): void {
  const { parts, port } = served;
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    route(served, request, response).catch((error: unknown) => {
      if (!(error instanceof HttpError)) parts.log(`${request.method} ${request.url} failed: ${messageOf(error)}`);
      if (response.headersSent) response.end();
      else sendJson(response, { ok: false, error: messageOf(error) }, error instanceof HttpError ? error.status : 500);
    });
  });
  server.on('upgrade', (request, stream, head) => {
    stream.on('error', () => stream.destroy());
    // Bolt sends no Origin; a browser always does.
    if (isFromHere(request, port) && request.headers.origin === undefined) parts.sockets.accept(request, stream, head);
    else stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
}

async function route(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { parts, pages, webApi, port } = served;
  if (!isFromHere(request, port)) throw new HttpError(403, 'This server is for this machine alone.');

  const url = new URL(request.url ?? '/', parts.origin);
  const [, root, name] = /^\/(api|response|upload)\/([\w.]+)$/.exec(url.pathname) ?? [];
  if (root === 'api' && name) {
    const { status, headers, body } = webApi.call(name, request, await readText(request));
    sendJson(response, body, status, headers);
  } else if (root === 'response' && name && request.method === 'POST') {
    answer(parts, response, name, await readText(request));
  } else if (root === 'upload' && name && request.method === 'POST') {
    await takeUpload(parts.files, name, request, response);
  } else if (!(await pages.serve(request, response, url))) {
    throw new HttpError(404, 'There is nothing here.');
  }
}

const GONE: ReadonlySet<string> = new Set(['used_url', 'expired_url']);

function answer(parts: Parts, response: ServerResponse, id: string, body: string): void {
  try {
    parts.responseUrls.use(id, parseJson(body));
    response.end('ok');
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    parts.log(`an answer by response_url was refused: ${error.message}`);
    sendJson(response, { ok: false, error: error.error }, GONE.has(error.error) ? 404 : 400);
  }
}
