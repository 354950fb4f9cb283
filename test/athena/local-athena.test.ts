import type { AthenaClient } from '@aws-sdk/client-athena';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { deployedTable } from '../../src/athena/deployed-table.js';
import { athenaRunner } from '../../src/athena/runner.js';
import type { Query, QueryRunner } from '../../src/investigation/ports.js';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { type LocalAthena, startLocalAthena } from '../../src/local/athena/server.js';
import { OF_TEXT, QUERY } from './queries.js';
import { clientAt } from './scripted-athena.js';

const NEVER = new AbortController().signal;
const ARN = "arn:aws:iam::111122223333:user/o'hara\\";

const call = (eventTime: string, more: object = {}): object => ({
  eventVersion: '1.08',
  userIdentity: { type: 'IAMUser', arn: 'arn:aws:iam::111122223333:user/alice', accountId: '111122223333' },
  eventTime,
  eventSource: 's3.amazonaws.com',
  eventName: 'ListBuckets',
  awsRegion: 'us-east-1',
  sourceIPAddress: '192.0.2.1',
  recipientAccountId: '111122223333',
  eventID: eventTime,
  ...more,
});

let athena: LocalAthena;
let client: AthenaClient;
let runner: QueryRunner;
beforeAll(async () => {
  const engine = await recordsEngine([
    call('2026-11-19T23:59:59Z'),
    call('2026-11-20T00:00:00Z', { errorCode: 'AccessDenied' }),
    call('2026-11-21T12:00:00Z', { userIdentity: { type: 'IAMUser', arn: ARN } }),
    call('2026-11-21T23:59:59Z'),
    call('2026-11-22T00:00:00Z'),
  ]);
  athena = await startLocalAthena({ engine });
  client = clientAt(athena.url);
  runner = runnerOver('cloudtrail');
});
afterAll(async () => {
  client.destroy();
  await athena.close();
});

const runnerOver = (table: string): QueryRunner => {
  const names = { catalog: 'AwsDataCatalog', database: 'security_analysis', table, workgroup: 'primary' };
  const deployed = deployedTable({ client, ...names });
  return athenaRunner({ client, deployed, ...names, poll: { firstMs: 5, growth: 1.5, longestMs: 50 } });
};

const ask = async (query: Query) => runner.finish(await runner.start(query), query, NEVER);

describe('a question to a working Athena', () => {
  it('sees the window, its first moment but not its end', async () => {
    const { answer, statistics } = await ask(QUERY);

    expect(answer.tables).toEqual([
      {
        name: 'rows',
        rows: [
          ['2026-11-21T23:59:59Z', null],
          ['2026-11-21T12:00:00Z', null],
          ['2026-11-20T00:00:00Z', 'AccessDenied'],
        ],
        totalRows: 3,
        totalCalls: 3,
      },
    ]);
    expect(statistics.scannedBytes).toBeGreaterThan(0);
  });

  it('asks for a value with a quote and a backslash in it', async () => {
    const { answer } = await ask({
      ...QUERY,
      detection: OF_TEXT,
      parameters: { word: { type: 'text', text: ARN } },
      token: 'b-token-of-thirty-two-characters',
    });

    expect(answer.tables[0]?.rows).toEqual([['2026-11-21T12:00:00Z', null]]);
  });

  it('starts nothing twice for one token', async () => {
    expect(await runner.start(QUERY)).toBe(await runner.start(QUERY));
  });

  it('says that Athena does not know an execution, while others beside it go on', async () => {
    const token = 'd-token-of-thirty-two-characters';
    const [unknown, known] = await Promise.allSettled([
      runner.finish('never-started', QUERY, NEVER),
      ask({ ...QUERY, token }),
    ]);

    expect(unknown).toMatchObject({
      reason: { name: 'QueryFailed', reason: 'QueryExecution never-started was not found' },
    });
    expect(known.status).toBe('fulfilled');
  });

  it('says which table is missing before anything is started', async () => {
    const elsewhere = runnerOver('cloud_trail');
    const before = athena.statements.length;

    await expect(elsewhere.start({ ...QUERY, token: 'c-token-of-thirty-two-characters' })).rejects.toMatchObject({
      name: 'QueryFailed',
      reason: expect.stringContaining('cloud_trail'),
      advice: expect.stringContaining('Is security_analysis.cloud_trail the CloudTrail table?'),
    });
    expect(athena.statements).toHaveLength(before);
  });

  it('knows the table and whether a window reads only a part of it', async () => {
    expect(await runner.reach(QUERY.window)).toMatchObject({ isBounded: true });
    expect(await runner.inspect()).toMatchObject({ layout: 'AWS Security Analytics Bootstrap' });
  });
});
