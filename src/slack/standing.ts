import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Clock } from '../investigation/ports.js';
import {
  BOT,
  DEACTIVATED,
  GUEST,
  isLasting,
  NOT_A_CHANNEL,
  ofAnotherWorkspace,
  type Refusal,
  sharedChannel,
} from './access-refusals.js';
import { kept } from './kept.js';

/** What Slack says of people, channels and groups. Each throws where Slack does not say it, or leaves out what has to be known. */
export interface Standing {
  /** The id of the bot's own workspace. */
  ownTeam(): Promise<string>;
  /** The ids of the users in a user group. */
  membersOf(group: string): Promise<ReadonlySet<string>>;
  /** Why that is no full member of the bot's own workspace, if so. */
  ofPerson(userId: string): Promise<Refusal | undefined>;
  /** Why that is no channel of the bot's own workspace alone, if so. */
  ofChannel(channelId: string): Promise<Refusal | undefined>;
}

/** Whoever leaves a group or becomes a guest, and a channel that is shared, are refused a minute later. */
const KEPT_MS = 60_000;

/** https://docs.slack.dev/reference/objects/user-object (as of November 2026). A flag that is missing is no "no". */
const PERSON = z.object({
  team_id: z.string(),
  is_bot: z.boolean(),
  is_restricted: z.boolean(),
  is_ultra_restricted: z.boolean(),
  is_stranger: z.boolean().optional(),
  /** Of the workspaces of an organization, those that the person is in. */
  enterprise_user: z.object({ teams: z.array(z.string()).optional() }).optional(),
});

/** https://docs.slack.dev/reference/objects/conversation-object (as of November 2026). A flag that is missing is no "no". */
const CHANNEL = z.object({
  is_ext_shared: z.boolean(),
  is_pending_ext_shared: z.boolean(),
  is_shared: z.boolean(),
  is_org_shared: z.boolean().optional(),
});

/** Asks Slack, and keeps what it says for a minute; for good, which workspace the bot's is. */
export function buildStanding({ client, clock }: { readonly client: WebClient; readonly clock: Clock }): Standing {
  const aMinute = { clock, keptMs: KEPT_MS, keepsError: isLasting };
  const teamOf = kept(async () => z.string().parse((await client.auth.test()).team_id), {
    clock,
    keptMs: Number.POSITIVE_INFINITY,
  });
  const ownTeam = () => teamOf('bot');
  return {
    ownTeam,
    membersOf: kept(async (usergroup) => {
      const { users = [] } = await client.usergroups.users.list({ usergroup });
      return new Set(users);
    }, aMinute),
    ofPerson: kept(async (userId) => {
      const { user } = await client.users.info({ user: userId });
      return user?.deleted === true ? DEACTIVATED : ofMember(PERSON.parse(user), await ownTeam());
    }, aMinute),
    ofChannel: kept(async (channelId) => {
      const { channel } = await client.conversations.info({ channel: channelId });
      return channel?.is_im || channel?.is_mpim ? NOT_A_CHANNEL : ofSharing(CHANNEL.parse(channel));
    }, aMinute),
  };
}

function ofMember(person: z.output<typeof PERSON>, ownTeam: string): Refusal | undefined {
  const { team_id: teamId, enterprise_user: inOrganization } = person;
  const isOwn = teamId === ownTeam || inOrganization?.teams?.includes(ownTeam) === true;
  if (person.is_stranger === true || !isOwn) return ofAnotherWorkspace(`a member of the workspace ${teamId}`);
  if (person.is_bot) return BOT;
  return person.is_restricted || person.is_ultra_restricted ? GUEST : undefined;
}

function ofSharing(channel: z.output<typeof CHANNEL>): Refusal | undefined {
  if (channel.is_ext_shared) return sharedChannel('is shared with another organization');
  if (channel.is_pending_ext_shared) return sharedChannel('has another organization invited to it');
  return channel.is_shared || channel.is_org_shared ? sharedChannel('is shared with another workspace') : undefined;
}
