import { Counter, type Registry } from 'prom-client';
import type { Inbox } from '../investigation/inbox.js';

/** Counts what comes in from Slack where it is kept, and what is done again because its bot was killed. */
export function meteredInbox(inbox: Inbox, registry: Registry): Inbox {
  const registers = [registry];
  const deliveries = new Counter({
    name: 'ir_bot_deliveries_total',
    help: 'Requests from Slack, by what became of keeping them: new, known (it was delivered before), or not_kept.',
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
      try {
        const isNew = await inbox.keep(delivery);
        deliveries.inc({ outcome: isNew ? 'new' : 'known' });
        return isNew;
      } catch (cause) {
        deliveries.inc({ outcome: 'not_kept' });
        throw cause;
      }
    },
    async takeOver(delivery, leaseUntil) {
      const taken = await inbox.takeOver(delivery, leaseUntil);
      if (taken) redone.inc();
      return taken;
    },
  };
}
