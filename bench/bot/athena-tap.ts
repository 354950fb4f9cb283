import { Agent, createServer, type IncomingMessage, request as send } from 'node:http';
import { z } from 'zod';

/** What was seen of one query. */
export interface Looks {
  /** How often `GetQueryExecution` was called. */
  readonly calls: number;
  /** When it was first said to have succeeded, in epoch milliseconds; absent until then. */
  readonly seenAtMs?: number;
}

/** A way to Athena on which somebody counts. */
export interface AthenaTap {
  readonly url: string;
  /** By execution id. */
  readonly looks: ReadonlyMap<string, Looks>;
  close(): Promise<void>;
}

const look = z.object({ QueryExecutionId: z.string() });
const seen = z.object({ QueryExecution: z.object({ Status: z.object({ State: z.string() }) }) });
const address = z.object({ port: z.number() });

/** Passes every call on to `athenaUrl`, as it is. */
export async function tapAthena(athenaUrl: string): Promise<AthenaTap> {
  const looks = new Map<string, Looks>();
  const agent = new Agent({ keepAlive: true });
  const { host } = new URL(athenaUrl);

  function count(body: Buffer, answer: Buffer): void {
    const asked = look.safeParse(JSON.parse(body.toString()));
    const answered = seen.safeParse(JSON.parse(answer.toString()));
    if (!asked.success || !answered.success) return;
    const { calls = 0, seenAtMs } = looks.get(asked.data.QueryExecutionId) ?? {};
    const hasEnded = answered.data.QueryExecution.Status.State === 'SUCCEEDED';
    const at = seenAtMs ?? (hasEnded ? Date.now() : undefined);
    looks.set(asked.data.QueryExecutionId, { calls: calls + 1, ...(at === undefined ? {} : { seenAtMs: at }) });
  }

  const server = createServer((request, response) => {
    void pass(request).then(
      ({ status, headers, body, answer }) => {
        if (request.headers['x-amz-target'] === 'AmazonAthena.GetQueryExecution') count(body, answer);
        response.writeHead(status, headers).end(answer);
      },
      () => response.destroy(),
    );
  });

  async function pass(request: IncomingMessage) {
    const body = await bytesOf(request);
    const { method, url } = request;
    // The stand-in takes nothing that is meant for another name than its own.
    const sent = { ...request.headers, host };
    const answered = await new Promise<IncomingMessage>((resolve, reject) => {
      const options = { method, headers: sent, agent, path: url };
      send(athenaUrl, options, resolve).once('error', reject).end(body);
    });
    const { statusCode: status = 500, headers } = answered;
    return { status, headers, body, answer: await bytesOf(answered) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${address.parse(server.address()).port}`,
    looks,
    async close() {
      agent.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function bytesOf(message: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of message) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
