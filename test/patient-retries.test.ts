import { createServer, type Server } from 'node:http';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { patientRetries } from '../src/patient-retries.js';

let server: Server | undefined;
let client: DynamoDBClient | undefined;
afterEach(async () => {
  client?.destroy();
  await new Promise((resolve) => server?.close(resolve));
});

/** A client to a service that answers each call with the next of these, then with success; and how often it was called. */
async function clientOf(replies: readonly { readonly status: number; readonly type: string }[], attempts = 4) {
  const left = [...replies];
  let calls = 0;
  server = createServer((request, response) => {
    request.resume().once('end', () => {
      calls += 1;
      const reply = left.shift();
      response.writeHead(reply?.status ?? 200, { 'content-type': 'application/x-amz-json-1.0' });
      response.end(JSON.stringify(reply ? { __type: reply.type, message: 'made up' } : {}));
    });
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  client = new DynamoDBClient({
    endpoint: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'x' },
    retryStrategy: patientRetries({ attempts, firstPauseMs: 1, longestPauseMs: 2 }),
  });
  const call = () => client?.send(new DescribeTableCommand({ TableName: 'ir-bot' }));
  return { call, calls: () => calls };
}

const THROTTLED = { status: 400, type: 'ThrottlingException' };
const BROKEN = { status: 500, type: 'InternalServerError' };

describe('a call to AWS', () => {
  it('is tried again while it is throttled or fails there, up to a number of times', async () => {
    const { call, calls } = await clientOf([THROTTLED, BROKEN, THROTTLED, THROTTLED, THROTTLED]);

    await expect(call()).rejects.toMatchObject({ name: 'ThrottlingException' });

    expect(calls()).toBe(4);
  });

  it('is not tried again where the answer would be the same', async () => {
    const { call, calls } = await clientOf([{ status: 400, type: 'AccessDeniedException' }]);

    await expect(call()).rejects.toMatchObject({ name: 'AccessDeniedException' });

    expect(calls()).toBe(1);
  });

  it('is tried again as often as the first one, after thousands that were throttled', async () => {
    const { call, calls } = await clientOf(Array.from({ length: 1_200 }, () => THROTTLED));
    for (let made = 0; made < 299; made++) await call()?.catch(() => undefined);

    await call()?.catch(() => undefined);

    expect(calls()).toBe(1_200);
  });
});
