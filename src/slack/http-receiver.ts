import { type IncomingMessage, type RequestListener, type ServerResponse, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { HTTPModuleFunctions, HTTPReceiver, isValidSlackRequest, type Receiver } from '@slack/bolt';
import type { Logger } from 'pino';
import { boltLogger } from '../log.js';
import { shortened } from '../text.js';
import { signaturesSeen } from './replay.js';

/** Where Slack sends everything to. */
const PATH = '/slack/events';
/** Slack's own payloads stay far under it: a form with its longest fields full is some 100 KB. */
export const MAX_BODY_BYTES = 1_048_576;
/** https://docs.slack.dev/authentication/verifying-requests-from-slack (as of November 2026) */
const MAX_SECONDS_OFF = 300;
/** Slack waits three seconds for an answer, so its requests are there sooner. */
const MAX_ARRIVAL_MS = 10_000;
/** Bolt reads both loosely: two headers that differ could be the same signature to it. */
const SIGNATURE = /^v0=[0-9a-f]{64}$/;
const TIMESTAMP = /^\d{1,12}$/;

/** What the receiver works with. */
export interface HttpReceiverOptions {
  readonly signingSecret: string;
  readonly log: Logger;
  /** Milliseconds since 1970; the machine's clock unless given. */
  readonly nowMs?: () => number;
  /** How long a request may take until all of it is there, in milliseconds; ten seconds unless given. */
  readonly maxArrivalMs?: number;
}

/** Bolt's receiver, and whether its server takes requests right now. */
export interface ListeningReceiver extends Receiver {
  isListening(): boolean;
}

interface Refusal {
  readonly status: 400 | 401 | 404 | 405 | 413;
  readonly reason: string;
}

const TOO_LARGE: Refusal = { status: 413, reason: `a body of more than ${MAX_BODY_BYTES} bytes` };
const NO_OBJECT: Refusal = { status: 400, reason: 'a body that is no object' };
const REPLAYED: Refusal = { status: 401, reason: 'a signature that came before' };

/**
 * Bolt's receiver for HTTP behind the checks that Bolt lacks: a timestamp in the future and a request that came before are refused,
 * a large body is never held in memory, and a slow one is not waited for. Each refusal is a line in the log, with the reason
 * alone. What Slack did not sign, or signed long ago, Bolt itself refuses.
 */
export function httpReceiver(options: HttpReceiverOptions): ListeningReceiver {
  const { signingSecret, log, maxArrivalMs = MAX_ARRIVAL_MS } = options;
  const bolt = new HTTPReceiver({ signingSecret, endpoints: PATH, logger: boltLogger(log) });
  bolt.requestListener = checked(bolt.requestListener, options);
  const limits = { headersTimeout: maxArrivalMs, requestTimeout: maxArrivalMs, connectionsCheckingInterval: 1_000 };
  let isListening = () => false;
  return {
    init: (app) => bolt.init(app),
    async start(port: number) {
      const server = await bolt.start(port, limits);
      isListening = () => server.listening;
      return server.on('clientError', (error, socket) => hangUp(log, error, socket));
    },
    stop: () => bolt.stop(),
    isListening: () => isListening(),
  };
}

/** Hands on what may be Slack's, with its body read as `rawBody`, which Bolt takes as it is: it can be read once only. */
function checked(
  next: RequestListener,
  { signingSecret, log, nowMs = Date.now }: HttpReceiverOptions,
): RequestListener {
  const isFirst = signaturesSeen(nowMs);

  async function refusalOf(request: IncomingMessage): Promise<Refusal | undefined> {
    const refused = misdirected(request) ?? untimely(request, nowMs()) ?? oversized(request);
    if (refused) return refused;
    const body = await readBody(request);
    if (body === undefined) return TOO_LARGE;
    const read = Object.assign(request, { rawBody: body });
    const signature = headerOf(request, 'x-slack-signature') ?? '';
    const headers = {
      'x-slack-signature': signature,
      'x-slack-request-timestamp': Number(headerOf(request, 'x-slack-request-timestamp')),
    };
    const isSlacks = isValidSlackRequest({ signingSecret, body: body.toString(), headers, nowMilliseconds: nowMs() });
    if (!isSlacks) return undefined;
    if (!isFirst(signature)) return REPLAYED;
    return isObject(read) ? undefined : NO_OBJECT;
  }

  return (request, response) => {
    refusalOf(request).then(
      (refusal) => {
        if (refusal) refuse(log, request, response, refusal);
        else next(request, response);
      },
      (err: unknown) => log.warn({ err }, 'an HTTP request broke off'),
    );
  };
}

function misdirected({ method, url }: IncomingMessage): Refusal | undefined {
  if (pathOf(url) !== PATH) return { status: 404, reason: 'no such path' };
  return method === 'POST' ? undefined : { status: 405, reason: 'no such method' };
}

/** Of requests without a signature, nothing: Slack checks the certificate of an address without one, which Bolt answers. */
function untimely(request: IncomingMessage, nowMs: number): Refusal | undefined {
  const signature = headerOf(request, 'x-slack-signature');
  const timestamp = headerOf(request, 'x-slack-request-timestamp');
  if (signature === undefined || timestamp === undefined) return undefined;
  if (!SIGNATURE.test(signature)) return { status: 401, reason: 'a signature of another form' };
  if (!TIMESTAMP.test(timestamp)) return { status: 401, reason: 'a timestamp of another form' };
  const secondsOff = Number(timestamp) - Math.floor(nowMs / 1_000);
  if (secondsOff > MAX_SECONDS_OFF) return { status: 401, reason: 'a timestamp in the future' };
  return secondsOff < -MAX_SECONDS_OFF ? { status: 401, reason: 'a stale timestamp' } : undefined;
}

const oversized = (request: IncomingMessage): Refusal | undefined =>
  Number(headerOf(request, 'content-length') ?? 0) > MAX_BODY_BYTES ? TOO_LARGE : undefined;

/** `undefined` when there is too much of it: the rest runs by unread, since who is still sending would not see the answer. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    let chunks: Buffer[] = [];
    let bytes = 0;
    request.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MAX_BODY_BYTES) {
        chunks.push(chunk);
        return;
      }
      chunks = [];
      resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks)));
    request.on('error', reject);
  });
}

/** Of `null` and its like Bolt reads fields outside of any promise that we could catch: the bot would end. */
function isObject(request: IncomingMessage & { readonly rawBody: Buffer }): boolean {
  try {
    const body: unknown = HTTPModuleFunctions.parseHTTPRequestBody(request);
    return typeof body === 'object' && body !== null;
  } catch {
    return false;
  }
}

function refuse(log: Logger, { method, url }: IncomingMessage, response: ServerResponse, refusal: Refusal): void {
  const { status, reason } = refusal;
  log.warn({ method, path: shortened(pathOf(url), 100), status, reason }, 'an HTTP request was refused');
  response.writeHead(status, status === 405 ? { allow: 'POST' } : {}).end();
}

/** What Node cannot read, or what does not arrive in time. */
function hangUp(log: Logger, { code }: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || code === 'ECONNRESET') {
    socket.destroy();
    return;
  }
  log.warn({ code }, 'an HTTP connection was closed');
  const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\nConnection: close\r\n\r\n`);
}

const pathOf = (url = ''): string => url.split('?', 1)[0] ?? '';

function headerOf({ headers }: IncomingMessage, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join() : value;
}
