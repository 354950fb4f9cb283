import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { type ItemKey, inboxKey } from '../../src/dynamodb/keys.js';

/** The state table in the hands of somebody who is no bot of this version. */
export interface StateTable {
  /** Makes an item one of another schema version. It has to be there. */
  setVersion(key: ItemKey, version: number): Promise<void>;
  /** Puts a request that a bot took in and left alone, its lease long over, as an item of this schema version. */
  putRequest(id: string, request: string, version: number): Promise<ItemKey>;
  close(): void;
}

/** Opens the state table that a workspace's environment names. */
export function openStateTable(environment: NodeJS.ProcessEnv): StateTable {
  const endpoint = environment.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const documents = documentClient(client);
  const TableName = environment.IR_STATE_TABLE;

  return {
    async setVersion({ pk, sk }, version) {
      await documents.send(
        new UpdateCommand({
          TableName,
          Key: { pk, sk },
          UpdateExpression: 'SET v = :v',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':v': version },
        }),
      );
    },
    async putRequest(id, request, version) {
      const at = new Date(Date.now() - 300_000).toISOString();
      const key = inboxKey('T0LOCAL', at, id);
      const expires = Math.floor(Date.now() / 1_000) + 3_600;
      const delivery = { teamId: 'T0LOCAL', id, at, request, leaseUntil: at };
      await documents.send(
        new PutCommand({ TableName, Item: { ...key, v: version, leaseUntil: at, expires, delivery } }),
      );
      return key;
    },
    close: () => client.destroy(),
  };
}
