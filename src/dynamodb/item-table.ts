import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { messageOf } from '../errors.js';
import { SCHEMA_VERSION } from './items.js';
import { describeKey, type ItemKey } from './keys.js';

/** The state table, by the few calls that the store makes. Every read is consistent, every write is one conditional write. */
export interface ItemTable {
  get(key: ItemKey): Promise<unknown>;
  /** Puts an item that is not there yet. `false` when one is. */
  create(item: ItemKey & Fields): Promise<boolean>;
  /** Puts an item in the place of one of the same schema version. `false` when there is none. */
  replace(item: ItemKey & Fields): Promise<boolean>;
  /** Puts an item that is not there yet, or is there with a lower `seq`. `false` when it is there already with this one or a higher. */
  advance(item: ItemKey & Fields & { readonly seq: number }): Promise<boolean>;
  /** Adds one to `number` of an item, which begins at 0, and returns the item. `undefined` when its schema version is another. */
  increment(key: ItemKey): Promise<unknown>;
  /** Items of a partition in the order of their sort keys, page by page until the last. */
  query(partition: string, range: SortKeyRange): AsyncGenerator<ItemKey & Fields>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Which items of a partition, and which attributes of them (all by default). Both ends are inclusive. */
export interface SortKeyRange {
  readonly from: string;
  readonly to: string;
  readonly attributes?: readonly string[];
}

const keyed = z.looseObject({ pk: z.string(), sk: z.string() });

/** The end of the range of sort keys that begin with a prefix that ends in `#`: `$` is the next character. */
export const endOf = (prefix: `${string}#`): string => `${prefix.slice(0, -1)}$`;

/** Opens the state table. What DynamoDB refuses comes as an error that names the item and the table. */
export function itemTable(client: DynamoDBDocumentClient, tableName: string): ItemTable {
  const TableName = tableName;
  const put = async (item: ItemKey & Fields, condition: string, values?: Fields): Promise<boolean> => {
    const command = new PutCommand({
      TableName,
      Item: { ...item, v: SCHEMA_VERSION },
      ConditionExpression: condition,
      ...(values ? { ExpressionAttributeValues: values } : {}),
    });
    const output = await conditional(`write ${describeKey(item)} in table ${tableName}`, () => client.send(command));
    return output !== undefined;
  };

  return {
    async get({ pk, sk }) {
      const command = new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true });
      return (await attempt(`read ${describeKey({ pk, sk })} in table ${tableName}`, () => client.send(command))).Item;
    },
    create: (item) => put(item, 'attribute_not_exists(pk)'),
    replace: (item) => put(item, 'attribute_exists(pk) AND v = :v', { ':v': SCHEMA_VERSION }),
    advance: (item) =>
      put(item, 'attribute_not_exists(pk) OR (v = :v AND seq < :seq)', { ':v': SCHEMA_VERSION, ':seq': item.seq }),
    async increment(key) {
      const command = new UpdateCommand({ TableName, ...incrementInput(key) });
      const output = await conditional(`count up ${describeKey(key)} in table ${tableName}`, () =>
        client.send(command),
      );
      return output?.Attributes;
    },
    async *query(partition, range) {
      const where = `sk=${JSON.stringify(range.from)}..${JSON.stringify(range.to)} of pk=${JSON.stringify(partition)}`;
      const pages = paginateQuery({ client }, { TableName, ...queryInput(partition, range) });
      for (;;) {
        const page = await attempt(`read ${where} in table ${tableName}`, () => pages.next());
        if (page.done) return;
        yield* (page.value.Items ?? []).map((item) => keyed.parse(item));
      }
    },
  };
}

const incrementInput = ({ pk, sk }: ItemKey) => ({
  Key: { pk, sk },
  UpdateExpression: 'SET v = :v ADD #number :one',
  ConditionExpression: 'attribute_not_exists(pk) OR v = :v',
  ExpressionAttributeNames: { '#number': 'number' },
  ExpressionAttributeValues: { ':v': SCHEMA_VERSION, ':one': 1 },
  ReturnValues: 'ALL_NEW' as const,
});

function queryInput(partition: string, { from, to, attributes }: SortKeyRange) {
  const names = (attributes ?? []).map((attribute) => [`#${attribute}`, attribute] as const);
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':pk': partition, ':from': from, ':to': to },
    // Every name by a placeholder: half of the English language is reserved in DynamoDB's expressions.
    ...(attributes
      ? {
          ProjectionExpression: names.map(([placeholder]) => placeholder).join(', '),
          ExpressionAttributeNames: Object.fromEntries(names),
        }
      : {}),
  };
}

/** `undefined` when the condition did not hold. */
async function conditional<T>(what: string, act: () => Promise<T>): Promise<T | undefined> {
  try {
    return await act();
  } catch (cause) {
    if (cause instanceof ConditionalCheckFailedException) return undefined;
    throw new Error(`cannot ${what}: ${messageOf(cause)}`, { cause });
  }
}

async function attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw new Error(`cannot ${what}: ${messageOf(cause)}`, { cause });
  }
}
