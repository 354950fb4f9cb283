import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';
import type { Clock } from '../investigation/ports.js';

/** Who may use the bot. */
export interface Responders {
  /** Slack user ids. */
  readonly users: readonly string[];
  /** Slack user-group ids. */
  readonly groups: readonly string[];
}

export interface Access {
  isResponder(userId: string): Promise<boolean>;
  /** What a stranger is told, as `mrkdwn`. */
  readonly refusal: string;
}

/** A member who leaves a group is refused a minute later. */
const GROUP_KEPT_MS = 60_000;

/**
 * Decides who may use the bot: the listed users and the members of the listed user groups. When Slack does not say who is in a
 * group, nobody is in it.
 */
export function buildAccess(deps: { responders: Responders; client: WebClient; clock: Clock; log: Logger }): Access {
  const { responders, client, clock, log } = deps;
  const groups = new Map<string, { members: ReadonlySet<string>; readAtMs: number }>();

  async function membersOf(group: string): Promise<ReadonlySet<string>> {
    const nowMs = clock.now().getTime();
    const known = groups.get(group);
    if (known && nowMs - known.readAtMs < GROUP_KEPT_MS) return known.members;
    try {
      const { users = [] } = await client.usergroups.users.list({ usergroup: group });
      const members = new Set(users);
      groups.set(group, { members, readAtMs: nowMs });
      return members;
    } catch (err) {
      log.error({ err, group }, 'the members of a user group could not be read: nobody in it may use the bot');
      groups.delete(group);
      return new Set();
    }
  }

  const named = [
    ...responders.users.map((user) => `<@${user}>`),
    ...responders.groups.map((group) => `<!subteam^${group}>`),
  ];
  return {
    async isResponder(userId) {
      if (responders.users.includes(userId)) return true;
      const members = await Promise.all(responders.groups.map(membersOf));
      return members.some((group) => group.has(userId));
    },
    refusal: `You are not on the responders' list of ir-bot. Ask ${named.slice(0, 5).join(' or ')}.`,
  };
}
