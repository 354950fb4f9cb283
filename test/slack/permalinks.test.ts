import { afterEach, describe, expect, it } from '@jest/globals';
import { WebClient } from '@slack/web-api';
import { pino } from 'pino';
import { type LocalSlack, startLocalSlack } from '../../src/local/slack/server.js';
import { boltLogger } from '../../src/log.js';
import { buildPermalinkOf } from '../../src/slack/permalinks.js';

const SILENT = pino({ level: 'silent' });

let slack: LocalSlack | undefined;
afterEach(() => slack?.close());

/** A workspace, links to its messages, and how often Slack was asked for one. */
async function open() {
  slack = await startLocalSlack();
  const { apiUrl, botToken } = slack;
  const asked: string[] = [];
  const client = new WebClient(botToken, {
    slackApiUrl: apiUrl,
    logger: boltLogger(SILENT),
    fetch: async (url, init) => {
      if (String(url).endsWith('chat.getPermalink')) asked.push(String(init?.body));
      return fetch(url, init);
    },
  });
  const permalinkOf = buildPermalinkOf({ client, log: SILENT });
  const post = async (channelId: string, threadTs?: string) => {
    const { ts = '' } = await client.chat.postMessage({
      channel: channelId,
      text: 'said',
      ...(threadTs === undefined ? {} : { thread_ts: threadTs }),
    });
    return { channelId, ts, threadTs };
  };
  const linkOf = async ({ channelId, ts }: { channelId: string; ts: string }) =>
    (await client.chat.getPermalink({ channel: channelId, message_ts: ts })).permalink;
  return { permalinkOf, post, linkOf, asked, slack };
}

describe('links to messages', () => {
  it('are what Slack says, though it is asked for two of each kind only', async () => {
    const { permalinkOf, post, linkOf, asked } = await open();
    const cards = [];
    for (let card = 0; card < 3; card++) cards.push(await post('C0INC042'));
    const answers = [];
    for (const { ts } of cards) answers.push(await post('C0INC042', ts));

    const links = [];
    for (const message of [...cards, ...answers]) links.push(await permalinkOf(message));

    expect(asked).toHaveLength(4);
    expect(links).toEqual(await Promise.all([...cards, ...answers].map(linkOf)));
  });

  it('are asked for again where two were not made alike', async () => {
    const { permalinkOf, post, asked } = await open();
    const [first, second] = [await post('C0INC042'), await post('C0INC042')];

    await permalinkOf(first);
    // A message in a thread of which nothing is said here: its link is made in another way.
    const reply = await post('C0INC042', first.ts);
    await permalinkOf({ channelId: reply.channelId, ts: reply.ts });
    await permalinkOf(second);

    expect(asked).toHaveLength(3);
  });

  it('are left out where Slack gives none', async () => {
    const { permalinkOf, slack } = await open();
    slack.failNext('chat.getPermalink', { error: 'message_not_found' });

    expect(await permalinkOf({ channelId: 'C0INC042', ts: '1764000000.000100' })).toBeUndefined();
  });
});
