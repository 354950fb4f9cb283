import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Origin } from '../../../investigation/origin.js';
import { shortened } from '../../../text.js';
import { retryOf, runCommand, SLASH_COMMAND } from '../commands/index.js';
import type { ListenerDeps } from '../deps.js';
import { momentOf } from '../moment.js';
import { byEphemeral, type Tell } from '../tell.js';

/** What a person said. https://docs.slack.dev/reference/events/app_mention (as of November 2026) */
const SAID = z.object({
  user: z.string(),
  text: z.string(),
  ts: z.string(),
  channel: z.string(),
  thread_ts: z.string().optional(),
  bot_id: z.undefined().optional(),
  edited: z.undefined().optional(),
});

/** `@ir-bot services 24h`: the same words as after `/ir`, in a thread, too, where Slack takes no slash commands. */
export function registerMention(app: App, deps: ListenerDeps): void {
  app.event('app_mention', async ({ event, body, context }) => {
    const said = SAID.safeParse(event);
    if (!said.success) return;
    const { user, channel, ts, thread_ts: threadTs } = said.data;
    const text = typedTo(context.botUserId ?? '', said.data.text);
    const origin: Origin = {
      teamId: body.team_id,
      channelId: channel,
      userId: user,
      at: momentOf(ts),
      // Of the message: Slack tells of some more than once, as different events (node-slack-sdk#2141).
      deliveryId: `${channel}|${ts}`,
      ...(threadTs === undefined ? {} : { threadTs }),
    };
    const tell = inThreadsWords(byEphemeral(deps.client, origin));
    const what = shortened(`mention: ${text}`, 200);
    await deps.guard({ origin, what, retry: retryOf(text) }, { tell }, async (own) => {
      const shown = await runCommand(deps, own, text);
      if (shown) await tell(shown);
    });
  });
}

/** In a thread Slack takes no slash commands: what a person is told to type begins with the bot's name there. */
const inThreadsWords =
  (tell: Tell): Tell =>
  (reply, how) =>
    tell(reply.blocks ? reply : { ...reply, text: reply.text.replaceAll(`${SLASH_COMMAND} `, '@ir-bot ') }, how);

/**
 * What was said to the bot: what stands behind its name, where something does, else what stands before it; without the slash
 * command's name, which is not needed.
 */
export function typedTo(botUserId: string, text: string): string {
  const name = new RegExp(`<@${botUserId}(?:\\|[^<>]*)?>`).exec(text);
  const before = text.slice(0, name?.index ?? text.length).trim();
  const behind = name ? text.slice(name.index + name[0].length).replace(/^[\s:,]+/, '') : '';
  const said = behind || before;
  return (said.startsWith(`${SLASH_COMMAND} `) ? said.slice(SLASH_COMMAND.length) : said).trim();
}
