import { type ReactNode, useCallback, useEffect, useMemo, useState } from 'react';
import type { Message } from '../protocol.js';
import { Channel } from './channel.js';
import { Home } from './home.js';
import { useColumns, useEscape } from './keys.js';
import type { Go, Place } from './place.js';
import { type News, useNews } from './seen.js';
import { Sidebar } from './sidebar.js';
import { type ThreadSummary, threadsOf, type Workspace } from './state.js';
import { Thread } from './thread.js';

interface PanesProps {
  readonly workspace: Workspace;
  readonly place: Place;
  readonly go: Go;
  readonly onPerson: (id: string) => void;
  readonly onCommand: (channelId: string | null) => void;
  readonly onDismiss: (message: Message) => void;
}

const NONE: readonly Message[] = [];

/** The three columns: where to go, the channel or the bot's Home, and the open thread. */
export function Panes({ workspace, place, go, onPerson, onCommand, onDismiss }: PanesProps): ReactNode {
  const { channelId, threadTs, isHome } = place;
  const channel = workspace.channels.find(({ id }) => id === channelId);
  const messages = workspace.messages.get(channelId ?? '') ?? NONE;
  const threads = useMemo(() => threadsOf(messages), [messages]);
  const news = useNews(workspace);
  const isThreadOpen = channel !== undefined && threadTs !== null && !isHome;
  // A thread that the person opened is for writing; one that opens by itself must not take the focus away.
  const [writtenTs, setWritten] = useState<string>();
  const openThread = useCallback(
    (ts: string) => {
      setWritten(ts);
      go({ threadTs: ts });
    },
    [go],
  );
  const closeThread = useCallback(() => {
    const hadFocus = document.activeElement?.closest('.thread') !== null;
    go({ threadTs: null });
    if (hadFocus) requestAnimationFrame(() => goBackTo(threadTs));
  }, [go, threadTs]);
  useEscape(isThreadOpen, closeThread);
  useColumns();
  const [isNavOpen, setNavOpen] = useState(false);

  useTitle(workspace, place);
  useLooking(news, place, messages, threads);

  const goAndFold = useCallback<Go>(
    (to) => {
      setNavOpen(false);
      go(to);
    },
    [go],
  );
  return (
    <div className={`panes ${isThreadOpen ? 'with-thread' : ''} ${isNavOpen ? 'with-nav' : ''}`}>
      <button
        type="button"
        className="nav-switch icon-button"
        aria-label="Channels"
        aria-expanded={isNavOpen}
        onClick={() => setNavOpen((wasOpen) => !wasOpen)}
      >
        ☰
      </button>
      <Sidebar {...{ workspace, place, onPerson }} go={goAndFold} unreadChannels={news.channels} />
      {isHome && <Home workspace={workspace} />}
      {!isHome && channel !== undefined && (
        <Channel
          key={channel.id}
          {...{ workspace, channel, place, threads, onDismiss, onCommand }}
          newThreads={news.threadsIn(channel.id, threads)}
          onThread={openThread}
        />
      )}
      {isThreadOpen && (
        <Thread
          key={threadTs}
          {...{ workspace, channel, threadTs, place, onDismiss }}
          isForWriting={writtenTs === threadTs}
          onClose={closeThread}
        />
      )}
    </div>
  );
}

/** The focus goes to the message whose thread was closed. */
const goBackTo = (ts: string | null): void =>
  document.querySelector<HTMLElement>(`.channel [data-ts="${CSS.escape(ts ?? '')}"]`)?.focus({ preventScroll: true });

/** Names the tab after the place, so that tabs can be told apart. */
function useTitle({ bot, channels, workspaceName }: Workspace, { isHome, channelId }: Place): void {
  const here = isHome ? bot.name : `#${channels.find(({ id }) => id === channelId)?.name ?? ''}`;
  useEffect(() => {
    document.title = `${here} · ${workspaceName}`;
  }, [here, workspaceName]);
}

/** What is open has been seen. */
function useLooking(
  { look }: News,
  { channelId, threadTs }: Place,
  messages: readonly Message[],
  threads: ReadonlyMap<string, ThreadSummary>,
): void {
  useEffect(() => {
    const last = messages.at(-1);
    if (channelId !== null && last !== undefined) look(channelId, last.ts);
    const lastReply = threads.get(threadTs ?? '')?.lastTs;
    if (lastReply !== undefined) look(`${channelId} ${threadTs}`, lastReply);
  }, [messages, threads, channelId, threadTs, look]);
}
