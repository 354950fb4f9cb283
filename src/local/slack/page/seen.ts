import { useCallback, useMemo, useRef, useState } from 'react';
import type { ThreadSummary, Workspace } from './state.js';

/** What is new to the person: since the page was opened, or since they last looked there. */
export interface News {
  readonly channels: ReadonlySet<string>;
  readonly threadsIn: (channelId: string, threads: ReadonlyMap<string, ThreadSummary>) => ReadonlySet<string>;
  /** The person has seen everything up to `ts` in a channel or, as `channel thread`, in a thread. */
  readonly look: (where: string, ts: string) => void;
}

const NOTHING = '0';

/** Keeps what the person has seen. */
export function useNews(workspace: Workspace | undefined): News {
  const [seen, setSeen] = useState<ReadonlyMap<string, string>>(new Map());
  // What was there when this person's page opened counts as seen.
  const start = useRef<{ readonly as: string; readonly ts: string }>(undefined);
  if (workspace !== undefined && start.current?.as !== workspace.as) {
    const lastOnes = [...workspace.messages.values()].map((messages) => messages.at(-1)?.ts ?? NOTHING);
    start.current = { as: workspace.as, ts: lastOnes.sort((a, b) => Number(a) - Number(b)).at(-1) ?? NOTHING };
  }
  const startTs = start.current?.ts ?? NOTHING;
  const isNew = useCallback(
    (where: string, ts: string) => Number(ts) > Number(seen.get(where) ?? startTs),
    [seen, startTs],
  );
  const look = useCallback((where: string, ts: string): void => {
    setSeen((before) => (before.get(where) === ts ? before : new Map(before).set(where, ts)));
  }, []);
  const channels = useMemo(() => {
    const withNews = [...(workspace?.messages ?? [])].filter(([id, messages]) => {
      const last = messages.findLast(({ userId }) => userId !== workspace?.as);
      return last !== undefined && isNew(id, last.ts);
    });
    return new Set(withNews.map(([id]) => id));
  }, [workspace?.messages, workspace?.as, isNew]);
  const threadsIn = useCallback<News['threadsIn']>(
    (channelId, threads) =>
      new Set([...threads].flatMap(([ts, { lastTs }]) => (isNew(`${channelId} ${ts}`, lastTs) ? [ts] : []))),
    [isNew],
  );
  return { channels, threadsIn, look };
}
