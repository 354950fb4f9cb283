import { z } from 'zod';
import type { Origin } from '../../investigation/origin.js';
import type { Retry } from '../blocks/button-value.js';

/** What it takes to do once more what a person asked: who, where, and what. */
export interface Kept {
  readonly origin: Origin;
  readonly retry: Retry;
}

const KEPT = z.object({
  v: z.literal(1),
  origin: z.object({
    teamId: z.string(),
    channelId: z.string(),
    userId: z.string(),
    at: z.string().optional(),
    threadTs: z.string().optional(),
    messageTs: z.string().optional(),
    deliveryId: z.string(),
    isConfirmed: z.boolean().optional(),
  }),
  retry: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('command'), text: z.string() }),
    z.object({ kind: z.literal('action'), actionId: z.string(), value: z.string() }),
  ]),
});

/** As it is kept. */
export const keptText = (kept: Kept): string => JSON.stringify({ v: 1, ...kept });

/** @returns `undefined` for what another version of the bot has kept. */
export function readKept(text: string | undefined): Kept | undefined {
  try {
    const { origin, retry } = KEPT.parse(JSON.parse(text ?? ''));
    return { origin, retry };
  } catch {
    return undefined;
  }
}
