import type { Server, ServerResponse } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import dynalite from 'dynalite';
import { create } from 'dynalite/db/index.js';
import { z } from 'zod';
import { messageOf } from '../errors.js';
import type { Fault, Faults } from './faults.js';
import { isOfWebPage } from './web-pages.js';

const LOOPBACK = '127.0.0.1';
const SWEEP_MS = 20;
const LONGEST_REQUEST_MS = 2_000;
const listening = z.object({ port: z.number() });
const lockedCause = z.object({ cause: z.object({ code: z.literal('LEVEL_LOCKED') }) });

/**
 * DynamoDB for one machine: dynalite, on loopback only. It knows no transactions, no TTL and no backups, and takes any
 * signature; requests from web pages are refused.
 *
 * @param folder where the tables are kept between starts; in memory without it. One process at a time can hold it.
 * @param port any free one by default.
 * @param faults what goes wrong by chance; nothing without it.
 * @throws Error when the folder or the port is in use.
 */
export async function startLocalDynamodb({
  folder,
  port = 0,
  faults,
}: {
  readonly folder?: string | undefined;
  readonly port?: number | undefined;
  readonly faults?: Faults | undefined;
} = {}): Promise<{ url: string; close(): Promise<void> }> {
  if (folder !== undefined) await tryFolder(folder);
  const server = dynalite({ ...(folder === undefined ? {} : { path: folder }), createTableMs: 0 });
  const underWay = serveWith(server, faults);
  try {
    await listen(server, port);
  } catch (cause) {
    // dynalite lets its folder go when it stops listening, and not before.
    await listen(server, 0);
    await close(server, underWay);
    throw new Error(`cannot start DynamoDB on ${LOOPBACK}:${port}: ${messageOf(cause)}`, { cause });
  }
  return {
    url: `http://${LOOPBACK}:${listening.parse(server.address()).port}`,
    close: () => close(server, underWay),
  };
}

/** Opens the folder once and lets it go: dynalite itself finds out on the first request, and then takes the process down. */
async function tryFolder(folder: string): Promise<void> {
  const { db } = create({ path: folder });
  try {
    await db.open();
  } catch (cause) {
    const why = lockedCause.safeParse(cause).success
      ? 'another process uses it. Stop that one first, or choose another folder.'
      : messageOf(cause instanceof Error ? (cause.cause ?? cause) : cause);
    throw new Error(`cannot keep DynamoDB's tables in ${folder}: ${why}`, { cause });
  } finally {
    await db.close();
  }
}

/**
 * dynalite lets any origin in, with any signature: a page that is open in the browser could read cases.
 *
 * @returns what is not answered yet.
 */
function serveWith(server: Server, faults: Faults | undefined): ReadonlySet<ServerResponse> {
  const underWay = new Set<ServerResponse>();
  const answers = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (isOfWebPage(request)) {
      response.writeHead(403, { 'content-type': 'text/plain' }).end('not for web pages\n');
      return;
    }
    const fault = faults?.draw(...BY_CHANCE);
    if (fault === 'DynamoDB answer lost') loseAnswer(response);
    if (fault === undefined || fault === 'DynamoDB answer lost') {
      underWay.add(response);
      onEnd(response, () => underWay.delete(response));
      for (const answer of answers) Reflect.apply(answer, server, [request, response]);
    } else request.resume().once('end', () => refuse(response, fault));
  });
  return underWay;
}

/** Unlike its event `close`, which comes as well when the client is gone and dynalite still at work. */
function onEnd(response: ServerResponse, act: () => void): void {
  const { end } = response;
  Object.defineProperty(response, 'end', {
    value(...args: Parameters<typeof end>) {
      act();
      return Reflect.apply(end, response, args);
    },
  });
}

const BY_CHANCE = ['DynamoDB throttled', 'DynamoDB internal error', 'DynamoDB answer lost'] as const;

/** The bot gets no answer to what dynalite does. */
function loseAnswer(response: ServerResponse): void {
  Object.defineProperty(response, 'end', { value: () => response.destroy(), configurable: true });
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html (as of November 2026) */
function refuse(response: ServerResponse, fault: Fault): void {
  const [status, type, message] =
    fault === 'DynamoDB throttled'
      ? [400, 'ProvisionedThroughputExceededException', 'The level of configured provisioned throughput was exceeded.']
      : [500, 'InternalServerError', 'The request processing has failed because of an unknown error.'];
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
  response.end(JSON.stringify({ __type: `com.amazonaws.dynamodb.v20120810#${type}`, message }));
}

const listen = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, LOOPBACK, () => {
      server.off('error', reject);
      resolve();
    });
  });

/**
 * Lets requests under way end, also those whose client was killed: dynalite takes the process down when it has lost its folder
 * meanwhile. Connections are closed as they fall idle, since clients would keep them open.
 */
async function close(server: Server, underWay: ReadonlySet<ServerResponse>): Promise<void> {
  const latestMs = performance.now() + LONGEST_REQUEST_MS;
  while (underWay.size > 0 && performance.now() < latestMs) await wait(SWEEP_MS);
  await new Promise<void>((resolve, reject) => {
    const sweep = setInterval(() => server.closeIdleConnections(), SWEEP_MS);
    server.close((error) => {
      clearInterval(sweep);
      if (error) reject(error);
      else resolve();
    });
  });
}
