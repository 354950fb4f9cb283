import { GetDatabaseCommand, StartQueryExecutionCommand } from '@aws-sdk/client-athena';
import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, describe, expect, it } from '@jest/globals';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';
import { type FaultRates, Faults } from '../../src/local/faults.js';
import type { Attempt } from '../../src/local/slack/sockets.js';
import { clientOf } from '../dynamodb/dynalite.js';
import { type Talk, talkTo } from './athena/local-athena.js';
import { eventually, Stage } from './slack/bolt-app.js';

const stage = new Stage();
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
  await stage.clear();
});

const faultsOf = (rates: FaultRates): Faults => {
  const faults = new Faults(1);
  faults.setRates(rates);
  return faults;
};

describe('faults', () => {
  it('come as often as their rates say, and are counted', () => {
    const faults = faultsOf({ 'Athena throttled': 0.3, 'Athena internal error': 0.1 });

    const drawn = Array.from({ length: 10_000 }, () => faults.draw('Athena throttled', 'Athena internal error'));

    const throttled = drawn.filter((fault) => fault === 'Athena throttled').length;
    const internal = drawn.filter((fault) => fault === 'Athena internal error').length;
    expect(throttled / 10_000).toBeCloseTo(0.3, 1);
    expect(internal / 10_000).toBeCloseTo(0.1, 1);
    expect([...faults.counts]).toEqual(
      expect.arrayContaining([
        ['Athena throttled', throttled],
        ['Athena internal error', internal],
      ]),
    );
  });

  it('are the same for the same seed', () => {
    const drawn = () => {
      const faults = faultsOf({ 'Slack rate limit': 0.5 });
      return Array.from({ length: 50 }, () => faults.draw('Slack rate limit'));
    };

    expect(drawn()).toEqual(drawn());
  });

  it('do not come where they were not asked for, nor when the weather is fine again', () => {
    const faults = faultsOf({ 'Athena throttled': 1 });

    expect(faults.draw('Slack rate limit')).toBeUndefined();
    expect(faults.draw('Athena throttled')).toBe('Athena throttled');
    faults.setRates(undefined);
    expect(faults.draw('Athena throttled')).toBeUndefined();
  });
});

describe('Athena in bad weather', () => {
  const DATABASE = new GetDatabaseCommand({ CatalogName: 'AwsDataCatalog', DatabaseName: 'security_analysis' });

  const athenaIn = async (faults: Faults): Promise<Talk> => {
    const talk = await talkTo([], { faults });
    closing.push(talk.close);
    return talk;
  };

  it.each<[FaultRates, object]>([
    [{ 'Athena throttled': 1 }, { name: 'ThrottlingException', $metadata: { httpStatusCode: 400 } }],
    [{ 'Athena internal error': 1 }, { name: 'InternalServerException', $metadata: { httpStatusCode: 500 } }],
    [{ 'Athena answer lost': 1 }, { message: expect.stringContaining('socket hang up') }],
  ])('answers with %j as the SDK knows it', async (rates, error) => {
    const { client } = await athenaIn(faultsOf(rates));

    await expect(client.send(DATABASE)).rejects.toMatchObject(error);
  });

  it('starts a query whose answer is lost, and leads back to it by its token', async () => {
    const faults = faultsOf({ 'Athena answer lost': 1 });
    const { athena, client } = await athenaIn(faults);
    const start = new StartQueryExecutionCommand({
      QueryString: 'SELECT 1 AS one',
      ClientRequestToken: 'a'.repeat(64),
    });

    await expect(client.send(start)).rejects.toThrow();
    faults.setRates(undefined);
    const { QueryExecutionId: id } = await client.send(start);

    expect(id).toBeDefined();
    expect(athena.statements).toEqual(['SELECT 1 AS one']);
  });

  it('fails a query in a way that says that it can be tried again', async () => {
    const { run } = await athenaIn(faultsOf({ 'Athena query failed': 1 }));

    const { Status } = await run('SELECT 1 AS one');

    expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { ErrorCategory: 1, Retryable: true } });
  });

  it('is not called retryable where the statement is wrong', async () => {
    const { run } = await athenaIn(faultsOf({}));

    const { Status } = await run('SELECT nothing FROM cloudtrail');

    expect(Status).toMatchObject({ State: 'FAILED', AthenaError: { Retryable: false } });
  });
});

describe('DynamoDB in bad weather', () => {
  const KEY = { pk: { S: 'CASE#1' }, sk: { S: 'HEAD' } };
  const PUT = new PutItemCommand({ TableName: 'ir-bot', Item: KEY });
  const GET = new GetItemCommand({ TableName: 'ir-bot', Key: KEY, ConsistentRead: true });

  const dynamodbIn = async (rates: FaultRates) => {
    const faults = new Faults(1);
    const dynamodb = await startLocalDynamodb({ faults });
    const client = clientOf(dynamodb.url);
    await ensureStateTable(client, 'ir-bot', { create: true });
    closing.push(() => client.destroy(), dynamodb.close);
    faults.setRates(rates);
    return { client, faults };
  };

  it.each<[FaultRates, object, boolean]>([
    [{ 'DynamoDB throttled': 1 }, { name: 'ProvisionedThroughputExceededException' }, false],
    [{ 'DynamoDB internal error': 1 }, { name: 'InternalServerError', $metadata: { httpStatusCode: 500 } }, false],
    [{ 'DynamoDB answer lost': 1 }, { message: expect.stringContaining('socket hang up') }, true],
  ])('answers with %j as the SDK knows it', async (rates, error, isDone) => {
    const { client, faults } = await dynamodbIn(rates);

    await expect(client.send(PUT)).rejects.toMatchObject(error);

    faults.setRates(undefined);
    expect((await client.send(GET)).Item !== undefined).toBe(isDone);
  });
});

describe('Slack in bad weather', () => {
  it('says after how many seconds a call can be tried again', async () => {
    const slack = await stage.workspace({ faults: faultsOf({ 'Slack rate limit': 1 }) });

    await expect(stage.client(slack).auth.test()).rejects.toMatchObject({ retryAfter: 1 });
  });

  it('answers with a server error', async () => {
    const slack = await stage.workspace({ faults: faultsOf({ 'Slack server error': 1 }) });

    await expect(stage.client(slack).auth.test()).rejects.toMatchObject({ statusCode: 503 });
  });

  it('tells how long an acknowledgement took', async () => {
    const attempts: Attempt[] = [];
    const slack = await stage.workspace({ onAttempt: (attempt) => void attempts.push(attempt) });
    await stage.app(slack, (app) => app.command('/ir', async ({ ack }) => ack()));

    await slack.act({ type: 'slash_command', as: 'U0ALICE', channelId: 'C0INC042', text: '/ir help' });

    expect(attempts).toEqual([
      { type: 'slash_commands', outcome: 'acknowledged', tookMs: expect.any(Number), isCut: false },
    ]);
    expect(attempts[0]?.tookMs).toBeGreaterThan(0);
  });

  it('cuts a connection without a goodbye, and whoever was to acknowledge by it cannot', async () => {
    const attempts: Attempt[] = [];
    const slack = await stage.workspace({ onAttempt: (attempt) => void attempts.push(attempt) });
    await stage.app(slack, (app) => app.command('/ir', async () => void slack.cutSocket()));

    const result = await slack.act({ type: 'slash_command', as: 'U0ALICE', channelId: 'C0INC042', text: '/ir help' });

    expect(result.error).toContain('operation_timeout');
    expect(attempts).toMatchObject([{ outcome: 'operation_timeout', isCut: true }]);
    await eventually(() => slack.connections() === 0);
    expect(slack.cutSocket()).toBe(false);
  });
});
