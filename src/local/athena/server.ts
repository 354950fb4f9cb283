import { randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { messageOf } from '../../errors.js';
import type { Clock } from '../../investigation/ports.js';
import type { Faults } from '../faults.js';
import { isOfWebPage } from '../web-pages.js';
import { AthenaApi } from './athena-api.js';
import { RequestRefused } from './athena-errors.js';
import type { Delays } from './executions.js';
import type { LogEngine } from './log-engine.js';
import { prepareStatement } from './statement.js';
import type { ColumnEdition } from './table-columns.js';
import { type LayoutName, type TableLayout, tableLayout } from './table-layouts.js';
import { TransientFailure } from './transient-failure.js';

/** What a local Athena is made of. */
export interface LocalAthenaOptions {
  /** While this is a promise that has not settled, queries stay queued. */
  readonly engine: LogEngine | Promise<LogEngine>;
  /** On 127.0.0.1; 0, the default, takes a free one. */
  readonly port?: number;
  readonly catalog?: string;
  readonly database?: string;
  readonly table?: string;
  /** How the table is partitioned; `bootstrap` by default. In every layout it serves all the logs. */
  readonly layout?: LayoutName;
  /** Which edition of the columns it has; by default `old` for `bootstrap`, whose own statement is that, and else `current`. */
  readonly columns?: ColumnEdition;
  /** The regions that `bootstrap`'s partition projection lists; records of any other are not seen, as in Athena. By default all. */
  readonly projectionRegions?: readonly string[];
  /** The same for accounts. */
  readonly projectionAccounts?: readonly string[];
  /** The first day, `2026-11-20`, of the partition projection of `bootstrap` or `projection`; records of an earlier one are not seen. */
  readonly projectionFirstDay?: string;
  /** Where the workgroup puts results. `null`: nowhere, so that each request has to say it. */
  readonly outputLocation?: string | null;
  readonly delays?: Delays;
  readonly clock?: Clock;
  /** What goes wrong by chance; nothing without it. */
  readonly faults?: Faults | undefined;
}

/** An error to answer with instead of doing what was asked. */
export interface Fault {
  /** `ThrottlingException`, `TooManyRequestsException`, `InternalServerException`, … */
  readonly type: string;
  readonly message: string;
  /** HTTP status, 400 by default. */
  readonly status?: number;
}

/** A running local Athena; point the SDK at `url` with `AWS_ENDPOINT_URL_ATHENA`. */
export interface LocalAthena {
  readonly url: string;
  /** The QueryStrings of all queries that were started, in order. */
  readonly statements: readonly string[];
  /** Answers the next call of an operation (`GetQueryExecution`) with an error; several calls queue up. */
  failNext(operation: string, fault: Fault): void;
  /** From now on, a query that scans more is cancelled. `undefined`: no limit. */
  setCutoffBytes(bytes: number | undefined): void;
  setDelays(delays: Delays): void;
  close(): Promise<void>;
}

/** Starts an endpoint that speaks Athena's API and answers from CloudTrail logs in DuckDB. Any credentials are taken. */
export async function startLocalAthena(options: LocalAthenaOptions): Promise<LocalAthena> {
  const { catalog = 'AwsDataCatalog', database = 'security_analysis', table = 'cloudtrail' } = options;
  const { outputLocation = 's3://local-results/' } = options;
  let { delays = {} } = options;
  let cutoffBytes: number | undefined;
  const planned = new Map<string, Fault[]>();
  const engine = Promise.resolve(options.engine);
  // Each query reports a failed load by itself.
  engine.catch(() => {});
  const names = { catalog, database, table, layout: layoutOf(options), outputLocation: outputLocation ?? undefined };
  const api = new AthenaApi(names, {
    engine,
    clock: options.clock ?? { now: () => new Date() },
    delays: () => delays,
    cutoffBytes: () => cutoffBytes,
    prepare: (submission, logs) => {
      if (options.faults?.draw('Athena query failed')) throw new TransientFailure();
      return prepareStatement(submission, names, logs);
    },
  });

  const answer = async (request: IncomingMessage): Promise<object | undefined> => {
    const operation = String(request.headers['x-amz-target'] ?? '').replace(/^AmazonAthena\./, '');
    const body = await readBody(request);
    const chance = options.faults?.draw(...BY_CHANCE);
    const fault = planned.get(operation)?.shift() ?? (chance && STRESS[chance]);
    if (fault) throw new RequestRefused(fault.type, fault.message, undefined, fault.status);
    const perform = api.operation(operation);
    if (!perform) throw new RequestRefused('UnknownOperationException', `no operation "${operation}" here`);
    const result = await perform(body);
    return chance === 'Athena answer lost' ? undefined : result;
  };
  const server = createServer((request, response) => {
    // Any credentials are taken here, so a page in the browser could read the logs.
    if (isOfWebPage(request)) {
      response.writeHead(403).end('not for web pages\n');
      return;
    }
    answer(request).then(
      (result) => (result ? send(response, 200, result) : response.destroy()),
      (cause: unknown) => sendError(response, cause),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${portOf(server.address())}`,
    statements: api.statements,
    failNext: (operation, fault) => planned.set(operation, [...(planned.get(operation) ?? []), fault]),
    setCutoffBytes: (bytes) => {
      cutoffBytes = bytes;
    },
    setDelays: (next) => {
      delays = next;
    },
    close: async () => {
      await api.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const BY_CHANCE = ['Athena throttled', 'Athena internal error', 'Athena answer lost'] as const;

/** https://docs.aws.amazon.com/athena/latest/APIReference/CommonErrors.html (as of November 2026) */
const STRESS: { readonly [fault in (typeof BY_CHANCE)[number]]?: Fault } = {
  'Athena throttled': { type: 'ThrottlingException', message: 'Rate exceeded' },
  'Athena internal error': { type: 'InternalServerException', message: 'Internal error', status: 500 },
};

function layoutOf(options: LocalAthenaOptions): TableLayout {
  return tableLayout(options.layout ?? 'bootstrap', options.columns, {
    regions: options.projectionRegions,
    accounts: options.projectionAccounts,
    firstDate: options.projectionFirstDay?.replaceAll('-', '/'),
  });
}

const portOf = (address: AddressInfo | string | null): number => {
  if (address === null || typeof address === 'string') throw new Error('the local Athena has no port');
  return address.port;
};

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch (cause) {
    throw new RequestRefused('SerializationException', messageOf(cause));
  }
}

function sendError(response: ServerResponse, cause: unknown): void {
  if (cause instanceof RequestRefused) {
    const { athenaErrorCode, message, status, type } = cause;
    const code = athenaErrorCode ? { AthenaErrorCode: athenaErrorCode } : {};
    send(response, status, { __type: type, Message: message, message, ...code });
  } else {
    send(response, 500, { __type: 'InternalServerException', Message: messageOf(cause) });
  }
}

/** AWS JSON 1.1. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html (as of November 2026) */
function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-requestid': randomUUID() });
  response.end(JSON.stringify(body));
}
