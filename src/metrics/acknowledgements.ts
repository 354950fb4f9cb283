import type { App } from '@slack/bolt';
import { Histogram, type Registry } from 'prom-client';
import { z } from 'zod';
import { OTHER } from './bounded.js';

/** Slack gives up after three seconds. https://docs.slack.dev/interactivity/handling-user-interaction (as of November 2026) */
const ACK_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 3, 5];

const KINDS = [
  'block_actions',
  'event_callback',
  'message_action',
  'shortcut',
  'view_closed',
  'view_submission',
] as const;
const kind = z.object({ type: z.enum(KINDS) });
const command = z.object({ command: z.string() });

/** Measures how long Slack waits until each of its requests is acknowledged, from where Bolt takes it in. */
export function meterAcknowledgements(app: App, registry: Registry): void {
  const seconds = new Histogram({
    name: 'ir_bot_acknowledgement_seconds',
    help: 'Seconds from a request coming in from Slack to its acknowledgement, by the kind of request. Slack gives up after 3.',
    labelNames: ['kind'],
    buckets: ACK_SECONDS,
    registers: [registry],
  });
  const process = app.processEvent.bind(app);
  app.processEvent = (event) => {
    const end = seconds.startTimer({ kind: kindOf(event.body) });
    return process({
      ...event,
      async ack(response) {
        await event.ack(response);
        end();
      },
    });
  };
}

const kindOf = (body: unknown): string =>
  command.safeParse(body).success ? 'command' : (kind.safeParse(body).data?.type ?? OTHER);
