import type { IncomingMessage, ServerResponse } from 'node:http';

/** Larger than anything that Slack takes. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * What every answer tells a browser: the page's own script and style run and nothing else does, nothing becomes HTML but what the
 * page builds, nothing is guessed, framed, kept, or told to others. Trusted Types: https://w3c.github.io/trusted-types (as of
 * November 2026)
 */
export const SECURITY = {
  'content-security-policy': [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
} as const;

/** A request that is answered with a status and a sentence. */
export class HttpError extends Error {
  override readonly name = 'HttpError';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** A request's body as text. @throws HttpError when it is too large */
export async function readText(request: IncomingMessage): Promise<string> {
  return (await readBytes(request, MAX_BODY_BYTES)).toString('utf8');
}

/** A request's body, of at most so many bytes. @throws HttpError when there are more */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of request) {
    const buffer = Buffer.from(part);
    bytes += buffer.length;
    if (bytes > maxBytes) throw new HttpError(413, 'The body is too large.');
    parts.push(buffer);
  }
  return Buffer.concat(parts);
}

/** Answers with JSON. */
export function sendJson(
  response: ServerResponse,
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { ...headers, 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(body));
}

/**
 * Whether a request may come from here: a page of another origin cannot send our `Host` after its name was rebound to this
 * machine, nor a request of its own without telling its `Origin`.
 */
export function isFromHere({ headers }: IncomingMessage, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const { host = '', origin } = headers;
  return hosts.includes(host) && (origin === undefined || origin === `http://${host}`);
}

/**
 * Whether a browser says that another site asks, as it does also for what has no `Origin`: links, images, scripts. Another port of
 * this machine is another site here, too. Programs that are no browser say nothing. https://www.w3.org/TR/fetch-metadata (as of
 * November 2026)
 */
export function isCrossSite({ headers }: IncomingMessage): boolean {
  const site = headers['sec-fetch-site'];
  return site !== undefined && site !== 'same-origin' && site !== 'none';
}

/** Whether the browser shows the answer as a page of its own, in no frame. */
export function isVisit({ method, headers }: IncomingMessage): boolean {
  return method === 'GET' && headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
}
