import { z } from 'zod';
import { type Surface, viewFrame } from './block-kit/blocks.js';
import { checkBlocks, checkView, type Refusal } from './block-kit/check-blocks.js';
import { withIds } from './elements.js';
import { parseJson } from './json.js';
import { LIMITS } from './limits.js';
import type { Block } from './protocol.js';
import { SlackError } from './slack-error.js';
import type { ViewDefinition } from './view-stacks.js';
import type { Content } from './workspace.js';

/** A field that a form carries as JSON text and JSON carries as it is. */
export const jsonField = z
  .unknown()
  .transform((value) => (typeof value === 'string' && value ? (parseJson(value) ?? value) : value));

const blockList = z.array(z.looseObject({ type: z.string(), block_id: z.string().exactOptional() }));

/** What this workspace refuses beyond Slack's limits. */
export interface ContentRules {
  /** Block types that it does not have yet. */
  readonly refuseBlocks: readonly string[];
}

/** The parts of a message as an app sends them. */
export interface SentContent {
  readonly text?: string | undefined;
  readonly blocks?: unknown;
  readonly attachments?: unknown;
}

/**
 * Reads what a message says and holds it against the limits.
 *
 * @param textLimit - characters of top-level text
 * @throws SlackError with Slack's error, and the reason and place in its messages
 */
export function readContent(sent: SentContent, textLimit: number, rules: ContentRules): Content {
  const { attachments } = sent;
  if (attachments !== undefined && !(Array.isArray(attachments) && attachments.length === 0)) {
    throw refusedFor({ error: 'invalid_attachments', reason: 'not modelled here', pointer: '/attachments' });
  }
  if ((sent.text?.length ?? 0) > textLimit) throw new SlackError('msg_too_long');

  const blocks =
    sent.blocks === undefined || sent.blocks === '' ? undefined : readBlocks(sent.blocks, 'message', rules);
  if (!sent.text && !blocks?.length) throw new SlackError('no_text');
  return { text: sent.text ?? '', blocks };
}

/** Reads blocks for a surface. @throws SlackError */
export function readBlocks(sent: unknown, surface: Surface, rules: ContentRules): readonly Block[] {
  const read = blockList.safeParse(sent);
  if (!read.success) throw new SlackError('invalid_blocks_format');
  const refusal = checkBlocks(read.data, { surface, refuseBlocks: rules.refuseBlocks });
  if (refusal) throw refusedFor(refusal);
  return withIds(read.data);
}

/** Reads a modal or Home tab and holds it against the limits. @throws SlackError */
export function readView(sent: unknown, type: 'modal' | 'home', rules: ContentRules): ViewDefinition {
  if (Buffer.byteLength(JSON.stringify(sent) ?? '') > LIMITS.viewBytes) throw new SlackError('view_too_large');
  const refusal = checkView(sent, rules.refuseBlocks);
  if (refusal) throw refusedFor(refusal);
  const view = viewFrame.parse(sent);
  if (view.type !== type) {
    throw refusedFor({ error: 'invalid_arguments', reason: `must be a ${type}`, pointer: '/view/type' });
  }
  return { ...view, blocks: withIds(view.blocks) };
}

function refusedFor({ error, reason, pointer }: Refusal): SlackError {
  return new SlackError(error, [`[ERROR] ${reason} [json-pointer:${pointer}]`]);
}
