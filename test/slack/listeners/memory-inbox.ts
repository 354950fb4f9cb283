import type { Delivery, Inbox } from '../../../src/investigation/inbox.js';

/** An inbox that forgets everything when the test ends. `kept` is in the order in which it came. */
export function memoryInbox(): Inbox & { readonly kept: ReadonlyMap<string, Delivery> } {
  const kept = new Map<string, Delivery>();
  const put = (delivery: Delivery): void => void kept.set(delivery.id, delivery);
  return {
    kept,
    async keep(delivery) {
      if (kept.has(delivery.id)) return false;
      put(delivery);
      return true;
    },
    async done(delivery) {
      put({ ...delivery, leaseUntil: undefined });
    },
    async takeOver(delivery, leaseUntil) {
      if (kept.get(delivery.id)?.leaseUntil !== delivery.leaseUntil) return undefined;
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
