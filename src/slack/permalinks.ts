import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';

/** A message to link to. */
export interface Linked {
  readonly channelId: string;
  readonly ts: string;
  /** Of the thread that it is in. */
  readonly threadTs?: string | undefined;
}

/** A link to a message; absent where Slack gives none, since a message without one is still a message. */
export type PermalinkOf = (message: Linked) => Promise<string | undefined>;

/** How links are made: `{channel}` and the like stand for what differs. It is trusted once a second link was made alike. */
interface Form {
  readonly template: string;
  readonly isTrusted: boolean;
}

/**
 * Links to messages. All links of a workspace are made alike, so Slack is asked for the first two, of messages in a thread and of
 * others, and for all where these are not: a call less for each question, between a message and the note that it is there.
 */
export function buildPermalinkOf({ client, log }: { client: WebClient; log: Logger }): PermalinkOf {
  const forms = new Map<string, Form>();

  async function asked({ channelId, ts }: Linked): Promise<string | undefined> {
    try {
      return (await client.chat.getPermalink({ channel: channelId, message_ts: ts })).permalink;
    } catch (err) {
      log.warn({ err, channelId, ts }, 'Slack gave no link to a message');
      return undefined;
    }
  }

  return async (message) => {
    const kind = message.threadTs === undefined ? 'channel' : 'thread';
    const known = forms.get(kind);
    if (known?.isTrusted) return filled(known.template, message);
    const link = await asked(message);
    if (link === undefined) return undefined;
    const template = templateOf(link, message);
    forms.set(kind, { template, isTrusted: known?.template === template && filled(template, message) === link });
    return link;
  };
}

/** What differs, by what stands for it. The longer first: a channel's id is part of nothing else. */
const partsOf = ({ channelId, ts, threadTs }: Linked): readonly (readonly [string, string])[] => [
  ['{ts}', ts],
  ['{digits}', ts.replace('.', '')],
  ...(threadTs === undefined ? [] : ([['{thread}', threadTs]] as const)),
  ['{channel}', channelId],
];

const templateOf = (link: string, message: Linked): string =>
  partsOf(message).reduce((text, [name, value]) => text.replaceAll(value, name), link);

const filled = (template: string, message: Linked): string =>
  partsOf(message).reduce((text, [name, value]) => text.replaceAll(name, value), template);
