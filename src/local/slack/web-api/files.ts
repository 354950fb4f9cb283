import { z } from 'zod';
import { jsonField, readBlocks } from '../content.js';
import type { JsonObject } from '../json.js';
import { LIMITS } from '../limits.js';
import type { Parts } from '../parts.js';
import { slackFile } from '../payloads.js';
import { LOCAL_BOT } from '../people.js';
import type { Block } from '../protocol.js';
import { SlackError } from '../slack-error.js';
import { channelWithBot, threadOf } from './chat.js';
import { type Method, method } from './method.js';

const fileList = jsonField.pipe(z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1));

const completion = z.object({
  files: fileList,
  channel_id: z.string().optional(),
  channels: z.never('not modelled here').optional(),
  thread_ts: z.string().optional(),
  initial_comment: z.string().optional(),
  blocks: jsonField.optional(),
});

/** The `files.*` methods that upload. https://docs.slack.dev/reference/methods (as of November 2026) */
export const fileMethods: Readonly<Record<string, Method>> = {
  'files.getUploadURLExternal': method(
    z.object({ filename: z.string(), length: z.coerce.number().int().min(0) }),
    ({ filename, length }, { files }) => {
      const { fileId, uploadUrl } = files.issueUrl(filename, length);
      return { file_id: fileId, upload_url: uploadUrl };
    },
  ),

  'files.completeUploadExternal': method(completion, shareFiles),
};

/** One message with all of the files; without a channel they are the bot's own, and nobody sees them. */
function shareFiles(args: z.output<typeof completion>, parts: Parts): JsonObject {
  const channel = args.channel_id === undefined ? undefined : channelWithBot(parts, args.channel_id);
  const threadTs = channel && threadOf(parts, channel, args.thread_ts);
  const text = args.initial_comment ?? '';
  if (text.length > LIMITS.postTextCharacters) throw new SlackError('msg_too_long');
  // Slack passes over the blocks of what has a comment.
  const blocks = text ? undefined : blocksOf(args.blocks, parts);
  const files = parts.files.share(args.files);
  if (channel) parts.workspace.post({ channelId: channel.id, userId: LOCAL_BOT.id, threadTs, text, blocks, files });
  return { files: files.map(slackFile) };
}

function blocksOf(sent: unknown, { rules }: Parts): readonly Block[] | undefined {
  if (sent === undefined || sent === '') return undefined;
  const blocks = readBlocks(sent, 'message', rules);
  // Slack's own fault, python-slack-sdk#1756 (as of November 2026).
  if (blocks.some(({ type }) => type === 'markdown')) throw new SlackError('internal_error');
  return blocks;
}
