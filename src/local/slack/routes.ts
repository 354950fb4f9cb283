import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { messageOf } from '../../errors.js';
import { takeUpload } from './file-transfer.js';
import { HttpError, isCrossSite, isFromHere, readText, SECURITY, sendJson } from './http.js';
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
    const isProgram = request.headers.origin === undefined && request.headers['sec-fetch-site'] === undefined;
    if (isFromHere(request, port) && isProgram) parts.sockets.accept(request, stream, head);
    else stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
  });
}

async function route(served: Served, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { parts, pages, webApi, port } = served;
  for (const [name, value] of Object.entries(SECURITY)) response.setHeader(name, value);
  if (!isFromHere(request, port)) throw new HttpError(403, 'This server is for this machine alone.');
  const url = new URL(request.url ?? '/', parts.origin);
  if (isCrossSite(request) && !pages.isInvited(request, url)) {
    throw new HttpError(403, 'Other sites may not use this. Open the address that the terminal shows.');
  }

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
