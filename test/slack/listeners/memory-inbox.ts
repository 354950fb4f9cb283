import type { Delivery, Inbox } from '../../../src/investigation/inbox.js';

/** An inbox that forgets everything when the test ends. `kept` is in the order in which it came. */
export function memoryInbox(): Inbox & { readonly kept: ReadonlyMap<string, Delivery> } {
  const kept = new Map<string, Delivery>();
  const claimed = new Set<string>();
  const put = (delivery: Delivery): void => void kept.set(keyOf(delivery), delivery);
  return {
    kept,
    async keep(delivery) {
      put(delivery);
    },
    async claim(delivery) {
      if (!claimed.has(delivery.id)) return Boolean(claimed.add(delivery.id));
      if (delivery.request !== undefined) put({ ...delivery, leaseUntil: undefined });
      return false;
    },
    async done(delivery) {
      put({ ...delivery, leaseUntil: undefined });
    },
    async takeOver(delivery, leaseUntil) {
      if (kept.get(keyOf(delivery))?.leaseUntil !== delivery.leaseUntil) return undefined;
      put({ ...delivery, leaseUntil });
      return { ...delivery, leaseUntil };
    },
    async pendingSince(teamId, since) {
      return [...kept.values()].filter(
        (one) => one.teamId === teamId && one.at >= since && one.request !== undefined && one.leaseUntil !== undefined,
      );
    },
  };
}

const keyOf = ({ at, id }: Delivery): string => `${at}#${id}`;
