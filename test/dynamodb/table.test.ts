import { CreateTableCommand, DescribeTableCommand, type KeySchemaElement } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { clientOf, startDynalite } from './dynalite.js';

let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
});
afterAll(() => dynalite.stop());

const createForeign = (TableName: string, keys: readonly (readonly [string, 'S' | 'N'])[]) =>
  dynalite.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys.map(
        ([AttributeName], index): KeySchemaElement => ({ AttributeName, KeyType: index === 0 ? 'HASH' : 'RANGE' }),
      ),
      AttributeDefinitions: keys.map(([AttributeName, AttributeType]) => ({ AttributeName, AttributeType })),
    }),
  );

const statusOf = async (TableName: string) =>
  (await dynalite.client.send(new DescribeTableCommand({ TableName }))).Table?.TableStatus;

describe('ensureStateTable', () => {
  it('creates a missing table when it may, and waits until it can be used', async () => {
    await ensureStateTable(dynalite.client, 'created', { create: true });

    const { Table } = await dynalite.client.send(new DescribeTableCommand({ TableName: 'created' }));
    expect(Table).toMatchObject({ TableStatus: 'ACTIVE', BillingModeSummary: { BillingMode: 'PAY_PER_REQUEST' } });
  });

  it('says what to do about a missing table when it may not create one, and creates none', async () => {
    const ensuring = ensureStateTable(dynalite.client, 'missing', { create: false });

    await expect(ensuring).rejects.toThrow(/"missing" in us-east-1 does not exist.*IR_CREATE_STATE_TABLE=true/s);
    await expect(statusOf('missing')).rejects.toThrow('not found');
  });

  it.each([true, false])('takes a table that is there (create: %s)', async (create) => {
    await ensureStateTable(dynalite.client, 'there', { create: true });

    await expect(ensureStateTable(dynalite.client, 'there', { create })).resolves.toBeUndefined();
  });

  it('lets several bots create it at once', async () => {
    await Promise.all(Array.from({ length: 5 }, () => ensureStateTable(dynalite.client, 'shared', { create: true })));

    expect(await statusOf('shared')).toBe('ACTIVE');
  });

  it.each([
    ['another name', [['id', 'S']], 'id (S, HASH)'],
    ['no sort key', [['pk', 'S']], 'pk (S, HASH)'],
    [
      'another type',
      [
        ['pk', 'S'],
        ['sk', 'N'],
      ],
      'pk (S, HASH), sk (N, RANGE)',
    ],
    [
      'the keys the other way round',
      [
        ['sk', 'S'],
        ['pk', 'S'],
      ],
      'sk (S, HASH), pk (S, RANGE)',
    ],
  ] as const)('refuses a table with %s, and quotes its keys', async (what, keys, seen) => {
    const name = what.replaceAll(' ', '-');
    await createForeign(name, keys);

    const failure = await ensureStateTable(dynalite.client, name, { create: true }).catch((error: unknown) => error);

    expect(String(failure)).toContain(`"${name}" in us-east-1 has the keys ${seen}, not pk (S, HASH), sk (S, RANGE)`);
    expect(String(failure)).toContain('IR_STATE_TABLE');
  });

  it('says what it attempted when DynamoDB cannot be reached', async () => {
    const client = clientOf('http://127.0.0.1:1');

    const failure = await ensureStateTable(client, 'ir-bot', { create: true }).catch((error: unknown) => error);

    expect(failure).toMatchObject({ cause: { message: expect.stringContaining('ECONNREFUSED') } });
    expect(String(failure)).toContain('cannot describe state table "ir-bot" in us-east-1');
    client.destroy();
  });
});
