import { z } from 'zod';
import { jsonField, readContent } from '../content.js';
import { LIMITS } from '../limits.js';
import type { Parts } from '../parts.js';
import { slackMessage } from '../payloads.js';
import { LOCAL_BOT } from '../people.js';
import type { Message, WorkspaceChannel } from '../protocol.js';
import { SlackError } from '../slack-error.js';
import { isOfBot } from '../workspace.js';
import { type Method, method } from './method.js';

const content = {
  channel: z.string(),
  text: z.string().optional(),
  blocks: jsonField.optional(),
  attachments: jsonField.optional(),
};
const inThread = { ...content, thread_ts: z.string().optional() };
const named = { channel: z.string(), ts: z.string() };

/** The `chat.*` methods. https://docs.slack.dev/reference/methods (as of November 2026) */
export const chatMethods: Readonly<Record<string, Method>> = {
  'chat.postMessage': method(z.object(inThread), (args, parts) => {
    const channel = channelWithBot(parts, args.channel);
    const threadTs = threadOf(parts, channel, args.thread_ts);
    const said = readContent(args, LIMITS.postTextCharacters, parts.rules);
    const message = parts.workspace.post({ ...said, channelId: channel.id, userId: LOCAL_BOT.id, threadTs });
    return { channel: channel.id, ts: message.ts, message: slackMessage(message) };
  }),

  'chat.postEphemeral': method(z.object({ ...inThread, user: z.string() }), (args, parts) => {
    const channel = channelWithBot(parts, args.channel);
    if (!parts.workspace.person(args.user)) throw new SlackError('user_not_in_channel');
    const threadTs = threadOf(parts, channel, args.thread_ts);
    const said = readContent(args, LIMITS.postTextCharacters, parts.rules);
    const draft = { ...said, channelId: channel.id, userId: LOCAL_BOT.id, threadTs, ephemeralFor: args.user };
    return { message_ts: parts.workspace.post(draft).ts };
  }),

  'chat.update': method(z.object({ ...content, ts: z.string() }), (args, parts) => {
    const message = messageOfBot(parts, args, 'cant_update_message');
    const said = readContent(args, LIMITS.updateTextCharacters, parts.rules);
    // Blocks that are not sent stay, and cover the text: such an update changes nothing that anybody sees.
    const edited = parts.workspace.edit(message, { text: said.text, blocks: said.blocks ?? message.blocks });
    return { channel: edited.channelId, ts: edited.ts, text: args.text ?? '', message: slackMessage(edited) };
  }),

  'chat.delete': method(z.object(named), (args, parts) => {
    const message = messageOfBot(parts, args, 'cant_delete_message');
    parts.workspace.delete(message);
    return { channel: message.channelId, ts: message.ts };
  }),

  'chat.getPermalink': method(z.object({ channel: z.string(), message_ts: z.string() }), (args, parts) => {
    const channel = channelOf(parts, args.channel);
    const message = parts.workspace.find(channel.id, args.message_ts);
    if (!message) throw new SlackError('message_not_found');
    return { channel: channel.id, permalink: permalinkOf(parts.origin, message) };
  }),
};

/** A link that opens the page at a message, in its thread when it is in one. */
export function permalinkOf(origin: string, { channelId, ts, threadTs }: Message): string {
  const url = new URL('/', origin);
  url.searchParams.set('channel', channelId);
  if (threadTs !== undefined) url.searchParams.set('thread', threadTs);
  url.searchParams.set('ts', ts);
  return url.href;
}

/** A channel by id or name. @throws SlackError */
export function channelOf({ workspace }: Parts, idOrName: string): WorkspaceChannel {
  const channel = workspace.channel(idOrName);
  if (!channel) throw new SlackError('channel_not_found');
  return channel;
}

/** The same, where the bot may speak. @throws SlackError */
export function channelWithBot(parts: Parts, idOrName: string): WorkspaceChannel {
  const channel = channelOf(parts, idOrName);
  if (!channel.hasBot) throw new SlackError('not_in_channel');
  return channel;
}

function messageOfBot(parts: Parts, { channel, ts }: { channel: string; ts: string }, notAllowed: string): Message {
  const message = parts.workspace.find(channelOf(parts, channel).id, ts);
  if (!message) throw new SlackError('message_not_found');
  if (!isOfBot(message)) throw new SlackError(notAllowed);
  return message;
}

/** The `ts` of a thread's parent. Slack takes one that it does not know; that is hardly ever meant, so the log is told. @throws SlackError */
export function threadOf({ workspace, log }: Parts, channel: WorkspaceChannel, threadTs?: string): string | undefined {
  if (!threadTs) return undefined;
  if (!/^\d+\.\d{6}$/.test(threadTs)) throw new SlackError('invalid_thread_ts');
  const parent = workspace.find(channel.id, threadTs);
  if (!parent) log(`a message was posted into the thread ${threadTs} of #${channel.name}, which has no parent`);
  return parent?.threadTs ?? threadTs;
}
