import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { LiveReport } from './liveness.js';
import type { ReadyReport } from './readiness.js';

/** What the server tells of. */
export interface HealthDeps {
  readonly live: () => LiveReport;
  readonly ready: () => Promise<ReadyReport>;
  readonly registry: Pick<Registry, 'metrics' | 'contentType'>;
  readonly log: Logger;
}

/** A server that runs. */
export interface HealthServer {
  readonly port: number;
  close(): Promise<void>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
}

/** Its requests are one line and a few headers. */
const ARRIVAL_MS = 5_000;
/** A platform, a load balancer and a scraper or two. */
const MAX_CONNECTIONS = 50;

/**
 * A server of `/healthz` (live), `/readyz` (ready) and `/metrics`. It asks nobody who they are and tells no log data: its port is
 * for the inside of the network.
 *
 * @param port 0 takes any that is free.
 * @throws when the port cannot be listened on.
 */
export async function serveHealth(port: number, deps: HealthDeps): Promise<HealthServer> {
  const limits = { headersTimeout: ARRIVAL_MS, requestTimeout: ARRIVAL_MS, connectionsCheckingInterval: 1_000 };
  const server = createServer(limits, (request, response) => {
    answerTo(request, deps).then(
      (answer) => send(response, answer),
      (err: unknown) => {
        deps.log.error({ err }, 'a request for health or metrics failed');
        send(response, { status: 500, contentType: JSON_TYPE, text: '' });
      },
    );
  });
  server.maxConnections = MAX_CONNECTIONS;
  await listening(server, port);
  server.on('error', (err) => deps.log.error({ err }, 'the server of health and metrics failed'));
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, () => {
      server.off('error', reject);
      resolve();
    });
  });

async function answerTo({ url = '', method }: IncomingMessage, deps: HealthDeps): Promise<Answer> {
  const [path] = url.split('?', 1);
  const answer = method === 'GET' || method === 'HEAD' ? ANSWERS.get(path ?? '') : undefined;
  return answer ? answer(deps) : { status: 404, contentType: JSON_TYPE, text: '' };
}

function send(response: ServerResponse, { status, contentType, text }: Answer): void {
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-store' });
  // Node leaves the body out where only the head was asked for.
  response.end(text);
}

const JSON_TYPE = 'application/json';

const reported = (isWell: boolean, report: LiveReport | ReadyReport): Answer => ({
  status: isWell ? 200 : 503,
  contentType: JSON_TYPE,
  text: `${JSON.stringify(report)}\n`,
});

const ANSWERS: ReadonlyMap<string, (deps: HealthDeps) => Promise<Answer>> = new Map([
  [
    '/healthz',
    async ({ live }: HealthDeps) => {
      const report = live();
      return reported(report.isLive, report);
    },
  ],
  [
    '/readyz',
    async ({ ready }: HealthDeps) => {
      const report = await ready();
      return reported(report.isReady, report);
    },
  ],
  [
    '/metrics',
    async ({ registry }: HealthDeps) => ({
      status: 200,
      contentType: registry.contentType,
      text: await registry.metrics(),
    }),
  ],
]);
