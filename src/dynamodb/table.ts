import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceInUseException,
  ResourceNotFoundException,
  type TableDescription,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import { messageOf } from '../errors.js';

const KEYS = 'pk (S, HASH), sk (S, RANGE)';
const MAX_WAIT_SECONDS = 120;

/**
 * Makes sure, at start, that the state table is there and is one of ours. Needs `DescribeTable`, and `CreateTable` with `create`.
 *
 * @throws Error that tells the operator what was seen and what to do about it.
 */
export async function ensureStateTable(
  client: DynamoDBClient,
  tableName: string,
  { create }: { readonly create: boolean },
): Promise<void> {
  const where = `state table "${tableName}" in ${await client.config.region()}`;
  const found = await describe(client, tableName, where);
  if (!found && !create) {
    throw new Error(
      `${where} does not exist. Deploy it with the keys ${KEYS}, or set IR_CREATE_STATE_TABLE=true to have it created; ` +
        'if it exists elsewhere, check AWS_REGION, the account, and IR_STATE_TABLE.',
    );
  }
  if (found) checkTable(found, where);
  if (!found) await createTable(client, tableName, where);
  if (found?.TableStatus === 'ACTIVE' || found?.TableStatus === 'UPDATING') return;
  await waitUntilActive(client, tableName, where);
  const active = await describe(client, tableName, where);
  if (!active) throw new Error(`${where} was deleted while it was waited for. Start again once nobody deletes it.`);
  checkTable(active, where);
}

async function describe(
  client: DynamoDBClient,
  tableName: string,
  where: string,
): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: tableName }))).Table;
  } catch (cause) {
    if (cause instanceof ResourceNotFoundException) return undefined;
    throw new Error(
      `cannot describe ${where}: ${messageOf(cause)}. Check the credentials and dynamodb:DescribeTable.`,
      {
        cause,
      },
    );
  }
}

function checkTable(table: TableDescription, where: string): void {
  const seen = keysOf(table);
  if (seen !== KEYS) {
    throw new Error(
      `${where} has the keys ${seen}, not ${KEYS}. Name another table in IR_STATE_TABLE, or deploy one with those keys.`,
    );
  }
  const status = table.TableStatus ?? 'unknown';
  if (status !== 'ACTIVE' && status !== 'UPDATING' && status !== 'CREATING') {
    throw new Error(
      `${where} is ${status}, so nothing can be kept in it. Bring it back to ACTIVE, or name another in IR_STATE_TABLE.`,
    );
  }
}

/** In words, hash key first. */
function keysOf({ KeySchema = [], AttributeDefinitions = [] }: TableDescription): string {
  const typeOf = (name: string | undefined) =>
    AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? 'no type';
  return KeySchema.map(({ AttributeName, KeyType }) => `${AttributeName} (${typeOf(AttributeName)}, ${KeyType})`)
    .sort((a, b) => Number(b.endsWith('HASH)')) - Number(a.endsWith('HASH)')))
    .join(', ');
}

async function createTable(client: DynamoDBClient, tableName: string, where: string): Promise<void> {
  try {
    await client.send(
      new CreateTableCommand({
        TableName: tableName,
        BillingMode: 'PAY_PER_REQUEST',
        // It holds evidence: whoever wants it gone has to say so twice.
        DeletionProtectionEnabled: true,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
      }),
    );
  } catch (cause) {
    if (cause instanceof ResourceInUseException) return; // Another bot is creating it.
    throw new Error(`cannot create ${where}: ${messageOf(cause)}. Check dynamodb:CreateTable, or deploy the table.`, {
      cause,
    });
  }
}

async function waitUntilActive(client: DynamoDBClient, tableName: string, where: string): Promise<void> {
  try {
    await waitUntilTableExists(
      { client, maxWaitTime: MAX_WAIT_SECONDS, minDelay: 0.1, maxDelay: 5 },
      { TableName: tableName },
    );
  } catch (cause) {
    throw new Error(
      `${where} did not become ACTIVE within ${MAX_WAIT_SECONDS} seconds: ${messageOf(cause)}. Try again.`,
      { cause },
    );
  }
}
