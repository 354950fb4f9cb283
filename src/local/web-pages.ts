import type { IncomingMessage } from 'node:http';

/**
 * Whether a request may be of a web page that is open in a browser on this machine, or of a name that somebody rebound to it (DNS
 * rebinding): browsers tell the one by `Origin` or `Sec-Fetch-Site`, and the other by `Host`. For services that take any credentials.
 */
export function isOfWebPage({ headers, socket }: IncomingMessage): boolean {
  const { host, origin, 'sec-fetch-site': site } = headers;
  const own = [`127.0.0.1:${socket.localPort}`, `localhost:${socket.localPort}`];
  return origin !== undefined || site !== undefined || !own.includes(host ?? '');
}
