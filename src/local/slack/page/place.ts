import { useCallback, useEffect, useState } from 'react';
import { LOCAL_PEOPLE } from '../people.js';

/** Where the person is in the workspace, as the address says it: permalinks are addresses of this page. */
export interface Place {
  readonly channelId: string | null;
  /** The parent message of the thread that is open beside the channel. */
  readonly threadTs: string | null;
  /** The message to scroll to and to highlight. */
  readonly ts: string | null;
  /** Whether the bot's Home tab is shown instead of a channel. */
  readonly isHome: boolean;
}

/** Reads a place out of an address of this page. */
export function readPlace(search: string): Place {
  const query = new URLSearchParams(search);
  const [channelId, ts] = [query.get('channel'), query.get('ts')];
  const threadTs = query.get('thread');
  return { channelId, threadTs, ts, isHome: query.has('home') };
}

function addressOf({ channelId, threadTs, ts, isHome }: Place, as: string): string {
  const query = new URLSearchParams({ as });
  if (isHome) query.set('home', '');
  else if (channelId !== null) query.set('channel', channelId);
  if (threadTs !== null) query.set('thread', threadTs);
  if (ts !== null) query.set('ts', ts);
  return `${location.pathname}?${query}`;
}

/** Takes the key out of the address, once the browser has it as a cookie: for bookmarks, screenshots and who looks on. */
export function forgetKey(): void {
  const address = new URL(location.href);
  if (!address.searchParams.has('key')) return;
  address.searchParams.delete('key');
  history.replaceState(null, '', address);
}

/** Goes to another place, keeping what the new one does not name. */
export type Go = (to: Partial<Place>) => void;

/** The place in this tab. Going somewhere is a step in the browser's history, so that Back works. */
export function usePlace(as: string): { place: Place; go: Go } {
  const [place, setPlace] = useState(() => readPlace(location.search));

  useEffect(() => {
    const onPopState = (): void => setPlace(readPlace(location.search));
    addEventListener('popstate', onPopState);
    return () => removeEventListener('popstate', onPopState);
  }, []);

  useEffect(() => {
    const address = addressOf(place, as);
    if (address !== location.pathname + location.search) history.pushState(null, '', address);
  }, [place, as]);

  const go = useCallback<Go>((to) => setPlace((from) => ({ ...from, ts: null, isHome: false, ...to })), []);
  return { place, go };
}

const PERSON_KEY = 'ir-bot.as';

/**
 * Who the person in this tab is: two tabs can be two people. Kept in the address and, for an address without one, in the tab's
 * session; at first it is whoever comes first in the workspace.
 */
export function usePerson(): [string, (id: string) => void] {
  const [as, setAs] = useState(
    () =>
      new URLSearchParams(location.search).get('as') ?? sessionStorage.getItem(PERSON_KEY) ?? LOCAL_PEOPLE[0]?.id ?? '',
  );
  const choose = useCallback((id: string): void => {
    sessionStorage.setItem(PERSON_KEY, id);
    setAs(id);
  }, []);
  return [as, choose];
}
