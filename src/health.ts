import { createServer } from 'node:http';

/** A server of `/healthz`: 200 while the bot can hear Slack, 503 while it cannot. @returns a function that closes it. */
export async function serveHealth(port: number, isConnected: () => boolean): Promise<() => Promise<void>> {
  const server = createServer((request, response) => {
    const isKnown = request.url === '/healthz';
    const isUp = isConnected();
    response.writeHead(isKnown ? (isUp ? 200 : 503) : 404, { 'content-type': 'application/json' });
    response.end(isKnown ? `${JSON.stringify({ slack: isUp ? 'connected' : 'not connected' })}\n` : undefined);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
}
