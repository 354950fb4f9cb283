import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Origin } from '../investigation/origin.js';
import type { Clock } from '../investigation/ports.js';
import { NOT_A_CHANNEL, notFoundOut, notHere, notListed, ofAnotherWorkspace, type Refusal } from './access-refusals.js';
import { buildStanding } from './standing.js';

/** Who may use the bot. */
export interface Responders {
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user-group ids. */
  readonly groups: readonly string[];
}

/** Who does something where; in the Home tab, the channel is empty. */
export type Visit = Pick<Origin, 'teamId' | 'channelId' | 'userId'>;

/** Says who may do something where. */
export interface Access {
  /** Does not throw: where Slack does not say what has to be known, nobody is let in. */
  check(visit: Visit): Promise<{ readonly isAllowed: true } | Refusal>;
}

/** What decides about it. */
export interface AccessDeps {
  readonly responders: Responders;
  /** The ids of the channels that the bot works in; all that it is invited to when absent. */
  readonly channels?: readonly string[] | undefined;
  readonly client: WebClient;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * Decides who may use the bot, and where: full members of its own workspace who are listed or in a listed user group, in channels
 * that nobody else is in. Strangers are known by the list before Slack is asked about them, so they cannot make the bot ask much.
 */
export function buildAccess({ responders, channels, client, clock, log }: AccessDeps): Access {
  const { users, groups } = responders;
  const standing = buildStanding({ client, clock });

  async function ofTeam(teamId: string): Promise<Refusal | undefined> {
    const own = await standing.ownTeam();
    if (teamId === own) return undefined;
    return ofAnotherWorkspace(`of the workspace ${teamId || 'that Slack did not name'}, and the app is of ${own}`);
  }

  async function ofList(userId: string): Promise<Refusal | undefined> {
    if (users.includes(userId)) return undefined;
    const lists = await Promise.allSettled(groups.map((group) => standing.membersOf(group)));
    const isMember = lists.some((list) => list.status === 'fulfilled' && list.value.has(userId));
    const [unread] = lists.flatMap((list) => (list.status === 'rejected' ? [failing.ofList(list.reason)] : []));
    if (!isMember) return unread ?? notListed(users, groups);
    if (unread) log.error({ reason: unread.reason, err: unread.cause, userId }, 'a user group could not be read');
    return undefined;
  }

  return {
    async check({ teamId, channelId, userId }) {
      const refusal =
        ofPlace(channelId, channels) ??
        (await firstOf(ofTeam(teamId).catch(failing.ofTeam), ofList(userId))) ??
        (await firstOf(
          channelId === '' ? undefined : standing.ofChannel(channelId).catch(failing.ofChannel),
          standing.ofPerson(userId).catch(failing.ofPerson),
        ));
      return refusal ?? { isAllowed: true };
    },
  };
}

/** What is known of a channel without asking Slack. Ids of direct messages begin with D. */
function ofPlace(channelId: string, channels: readonly string[] | undefined): Refusal | undefined {
  if (channelId === '') return undefined;
  if (channels && !channels.includes(channelId)) return notHere(channels);
  return channelId.startsWith('D') ? NOT_A_CHANNEL : undefined;
}

async function firstOf(...checks: readonly (Promise<Refusal | undefined> | undefined)[]): Promise<Refusal | undefined> {
  return (await Promise.all(checks)).find((refusal) => refusal !== undefined);
}

const failing = {
  ofTeam: (cause: unknown) => notFoundOut({ what: 'which workspace I am of', scopes: [] }, cause),
  ofList: (cause: unknown) =>
    notFoundOut({ what: "who is on the responders' list", scopes: ['usergroups:read'] }, cause),
  ofPerson: (cause: unknown) =>
    notFoundOut({ what: 'whether you are a full member of the workspace', scopes: ['users:read'] }, cause),
  ofChannel: (cause: unknown) =>
    notFoundOut({ what: 'whom this channel is shared with', scopes: ['channels:read', 'groups:read'] }, cause),
};
