import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import { shortened } from '../text.js';
import { MAX_EDITED_TEXT } from './blocks/limits.js';
import type { Rendered } from './blocks/message.js';
import type { Pace } from './pacing.js';
import { forPeople, isOfContent, isOfEdits } from './refusals.js';

/** Where a message stands, or is to stand. */
export interface Place {
  readonly channelId: string;
  /** The thread that it is in; absent: in the channel itself. */
  readonly threadTs?: string | undefined;
}

/** The messages of the bot. */
export interface Messages {
  /** Posts a message in its turn. @returns its `ts`. @throws UserFacingError where the bot cannot speak. */
  post(place: Place, message: Rendered): Promise<string>;
  /**
   * Shows the best of some forms of a message that Slack takes, in the message `ts`, or in a new one where there is none, or none
   * that can be edited.
   *
   * @param forms best first.
   * @returns whether Slack took any of them.
   */
  show(place: Place & { readonly ts?: string | undefined }, forms: readonly Rendered[]): Promise<boolean>;
  remove(channelId: string, ts: string): Promise<void>;
}

/** Nothing in a message becomes a link, a mention or a preview that we did not make ourselves. */
const LITERAL = { parse: 'none', link_names: false } as const;

/** Writes the bot's messages, none of which is dropped: the client waits and tries again when Slack has had too many. */
export function buildMessages({ client, pace, log }: { client: WebClient; pace: Pace; log: Logger }): Messages {
  async function post({ channelId, threadTs }: Place, { text, blocks }: Rendered): Promise<string> {
    await pace(channelId);
    const place = threadTs === undefined ? {} : { thread_ts: threadTs };
    const posted = await client.chat
      .postMessage({ channel: channelId, text, blocks, ...place, ...LITERAL, unfurl_links: false, unfurl_media: false })
      .catch((cause: unknown) => {
        throw forPeople(cause);
      });
    if (!posted.ts) throw new Error(`chat.postMessage in ${channelId} returned no ts`);
    return posted.ts;
  }

  async function isTaken(place: Place & { readonly ts?: string | undefined }, form: Rendered): Promise<boolean> {
    const { ts, channelId } = place;
    try {
      if (ts === undefined) await post(place, form);
      else await edit(client, channelId, ts, form);
      return true;
    } catch (cause) {
      if (ts !== undefined && isOfEdits(cause)) return isTaken({ ...place, ts: undefined }, form);
      if (!isOfContent(cause)) throw forPeople(cause);
      log.warn({ err: cause, channelId, ts }, 'Slack refused a form of a message');
      return false;
    }
  }

  return {
    post,
    async show(place, forms) {
      for (const form of forms) if (await isTaken(place, form)) return true;
      return false;
    },
    async remove(channelId, ts) {
      await client.chat.delete({ channel: channelId, ts });
    },
  };
}

/** Edits a message, through whichever client is given. */
export async function edit(client: WebClient, channelId: string, ts: string, message: Rendered): Promise<void> {
  const { text, blocks } = message;
  await client.chat.update({ channel: channelId, ts, text: shortened(text, MAX_EDITED_TEXT), blocks, ...LITERAL });
}
