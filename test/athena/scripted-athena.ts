import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { AthenaClient } from '@aws-sdk/client-athena';

/** What an operation answers: with a status of 400 or more, `__type` names the exception. */
export interface Reply {
  readonly status?: number;
  readonly body: object;
  /** Comes before the reply. */
  readonly before?: () => void;
  /** How long it takes. */
  readonly afterMs?: number;
}

/** Replies an operation gives one after the other; the last goes on for good. */
export type Script = Readonly<Record<string, readonly Reply[]>>;

interface Call {
  readonly operation: string;
  readonly input: unknown;
  readonly userAgent: string | undefined;
}

export interface ScriptedAthena {
  readonly client: AthenaClient;
  readonly endpoint: string;
  readonly calls: readonly Call[];
  readonly inputsOf: (operation: string) => unknown[];
  readonly close: () => Promise<void>;
}

/** An Athena endpoint that answers as it is told: for what a working one does only when something breaks. */
export async function scriptedAthena(script: Script): Promise<ScriptedAthena> {
  const calls: Call[] = [];
  const server = createServer(async (request, response) => {
    const operation = String(request.headers['x-amz-target']).replace('AmazonAthena.', '');
    const count = calls.filter((call) => call.operation === operation).length;
    calls.push({ operation, input: await json(request), userAgent: request.headers['user-agent'] });
    const replies = script[operation] ?? [];
    const { status = 200, body, before, afterMs = 0 } = replies[count] ?? replies.at(-1) ?? { body: {} };
    before?.();
    if (afterMs > 0) await wait(afterMs, undefined, { ref: false });
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${portOf(server.address())}`;
  const client = clientAt(endpoint);
  return {
    client,
    endpoint,
    calls,
    inputsOf: (operation) => calls.filter((call) => call.operation === operation).map(({ input }) => input),
    close: async () => {
      client.destroy();
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A client that tries once, so that failures show at once. */
export const clientAt = (endpoint: string): AthenaClient =>
  new AthenaClient({
    endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'a-secret' },
    maxAttempts: 1,
  });

function portOf(address: AddressInfo | string | null): number {
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return address.port;
}

/** A reply that refuses. */
export const refusal = (type: string, message: string, status = 400): Reply => ({
  status,
  body: { __type: type, Message: message, message },
});

interface More {
  readonly status?: object;
  readonly statistics?: object;
}

/** A reply that says how far an execution is. */
export const execution = (state: string, more: More = {}): Reply => ({
  body: { QueryExecution: described('e-1', state, more) },
});

/** The same in the reply to a look, where there may be others beside it. */
export const look = (state: string, more: More = {}, ids: readonly string[] = ['e-1']): Reply => ({
  body: { QueryExecutions: ids.map((id) => described(id, state, more)), UnprocessedQueryExecutionIds: [] },
});

const described = (id: string, state: string, { status, statistics }: More) => ({
  QueryExecutionId: id,
  Status: { State: state, ...status },
  Statistics: { DataScannedInBytes: 2048, TotalExecutionTimeInMillis: 1500, ...statistics },
});

/** A page of results; `null` is sent as Athena sends NULL, as a datum without a value. */
export const page = (
  names: readonly string[],
  rows: readonly (readonly (string | null)[])[],
  nextToken?: string,
): Reply => ({
  body: {
    ResultSet: {
      ResultSetMetadata: { ColumnInfo: names.map((name) => ({ Name: name, Type: 'varchar' })) },
      Rows: rows.map((row) => ({ Data: row.map((value) => (value === null ? {} : { VarCharValue: value })) })),
    },
    ...(nextToken === undefined ? {} : { NextToken: nextToken }),
  },
});
