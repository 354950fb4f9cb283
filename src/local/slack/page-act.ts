import { z } from 'zod';

const as = z.string();
const channelId = z.string();

/** A `PageAct` as the page sends it. */
export const pageAct = z.discriminatedUnion('type', [
  z.object({ type: z.literal('slash_command'), as, channelId, text: z.string() }),
  z.object({ type: z.literal('message'), as, channelId, threadTs: z.string().exactOptional(), text: z.string() }),
  z.object({
    type: z.literal('block_action'),
    as,
    container: z.union([z.object({ channelId, ts: z.string() }), z.object({ viewId: z.string() })]),
    action: z.record(z.string(), z.unknown()),
  }),
  z.object({
    type: z.literal('view_submission'),
    as,
    viewId: z.string(),
    values: z.record(z.string(), z.record(z.string(), z.unknown())),
  }),
  z.object({ type: z.literal('view_closed'), as, viewId: z.string() }),
  z.object({ type: z.literal('home_opened'), as }),
  z.object({ type: z.literal('message_shortcut'), as, callbackId: z.string(), channelId, ts: z.string() }),
]);
