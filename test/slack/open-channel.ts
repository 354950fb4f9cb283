import { setTimeout as wait } from 'node:timers/promises';
import { WebClient, type WebClientOptions } from '@slack/web-api';
import pino from 'pino';
import type { Case } from '../../src/investigation/case.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../src/local/slack/server.js';
import { boltLogger } from '../../src/log.js';
import { slackChannel } from '../../src/slack/channel.js';
import { CASE, LOG } from './blocks/cases.js';

/** What is unlike the usual in a channel. */
export interface ChannelOptions extends LocalSlackOptions {
  /** How long every edit that may come late takes to get to Slack, in milliseconds. */
  readonly slowEditsMs?: number;
  /** The case as it is now, where it has gone on. */
  readonly load?: (caseId: string) => Promise<Case | undefined>;
}

/** A workspace, and a case in a channel of it as the bot has one: two real clients, the one for posts patient. */
export async function openChannel({ slowEditsMs = 0, load = async () => undefined, ...options }: ChannelOptions = {}) {
  const refusals: string[] = [];
  const slack = await startLocalSlack({ log: (line) => void refusals.push(line), ...options });
  const logger = boltLogger(pino({ enabled: false }));
  const client = (own: WebClientOptions) =>
    new WebClient(slack.botToken, { slackApiUrl: slack.apiUrl, logger, retryConfig: { retries: 1 }, ...own });
  const lines: string[] = [];
  const paced: string[] = [];
  const channel = slackChannel({
    client: client({}),
    edits: client({
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
      fetch: async (url, init) => {
        await wait(slowEditsMs);
        return fetch(url, init);
      },
    }),
    pace: async (channelId) => void paced.push(channelId),
    log: pino({ level: 'info' }, { write: (line: string) => void lines.push(line) }),
    load,
    caseBudgetUsd: 5,
  });
  const [opened] = LOG;
  if (opened?.type !== 'opened') throw new Error('a log begins with its case');
  const { threadTs, permalink } = await channel.postCard(opened);
  const investigation = { ...CASE, threadTs };
  return {
    slack,
    channel,
    investigation,
    permalink,
    /** What the bot logged, what the workspace refused, and the channels in which the bot waited for its turn. */
    ...{ lines, refusals, paced },
    /** What everybody sees, oldest first; the card is the first. */
    messages: (): readonly Message[] => slack.messages(CASE.channelId),
    card: () => blocksOf(slack.messages(CASE.channelId)[0]),
    last: () => slack.messages(CASE.channelId).at(-1),
    async close() {
      await channel.stop();
      await slack.close();
    },
  };
}

/** A message's blocks as one text. */
export const blocksOf = (message: Message | undefined): string => JSON.stringify(message?.blocks ?? []);

/** The content of a file of a message. */
export async function download(slack: LocalSlack, message: Message | undefined, at = 0): Promise<string> {
  const url = message?.files?.[at]?.url;
  if (url === undefined) throw new Error(`no file ${at} in ${JSON.stringify(message)}`);
  const response = await fetch(new URL(url, slack.url), { headers: { authorization: `Bearer ${slack.botToken}` } });
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return response.text();
}
