import type { IncomingMessage, ServerResponse } from 'node:http';

/** Larger than anything that Slack takes. */
const MAX_BODY_BYTES = 1024 * 1024;

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
