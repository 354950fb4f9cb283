import { randomUUID } from 'node:crypto';
import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Logger } from 'pino';
import type { Delivery, Inbox } from '../investigation/inbox.js';
import { itemTable } from './item-table.js';
import { deliveryItem, inboxItem, readItem } from './items.js';
import { deliveryKey, inboxKey, inboxPartition, LAST } from './keys.js';
import { leftOut } from './left-out.js';

/** Slack delivers again within minutes, and nothing is done about what is older than an hour: these are kept no longer than needed. */
const KEPT_SECONDS = 7 * 24 * 60 * 60;

/**
 * Keeps deliveries in the state table: an item each under a time, for whoever looks what is left to be done, and one under its
 * identity, which decides who was first. `expires` is for DynamoDB's time to live, where the table has it: nothing needs it.
 */
export function dynamodbInbox({
  client,
  tableName,
  log,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly log: Logger;
}): Inbox {
  const table = itemTable(client, tableName);
  const readable = leftOut(log);

  const itemOf = (delivery: Delivery) => ({
    ...inboxKey(delivery.teamId, delivery.at, delivery.id),
    delivery,
    leaseUntil: delivery.leaseUntil,
    expires: expiresAt(delivery),
  });

  async function done(delivery: Delivery): Promise<void> {
    if (delivery.request !== undefined) await table.replace(itemOf({ ...delivery, leaseUntil: undefined }));
  }

  return {
    async keep(delivery) {
      await table.create(itemOf(delivery));
    },
    async claim(delivery) {
      const key = deliveryKey(delivery.teamId, delivery.id);
      const writeId = randomUUID();
      if (await table.create({ ...key, writeId, expires: expiresAt(delivery) })) return true;
      // The SDK sends a write again when its answer was lost: then the first is this very one.
      if (readItem(deliveryItem, key, await table.get(key)).writeId === writeId) return true;
      await done(delivery);
      return false;
    },
    done,
    async takeOver(delivery, leaseUntil) {
      const taken = { ...delivery, leaseUntil };
      return (await table.swap(itemOf(taken), 'leaseUntil', delivery.leaseUntil)) ? taken : undefined;
    },
    async pendingSince(teamId, since) {
      const pending: Delivery[] = [];
      for await (const item of table.query(inboxPartition(teamId), { from: since, to: LAST })) {
        // Of another version, or changed by hand: it is nobody's, and in nobody's way.
        const delivery = readable(item, () => readItem(inboxItem, item, item))?.delivery;
        if (delivery?.leaseUntil !== undefined) pending.push(delivery);
      }
      return pending;
    },
  };
}

const expiresAt = ({ at }: Delivery): number => Math.floor(Date.parse(at) / 1_000) + KEPT_SECONDS;
