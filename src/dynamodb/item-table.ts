import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb';
import {
  type DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  paginateQuery,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import { messageOf, ServiceDown } from '../errors.js';
import { SCHEMA_VERSION } from './items.js';
import { describeKey, type ItemKey } from './keys.js';

/** The state table, by the few calls that the store makes. Every read is consistent, every write is one conditional write. */
export interface ItemTable {
  get(key: ItemKey): Promise<unknown>;
  /** Puts an item that is not there yet. `false` when one is. */
  create(item: ItemKey & Fields): Promise<boolean>;
  /** Puts an item in the place of one of the same schema version. `false` when there is none. */
  replace(item: ItemKey & Fields): Promise<boolean>;
  /** The same where a field of it still is what it was; `undefined`: absent. `false` when it is not. */
  swap(item: ItemKey & Fields, field: string, was: string | number | undefined): Promise<boolean>;
  /** Puts an item that is not there yet, or is there with a lower `seq`. `false` when it is there already with this one or a higher. */
  advance(item: ItemKey & Fields & { readonly seq: number }): Promise<boolean>;
  /** Adds one to `number` of an item, which begins at 0, and returns the item. `undefined` when its schema version is another. */
  increment(key: ItemKey): Promise<unknown>;
  /** Sets a number of an item, which need not be there, unless it is set to this or a higher one. `false` when it is. */
  raise(key: ItemKey, field: string, to: number): Promise<boolean>;
  /** Takes a number off an item where it is this or a lower one. `false` when it is not. */
  takeOff(key: ItemKey, field: string, atMost: number): Promise<boolean>;
  /** Items of a partition in the order of their sort keys, page by page until the last. */
  query(partition: string, range: SortKeyRange): AsyncGenerator<ItemKey & Fields>;
}

type Fields = Readonly<Record<string, unknown>>;

/** Which items of a partition, and which attributes of them (all by default). Both ends are inclusive. */
export interface SortKeyRange {
  readonly from: string;
  readonly to: string;
  readonly attributes?: readonly string[];
  /** Whether the last comes first. */
  readonly isBackwards?: boolean;
  /** How many come in one call at most; as many as fit (1 MB) by default. */
  readonly itemsACall?: number;
}

const keyed = z.looseObject({ pk: z.string(), sk: z.string() });

/** The end of the range of sort keys that begin with a prefix that ends in `#`: `$` is the next character. */
export const endOf = (prefix: `${string}#`): string => `${prefix.slice(0, -1)}$`;

/** Opens the state table. What DynamoDB refuses comes as an error that names the item and the table. */
export function itemTable(client: DynamoDBDocumentClient, tableName: string): ItemTable {
  const TableName = tableName;
  const put = async (item: ItemKey & Fields, condition: Condition): Promise<boolean> => {
    const command = new PutCommand({ TableName, Item: { ...item, v: SCHEMA_VERSION }, ...condition });
    const output = await conditional(`write ${describeKey(item)} in table ${tableName}`, () => client.send(command));
    return output !== undefined;
  };

  const update = async ({ pk, sk }: ItemKey, input: Condition & { readonly UpdateExpression: string }) => {
    const command = new UpdateCommand({ TableName, Key: { pk, sk }, ...input });
    const output = await conditional(`change ${describeKey({ pk, sk })} in table ${tableName}`, () =>
      client.send(command),
    );
    return output !== undefined;
  };

  return {
    async get({ pk, sk }) {
      const command = new GetCommand({ TableName, Key: { pk, sk }, ConsistentRead: true });
      return (await attempt(`read ${describeKey({ pk, sk })} in table ${tableName}`, () => client.send(command))).Item;
    },
    create: (item) => put(item, { ConditionExpression: 'attribute_not_exists(pk)' }),
    replace: (item) => put(item, IS_THERE),
    swap: (item, field, was) => put(item, isStill(field, was)),
    advance: (item) =>
      put(item, {
        ConditionExpression: 'attribute_not_exists(pk) OR (v = :v AND seq < :seq)',
        ExpressionAttributeValues: { ':v': SCHEMA_VERSION, ':seq': item.seq },
      }),
    async increment(key) {
      const command = new UpdateCommand({ TableName, ...incrementInput(key) });
      const output = await conditional(`count up ${describeKey(key)} in table ${tableName}`, () =>
        client.send(command),
      );
      return output?.Attributes;
    },
    raise: (key, field, to) => update(key, raiseInput(field, to)),
    takeOff: (key, field, atMost) => update(key, takeOffInput(field, atMost)),
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

interface Condition {
  readonly ConditionExpression: string;
  readonly ExpressionAttributeNames?: Record<string, string>;
  readonly ExpressionAttributeValues?: Fields;
}

const IS_THERE = {
  ConditionExpression: 'attribute_exists(pk) AND v = :v',
  ExpressionAttributeValues: { ':v': SCHEMA_VERSION },
};

function isStill(field: string, was: string | number | undefined): Condition {
  const isSame = was === undefined ? 'attribute_not_exists(#field)' : '#field = :was';
  return {
    ConditionExpression: `${IS_THERE.ConditionExpression} AND ${isSame}`,
    ExpressionAttributeNames: { '#field': field },
    ExpressionAttributeValues: { ...IS_THERE.ExpressionAttributeValues, ...(was === undefined ? {} : { ':was': was }) },
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

const raiseInput = (field: string, to: number) => ({
  UpdateExpression: 'SET v = :v, #field = :to',
  ConditionExpression: 'attribute_not_exists(pk) OR (v = :v AND (attribute_not_exists(#field) OR #field < :to))',
  ExpressionAttributeNames: { '#field': field },
  ExpressionAttributeValues: { ':v': SCHEMA_VERSION, ':to': to },
});

const takeOffInput = (field: string, atMost: number) => ({
  UpdateExpression: 'REMOVE #field',
  ConditionExpression: 'v = :v AND #field <= :most',
  ExpressionAttributeNames: { '#field': field },
  ExpressionAttributeValues: { ':v': SCHEMA_VERSION, ':most': atMost },
});

function queryInput(partition: string, { from, to, attributes, isBackwards, itemsACall }: SortKeyRange) {
  const names = (attributes ?? []).map((attribute) => [`#${attribute}`, attribute] as const);
  return {
    ConsistentRead: true,
    KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
    ExpressionAttributeValues: { ':pk': partition, ':from': from, ':to': to },
    ...(isBackwards ? { ScanIndexForward: false } : {}),
    ...(itemsACall === undefined ? {} : { Limit: itemsACall }),
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
    throw new ServiceDown('DynamoDB', `cannot ${what}: ${messageOf(cause)}`, { cause });
  }
}

async function attempt<T>(what: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    throw new ServiceDown('DynamoDB', `cannot ${what}: ${messageOf(cause)}`, { cause });
  }
}
