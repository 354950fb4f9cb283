import { Agent, createServer, type IncomingMessage, request as send } from 'node:http';
import { z } from 'zod';

/** What the bot looks at its queries with. */
const LOOK = 'AmazonAthena.BatchGetQueryExecution';

/** A way to Athena on which somebody counts. */
export interface AthenaTap {
  readonly url: string;
  /** How often `BatchGetQueryExecution` was called. */
  readonly looks: number;
  /** When it first said of a query that it succeeded, in epoch milliseconds, by execution id. */
  readonly seenAtMs: ReadonlyMap<string, number>;
  close(): Promise<void>;
}

const answerToLook = z.object({
  QueryExecutions: z.array(z.object({ QueryExecutionId: z.string(), Status: z.object({ State: z.string() }) })),
});
const address = z.object({ port: z.number() });

/** Passes every call on to `athenaUrl`, as it is. */
export async function tapAthena(athenaUrl: string): Promise<AthenaTap> {
  const seenAtMs = new Map<string, number>();
  let looks = 0;
  const agent = new Agent({ keepAlive: true });
  const { host } = new URL(athenaUrl);

  function note(answer: Buffer): void {
    looks += 1;
    const { data } = answerToLook.safeParse(JSON.parse(answer.toString()));
    for (const { QueryExecutionId: id, Status } of data?.QueryExecutions ?? [])
      if (Status.State === 'SUCCEEDED' && !seenAtMs.has(id)) seenAtMs.set(id, Date.now());
  }

  const server = createServer((request, response) => {
    void pass(request).then(
      ({ status, headers, answer }) => {
        if (request.headers['x-amz-target'] === LOOK) note(answer);
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
    return { status, headers, answer: await bytesOf(answered) };
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${address.parse(server.address()).port}`,
    get looks() {
      return looks;
    },
    seenAtMs,
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
