import type { RespondFn } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import type { Origin } from '../../investigation/origin.js';
import { strangerHome } from '../blocks/home.js';
import { messageForm } from '../views/message-form.js';
import type { Reply } from './reply.js';

/** Tells the person who did something what comes of it, and nobody else; `replacing` the message that was clicked, where there is one. */
export type Tell = (reply: Reply, how?: 'replacing') => Promise<unknown>;

/**
 * By the `response_url` of a command, a click or a shortcut, which works where the bot is no member, too.
 *
 * @param threadTs the thread that the person looks at.
 */
export const byResponseUrl =
  (respond: RespondFn, threadTs?: string): Tell =>
  (reply, how) =>
    respond({
      response_type: 'ephemeral',
      replace_original: how === 'replacing',
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      ...reply,
    });

/** By a message in the channel or thread, where the bot is a member. */
export const byEphemeral =
  (client: WebClient, { channelId, userId, threadTs }: Origin): Tell =>
  (reply) =>
    client.chat.postEphemeral({
      channel: channelId,
      user: userId,
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
      parse: 'none',
      link_names: false,
      ...reply,
    });

/** By a modal, within 3 seconds: where there is no other way. */
export const byForm =
  (client: WebClient, triggerId: string): Tell =>
  (reply) =>
    client.views.open({ trigger_id: triggerId, view: messageForm(reply) });

/** By the Home tab, which has no messages. */
export const byHome =
  (client: WebClient, userId: string): Tell =>
  ({ text }) =>
    client.views.publish({ user_id: userId, view: strangerHome(text) });

/** The first way, and the other where Slack refuses that. */
export const orElse =
  (first: Tell, other: Tell): Tell =>
  (reply, how) =>
    first(reply, how).catch(() => other(reply, how));
