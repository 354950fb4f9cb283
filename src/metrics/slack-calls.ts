import type { FetchFunction } from '@slack/web-api';
import { Counter, type Registry } from 'prom-client';
import { z } from 'zod';
import { bounded, OTHER } from './bounded.js';

/** Slack's own, unless another root is set. */
const API_URL = 'https://slack.com/api/';

const reply = z.union([z.object({ ok: z.literal(true) }), z.object({ ok: z.literal(false), error: z.string() })]);

/**
 * A `fetch` for Slack's clients that counts each try of a call. Their own events tell of no outcome.
 *
 * @param apiUrl another Web API root than Slack's, with its slash at the end.
 */
export function meteredFetch(registry: Registry, apiUrl = API_URL): FetchFunction {
  const calls = new Counter({
    name: 'ir_bot_slack_calls_total',
    help: "Calls to Slack, each try of them, by method and outcome: ok, ratelimited, http_…, unreachable, or Slack's error.",
    labelNames: ['method', 'outcome'],
    registers: [registry],
  });
  const methodOf = bounded(/^[a-z]+(?:\.[a-z0-9]+){1,4}$/i);
  const errorOf = bounded(/^[a-z][a-z_]{1,60}$/);

  async function outcomeOf(response: Response): Promise<string> {
    if (response.status === 429) return 'ratelimited';
    if (response.status >= 500) return 'http_5xx';
    if (!response.ok) return 'http_4xx';
    const body: unknown = await response.clone().json();
    const read = reply.safeParse(body).data;
    if (!read) return OTHER;
    return read.ok ? 'ok' : errorOf(read.error);
  }

  return async (url, init) => {
    const address = String(url);
    const isCall = address.startsWith(apiUrl);
    // Response URLs and uploads have ids in them, and answer with a status alone.
    const method = isCall ? methodOf(address.slice(apiUrl.length)) : OTHER;
    try {
      const response = await fetch(address, init);
      const outcome = isCall || !response.ok ? await outcomeOf(response).catch(() => 'unreadable') : 'ok';
      calls.inc({ method, outcome });
      return response;
    } catch (cause) {
      calls.inc({ method, outcome: 'unreachable' });
      throw cause;
    }
  };
}
