import { createServer, type Server } from 'node:http';
import { AthenaClient, GetQueryExecutionCommand } from '@aws-sdk/client-athena';
import { afterEach, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Registry } from 'prom-client';
import { AROUND_ALL_TRIES, awsMeter } from '../../src/metrics/aws-calls.js';
import { bounded } from '../../src/metrics/bounded.js';
import { executionMeter } from '../../src/metrics/executions.js';
import { meteredFetch } from '../../src/metrics/slack-calls.js';
import { patientRetries } from '../../src/patient-retries.js';
import { freePort } from '../e2e/free-port.js';
import { readMetrics } from './read-metrics.js';

interface Reply {
  readonly status: number;
  readonly body: unknown;
}

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** A server that answers each call with the next of these. */
async function answering(replies: readonly Reply[]): Promise<string> {
  const left = [...replies];
  server = createServer((request, response) => {
    request.resume().once('end', () => {
      const { status, body } = left.shift() ?? { status: 404, body: {} };
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}

/** Samples of a counter, as label values and count. */
const counts = async (registry: Registry, name: string): Promise<readonly (string | number)[][]> =>
  readMetrics(await registry.metrics())
    .filter((sample) => sample.name === name)
    .map(({ labels, value }) => [...Object.values(labels), value]);

describe('calls to AWS', () => {
  /** A client whose service answers so, and what was counted. */
  async function startClient(replies: readonly Reply[], endpoint?: string) {
    const registry = new Registry();
    const client = new AthenaClient({
      endpoint: endpoint ?? (await answering(replies)),
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
      retryStrategy: patientRetries({ attempts: 3, firstPauseMs: 1, longestPauseMs: 2 }),
    });
    client.middlewareStack.add(awsMeter(registry)('athena'), AROUND_ALL_TRIES);
    client.middlewareStack.add(executionMeter(registry), { ...AROUND_ALL_TRIES, name: 'executionMeter' });
    return { registry, look: () => client.send(new GetQueryExecutionCommand({ QueryExecutionId: 'q1' })) };
  }

  const refusal = (type: string, status = 400): Reply => ({
    status,
    body: { __type: type, Message: 'arn:aws:iam::111122223333:user/mallory may not' },
  });

  it.each([
    ['refused', [refusal('InvalidRequestException')], 1],
    [
      'throttled',
      [refusal('TooManyRequestsException'), refusal('ThrottlingException'), refusal('ThrottlingException')],
      3,
    ],
    [
      'failed',
      [
        refusal('InternalServerException', 500),
        refusal('InternalServerException', 500),
        refusal('InternalServerException', 500),
      ],
      3,
    ],
    ['condition_failed', [refusal('ConditionalCheckFailedException')], 1],
  ])('that are %s are counted as that, with their tries', async (outcome, replies, tries) => {
    const { registry, look } = await startClient(replies);

    await expect(look()).rejects.toThrow();

    expect(await counts(registry, 'ir_bot_aws_calls_total')).toEqual([['athena', 'GetQueryExecution', outcome, 1]]);
    expect(await counts(registry, 'ir_bot_aws_retries_total')).toEqual(
      tries > 1 ? [['athena', 'GetQueryExecution', tries - 1]] : [],
    );
  });

  it('that reach nobody are unreachable', async () => {
    const { registry, look } = await startClient([], `http://127.0.0.1:${await freePort()}`);

    await expect(look()).rejects.toThrow('ECONNREFUSED');

    expect(await counts(registry, 'ir_bot_aws_calls_total')).toEqual([
      ['athena', 'GetQueryExecution', 'unreachable', 1],
    ]);
  });

  it('that get through at the third try are one call with two retries', async () => {
    const { registry, look } = await startClient([
      refusal('ThrottlingException'),
      refusal('InternalServerException', 500),
      { status: 200, body: {} },
    ]);

    await look();

    expect(await counts(registry, 'ir_bot_aws_calls_total')).toEqual([['athena', 'GetQueryExecution', 'ok', 1]]);
    expect(await counts(registry, 'ir_bot_aws_retries_total')).toEqual([['athena', 'GetQueryExecution', 2]]);
  });

  it('tell of a query once, when it has ended, however often it is looked at', async () => {
    const execution = (State: string): Reply => ({
      status: 200,
      body: {
        QueryExecution: {
          QueryExecutionId: 'q1',
          Status: { State },
          Statistics: { QueryQueueTimeInMillis: 250, EngineExecutionTimeInMillis: 4_000, DataScannedInBytes: 1_024 },
        },
      },
    });
    const { registry, look } = await startClient(['QUEUED', 'RUNNING', 'FAILED', 'FAILED'].map(execution));

    for (let looks = 0; looks < 4; looks += 1) await look();

    expect(await counts(registry, 'ir_bot_athena_queries_total')).toEqual([['failed', 1]]);
    expect(await counts(registry, 'ir_bot_athena_queue_seconds_sum')).toEqual([[0.25]]);
    expect(await counts(registry, 'ir_bot_athena_run_seconds_sum')).toEqual([[4]]);
    expect(await counts(registry, 'ir_bot_athena_scanned_bytes_total')).toEqual([[1_024]]);
  });
});

describe('calls to Slack', () => {
  it.each([
    ['ok', { status: 200, body: { ok: true } }],
    ['not_in_channel', { status: 200, body: { ok: false, error: 'not_in_channel' } }],
    ['other', { status: 200, body: { ok: false, error: 'arn:aws:iam::111122223333:user/mallory' } }],
    ['other', { status: 200, body: [] }],
    ['unreadable', { status: 200, body: '<html>' }],
    ['ratelimited', { status: 429, body: '' }],
    ['http_5xx', { status: 503, body: '' }],
    ['http_4xx', { status: 404, body: '' }],
  ])('are counted as %s, and their answer is left to be read', async (outcome, reply) => {
    const registry = new Registry();
    const apiUrl = `${await answering([reply])}api/`;

    const response = await meteredFetch(registry, apiUrl)(`${apiUrl}chat.postMessage`);

    expect(await response.text()).toBe(typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body));
    expect(await counts(registry, 'ir_bot_slack_calls_total')).toEqual([['chat.postMessage', outcome, 1]]);
  });

  it('that do not get through are unreachable, and fail as they would', async () => {
    const registry = new Registry();
    const apiUrl = `http://127.0.0.1:${await freePort()}/api/`;

    await expect(meteredFetch(registry, apiUrl)(`${apiUrl}auth.test`)).rejects.toThrow('fetch failed');

    expect(await counts(registry, 'ir_bot_slack_calls_total')).toEqual([['auth.test', 'unreachable', 1]]);
  });

  it('to an address that Slack gave have no name of their own', async () => {
    const registry = new Registry();
    const root = await answering([{ status: 200, body: 'ok' }]);

    await meteredFetch(registry, `${root}api/`)(`${root}actions/T0LOCAL/1/secret`);

    expect(await counts(registry, 'ir_bot_slack_calls_total')).toEqual([['other', 'ok', 1]]);
  });
});

describe('a bounded label', () => {
  it('has so many values at most, each of its form, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.stringMatching(/^[a-z]{1,3}$/))), (values) => {
        const label = bounded(/^[a-z]{1,3}$/, 5);

        const labels = values.map(label);

        expect(new Set(labels).size).toBeLessThanOrEqual(6);
        for (const [at, one] of labels.entries()) expect([values[at], 'other']).toContain(one);
        expect(labels.filter((one) => one !== 'other' && !/^[a-z]{1,3}$/.test(one))).toEqual([]);
      }),
    );
  });

  it('goes on to name what it knows', () => {
    const label = bounded(/^[a-z]+$/, 1);

    expect(['one', 'two', 'one'].map(label)).toEqual(['one', 'other', 'one']);
  });
});
