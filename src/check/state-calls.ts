import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';

/** A call that the store makes, done to an item that is the check's own. */
export interface StateCall {
  /** As IAM names it, without its service. */
  readonly action: string;
  call(client: DynamoDBDocumentClient, tableName: string): Promise<unknown>;
}

/** No case, team or channel has such a key. Every check writes over the same item: the bot's role can delete none. */
export const CHECK_KEY = { pk: 'CHECK#ir-bot', sk: 'LAST' } as const;

const now = () => new Date().toISOString();

/** Each permission that the store needs, tried. Consistent reads, as the store's are. */
export const STATE_CALLS: readonly StateCall[] = [
  {
    action: 'PutItem',
    call: (client, TableName) => client.send(new PutCommand({ TableName, Item: { ...CHECK_KEY, checkedAt: now() } })),
  },
  {
    action: 'UpdateItem',
    call: (client, TableName) =>
      client.send(
        new UpdateCommand({
          TableName,
          Key: CHECK_KEY,
          UpdateExpression: 'SET checkedAt = :now',
          ExpressionAttributeValues: { ':now': now() },
        }),
      ),
  },
  {
    action: 'GetItem',
    call: (client, TableName) => client.send(new GetCommand({ TableName, Key: CHECK_KEY, ConsistentRead: true })),
  },
  {
    action: 'Query',
    call: (client, TableName) =>
      client.send(
        new QueryCommand({
          TableName,
          ConsistentRead: true,
          Limit: 1,
          KeyConditionExpression: 'pk = :pk',
          ExpressionAttributeValues: { ':pk': CHECK_KEY.pk },
        }),
      ),
  },
];
