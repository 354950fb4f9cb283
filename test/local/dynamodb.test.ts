import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';
import { clientOf } from '../dynamodb/dynalite.js';
import { asking, choosing, opening } from '../dynamodb/store-contract.js';

let scratch: string;
beforeAll(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'ir-bot-dynamodb-'));
});
afterAll(() => rm(scratch, { recursive: true }));

/** Starts DynamoDB on a folder, works with a store on it, and stops. */
async function session<T>(folder: string, work: (store: ReturnType<typeof dynamodbStore>) => Promise<T>): Promise<T> {
  const { url, close } = await startLocalDynamodb({ folder });
  const client = clientOf(url);
  try {
    await ensureStateTable(client, 'ir-bot', { create: true });
    return await work(
      dynamodbStore({ client: documentClient(client), tableName: 'ir-bot', log: pino({ level: 'silent' }) }),
    );
  } finally {
    // The client is left connected: closing must not wait for clients to go.
    await close();
    client.destroy();
  }
}

describe('DynamoDB on one machine', () => {
  it('keeps everything on disk between starts', async () => {
    const folder = join(scratch, 'new', 'kept');
    const opened = opening({ number: 1 });
    const run = asking(`${opened.teamId}-1`);
    const before = await session(folder, async (store) => {
      await store.nextCaseNumber(opened.teamId);
      await store.open(opened);
      await store.createRun(run);
      return store.append(`${opened.teamId}-1`, choosing());
    });

    await session(folder, async (store) => {
      expect(await store.lastCaseIn(opened.teamId, opened.channelId)).toEqual(before);
      expect(await store.log(before.id)).toHaveLength(2);
      expect(await store.run(before.id, run.id)).toEqual(run);
      expect(await store.nextCaseNumber(opened.teamId)).toBe(2);
    });
  });

  it('ends what was asked by a client that is gone, before it closes', async () => {
    const { url, close } = await startLocalDynamodb({ folder: join(scratch, 'gone') });
    const client = clientOf(url);
    await ensureStateTable(client, 'ir-bot', { create: true });
    const gone = new AbortController();
    const put = (at: number) =>
      new PutItemCommand({ TableName: 'ir-bot', Item: { pk: { S: `GONE#${at}` }, sk: { S: 'x'.repeat(1_000) } } });
    const asked = Array.from({ length: 200 }, (_, at) => client.send(put(at), { abortSignal: gone.signal }));
    await Promise.any(asked);

    gone.abort();
    await close();

    const answers = await Promise.allSettled(asked);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set(['fulfilled', 'rejected']));
    client.destroy();
  });

  it('keeps what it answered for when it is closed in the middle of requests', async () => {
    const folder = join(scratch, 'under-way');

    const numbers = await session(folder, async (store) => {
      const asked = Array.from({ length: 20 }, () => store.nextCaseNumber('T1'));
      await Promise.any(asked);
      return { settled: Promise.allSettled(asked) };
    });

    const given = (await numbers.settled).flatMap((number) => (number.status === 'fulfilled' ? [number.value] : []));
    expect(given).not.toEqual([]);
    expect(await session(folder, (store) => store.nextCaseNumber('T1'))).toBeGreaterThan(Math.max(...given));
  });

  it('says so when another process has the folder', async () => {
    const folder = join(scratch, 'held');
    const first = await startLocalDynamodb({ folder });
    // The folder is opened with the first request.
    const client = clientOf(first.url);
    await ensureStateTable(client, 'ir-bot', { create: true });

    await expect(startLocalDynamodb({ folder })).rejects.toThrow(/held: another process uses it/);
    client.destroy();
    await first.close();
  });

  it('says so when the port is taken, and lets the folder go', async () => {
    const folder = join(scratch, 'released');
    const first = await startLocalDynamodb();
    const port = Number(new URL(first.url).port);

    await expect(startLocalDynamodb({ folder, port })).rejects.toThrow(`127.0.0.1:${port}`);
    await first.close();
    await (await startLocalDynamodb({ folder })).close();
  });

  it('listens on loopback alone', async () => {
    const { url, close } = await startLocalDynamodb();

    expect(new URL(url).hostname).toBe('127.0.0.1');
    await close();
  });

  it('refuses web pages, which dynalite would let in', async () => {
    const { url, close } = await startLocalDynamodb();

    const preflight = await fetch(url, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    const plain = await fetch(url);

    expect(preflight.status).toBe(403);
    expect(preflight.headers.get('access-control-allow-origin')).toBeNull();
    expect(plain.status).toBe(200);
    await close();
  });
});
