import { randomBytes } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { JsonObject } from './json.js';
import type { Parts } from './parts.js';
import { eventPayload } from './payloads.js';

/** When an event that was not acknowledged is delivered again: almost at once, a minute later, and after five more. */
const AGAIN_AFTER_MS = [0, 60_000, 300_000];

/**
 * Tells the app of an event, up to four times until it acknowledges. Nobody waits for it: Slack shows nothing when it is lost.
 * https://docs.slack.dev/apis/events-api (as of November 2026)
 */
export function tellEvent({ sockets }: Parts, event: JsonObject): void {
  const payload = eventPayload(event, newEventId());
  const tell = async () => {
    let { outcome } = await sockets.deliver('events_api', payload);
    for (const [index, delayMs] of AGAIN_AFTER_MS.entries()) {
      if (outcome === 'acknowledged' || sockets.isClosed) return;
      await wait(delayMs, undefined, { ref: false });
      ({ outcome } = await sockets.deliver('events_api', payload, index + 1));
    }
  };
  void tell();
}

/** An id as Slack gives to each event; it stays the same when the event is delivered again. */
function newEventId(): string {
  return `Ev${randomBytes(5).toString('hex').toUpperCase()}`;
}
