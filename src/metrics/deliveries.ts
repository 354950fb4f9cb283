import { Counter, type Registry } from 'prom-client';
import type { Inbox } from '../investigation/inbox.js';

/** Counts what comes in from Slack where it is kept, and what is done again because its bot was killed. */
export function meteredInbox(inbox: Inbox, registry: Registry): Inbox {
  const registers = [registry];
  const deliveries = new Counter({
    name: 'ir_bot_deliveries_total',
    help: 'Requests from Slack, by what became of them: new, known (it was delivered before), unknown (which of both could not be found out), or not_kept.',
    labelNames: ['outcome'],
    registers,
  });
  const redone = new Counter({
    name: 'ir_bot_requests_redone_total',
    help: 'Kept requests whose bot ended before they were done, and that this bot does again.',
    registers,
  });

  return {
    ...inbox,
    async keep(delivery) {
      await inbox.keep(delivery).catch((cause: unknown) => {
        deliveries.inc({ outcome: 'not_kept' });
        throw cause;
      });
    },
    async claim(delivery) {
      const isNew = await inbox.claim(delivery).catch((cause: unknown) => {
        deliveries.inc({ outcome: 'unknown' });
        throw cause;
      });
      deliveries.inc({ outcome: isNew ? 'new' : 'known' });
      return isNew;
    },
    async takeOver(delivery, leaseUntil) {
      const taken = await inbox.takeOver(delivery, leaseUntil);
      if (taken) redone.inc();
      return taken;
    },
  };
}
