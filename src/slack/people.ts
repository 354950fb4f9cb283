import type { WebClient } from '@slack/web-api';
import type { Logger } from 'pino';

/** What people are called, by their ids. */
export type NamesOf = (userIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** Names change seldom. */
const NAME_KEPT_MS = 3_600_000;

/**
 * Asks Slack what people are called, and remembers it for an hour. Somebody whose name cannot be had goes by the id, and the log
 * says why, once for all who were asked for together.
 *
 * @param deps.nowMs the clock, in milliseconds.
 */
export function buildNamesOf(deps: { client: WebClient; log: Logger; nowMs?: () => number }): NamesOf {
  const { client, log, nowMs = Date.now } = deps;
  const known = new Map<string, { readonly name: string; readonly readAtMs: number }>();

  async function nameOf(userId: string): Promise<string> {
    const kept = known.get(userId);
    if (kept && nowMs() - kept.readAtMs < NAME_KEPT_MS) return kept.name;
    const { user } = await client.users.info({ user: userId });
    const name = user?.profile?.display_name || user?.real_name || user?.name || userId;
    known.set(userId, { name, readAtMs: nowMs() });
    return name;
  }

  return async (userIds) => {
    const nameless = new Map<string, unknown>();
    const names = await Promise.all(
      userIds.map(async (userId): Promise<[string, string]> => {
        const name = await nameOf(userId).catch((cause: unknown) => {
          nameless.set(userId, cause);
          return userId;
        });
        return [userId, name];
      }),
    );
    const [err] = nameless.values();
    if (err !== undefined) log.warn({ err, userIds: [...nameless.keys()] }, 'people whose names cannot be had');
    return new Map(names);
  };
}
