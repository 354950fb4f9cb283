import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { startLocalDynamodb } from '../../src/local/dynamodb.js';

/** A client of DynamoDB at `url`, with credentials that no AWS account has. */
export const clientOf = (url: string): DynamoDBClient =>
  new DynamoDBClient({
    endpoint: url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'example' },
    maxAttempts: 2,
  });

/** DynamoDB in memory, with both clients of it. */
export async function startDynalite(): Promise<{
  readonly url: string;
  readonly client: DynamoDBClient;
  readonly documents: DynamoDBDocumentClient;
  stop(): Promise<void>;
}> {
  const { url, close } = await startLocalDynamodb();
  const client = clientOf(url);
  return {
    url,
    client,
    documents: documentClient(client),
    async stop() {
      client.destroy();
      await close();
    },
  };
}
