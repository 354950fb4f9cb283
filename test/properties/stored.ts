import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { documentClient } from '../../src/dynamodb/document-client.js';

/** Every item of the state table that a workspace's environment names, as a line of JSON each, in the order of their keys. */
export async function storedItems(environment: NodeJS.ProcessEnv): Promise<string[]> {
  const endpoint = environment.AWS_ENDPOINT_URL_DYNAMODB ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = new DynamoDBClient({ endpoint, region: 'us-east-1', credentials });
  const items: string[] = [];
  try {
    for await (const page of paginateScan(
      { client: documentClient(client) },
      { TableName: environment.IR_STATE_TABLE },
    )) {
      for (const { pk, sk, ...fields } of page.Items ?? []) items.push(JSON.stringify({ pk, sk, ...fields }));
    }
  } finally {
    client.destroy();
  }
  return items.sort();
}

/** Those of them that are a case: its head, log, questions, answers and place. */
export const ofCases = (items: readonly string[]): string[] =>
  items.filter((item) => /^\{"pk":"(?:CASE|CHANNEL|TEAM|ASKED)#/.test(item));
