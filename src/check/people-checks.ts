import type { WebClient } from '@slack/web-api';
import type { Config } from '../config.js';
import { codeOf } from '../slack/refusals.js';
import { buildStanding } from '../slack/standing.js';
import { counted } from '../text.js';
import { type Check, failed, type Outcome, passed, unchecked } from './check.js';
import { ADD_SCOPES } from './scopes.js';
import { checkingClient } from './slack-checks.js';

type Settings = Pick<Config, 'slack' | 'responders' | 'channels'>;

const TOKEN = ['slack.token'];

/**
 * Whether those who are to use the bot can, where they are to.
 *
 * @param asked the ids of the channels to look at; those of IR_CHANNELS when it is empty.
 */
export function peopleChecks(config: Settings, asked: readonly string[]): readonly Check[] {
  const { slack, responders, channels: listed } = config;
  const client = checkingClient(slack.botToken, slack);
  return [
    ...responders.groups.map((group) => groupCheck(client, group)),
    ...(responders.users.length > 0 ? [usersCheck(client, responders.users)] : []),
    ...channelChecks(client, asked, listed),
  ];
}

const groupCheck = (client: WebClient, usergroup: string): Check => ({
  id: `slack.group.${usergroup}`,
  title: `Slack: user group ${usergroup}`,
  needs: TOKEN,
  variables: ['IR_RESPONDERS'],
  run: async () => {
    try {
      const { users = [] } = await client.usergroups.users.list({ usergroup });
      return users.length > 0
        ? passed(`${counted(users.length, 'member')}, who may use the bot`)
        : failed('nobody is in it', 'Add people to it, or list others in IR_RESPONDERS.');
    } catch (cause) {
      return unreadable(cause, GROUP_ADVICE);
    }
  },
});

/** https://docs.slack.dev/reference/methods/usergroups.users.list (as of November 2026) */
const GROUP_ADVICE: Advice = {
  no_such_subteam: 'There is no such user group: correct its id in IR_RESPONDERS.',
  missing_scope: `Add the scope usergroups:read. ${ADD_SCOPES}`,
  plan_upgrade_required: "The workspace's plan has no user groups: list user ids in IR_RESPONDERS instead.",
};

/** More are not looked at: Slack takes about a hundred such questions a minute. */
const MAX_PEOPLE = 20;

const usersCheck = (client: WebClient, users: readonly string[]): Check => ({
  id: 'slack.users',
  title: 'Slack: users of IR_RESPONDERS',
  needs: TOKEN,
  variables: ['IR_RESPONDERS'],
  run: async () => {
    const standing = buildStanding({ client, clock });
    const looked = users.slice(0, MAX_PEOPLE);
    const wrong: string[] = [];
    for (const id of looked) {
      const reason = await standing.ofPerson(id).then((refusal) => refusal?.reason, refusedAs);
      if (reason !== undefined) wrong.push(`${id} is ${reason}`);
    }
    if (wrong.length > 0) {
      const advice =
        'Correct IR_RESPONDERS: it takes ids of full members of the workspace ("Copy member ID" in their profile).';
      return failed(wrong.join('; '), advice);
    }
    const rest = users.length - looked.length;
    return passed(`${counted(looked.length, 'full member')}${rest > 0 ? `; ${rest} more were not looked at` : ''}`);
  },
});

const clock = { now: () => new Date() };

function refusedAs(cause: unknown): string {
  const code = codeOf(cause);
  if (code === undefined) throw cause;
  return code === 'user_not_found' || code === 'user_not_visible' ? 'nobody of the workspace' : `not readable: ${code}`;
}

const CHANNEL_TITLE = 'Slack: channel';

function channelChecks(client: WebClient, asked: readonly string[], listed: readonly string[] | undefined): Check[] {
  const channels = [...new Set(asked.length > 0 ? asked : (listed ?? []))];
  if (channels.length > 0) return channels.map((channel) => channelCheck(client, channel, listed));
  const why = 'no channel was named: check again with --channel=C…, the id of the incident channel';
  return [{ id: 'slack.channel', title: CHANNEL_TITLE, run: async () => unchecked(why) }];
}

const channelCheck = (client: WebClient, channel: string, listed: readonly string[] | undefined): Check => ({
  id: `slack.channel.${channel}`,
  title: `${CHANNEL_TITLE} ${channel}`,
  needs: TOKEN,
  variables: ['IR_CHANNELS'],
  run: async () => {
    if (listed && !listed.includes(channel)) {
      return failed('IR_CHANNELS does not list it, so the bot does nothing there', `Add ${channel} to IR_CHANNELS.`);
    }
    try {
      return await channelOutcome(client, channel);
    } catch (cause) {
      return unreadable(cause, CHANNEL_ADVICE);
    }
  },
});

async function channelOutcome(client: WebClient, id: string): Promise<Outcome> {
  const { channel } = await client.conversations.info({ channel: id });
  const refusal = await buildStanding({ client, clock }).ofChannel(id);
  if (refusal)
    return failed(refusal.reason, 'The bot works only in channels of its own workspace alone: choose another.');
  if (channel?.is_archived) return failed('it is archived', 'Choose another channel.');
  if (channel?.is_member !== true) return failed('the bot is not in it', INVITE);
  return passed('the bot is in it, and nobody else is but the workspace');
}

const INVITE = 'Type /invite @ir-bot in that channel.';

/** https://docs.slack.dev/reference/methods/conversations.info (as of November 2026) */
const CHANNEL_ADVICE: Advice = {
  channel_not_found: `${INVITE} If that was done, the id is wrong: it stands at the end of the channel's details.`,
  missing_scope: `Add the scopes channels:read and groups:read. ${ADD_SCOPES}`,
};

type Advice = Readonly<Record<string, string>>;

function unreadable(cause: unknown, advice: Advice): Outcome {
  const code = codeOf(cause);
  if (code === undefined) throw cause;
  return failed(`Slack says ${code}`, advice[code] ?? 'Try again in a minute.');
}
