import { request } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { startLocalAthena } from '../../src/local/athena/server.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';

/** The status of a request with these headers, `host` included. */
const statusOf = (url: string, headers: Record<string, string>): Promise<number | undefined> =>
  new Promise((resolve, reject) => {
    request(url, { method: 'POST', headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end('{}');
  });

const SERVICES = {
  async Athena() {
    const engine = await recordsEngine([]);
    const { url, close } = await startLocalAthena({ engine });
    return { url, close: () => close().then(() => engine.close()) };
  },
  DynamoDB: () => startLocalDynamodb(),
};

describe.each(['Athena', 'DynamoDB'] as const)('%s on this machine', (service) => {
  it.each([
    ['a page of another origin', { origin: 'https://evil.example' }],
    ['a page that tells no origin', { 'sec-fetch-site': 'cross-site' }],
    ['an address that the person typed', { 'sec-fetch-site': 'none' }],
    ['a name that was rebound to this machine', { host: 'evil.example' }],
    ['the same with the port', { host: 'evil.example:8000' }],
  ])('refuses %s, whatever its credentials', async (_, headers) => {
    const { url, close } = await SERVICES[service]();

    const status = await statusOf(url, headers);

    expect(status).toBe(403);
    await close();
  });

  it('answers programs', async () => {
    const { url, close } = await SERVICES[service]();

    const statuses = [await statusOf(url, {}), await statusOf(url, { host: `localhost:${new URL(url).port}` })];

    expect(statuses).not.toContain(403);
    await close();
  });
});
