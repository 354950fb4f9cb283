import type { ReactNode } from 'react';
import type { Message, WorkspaceChannel } from '../protocol.js';
import { useSend } from './actor.js';
import { Composer, useVocabulary } from './composer.js';
import { MessageList } from './message-list.js';
import type { Place } from './place.js';
import type { Workspace } from './state.js';

interface ThreadProps {
  readonly workspace: Workspace;
  readonly channel: WorkspaceChannel;
  readonly threadTs: string;
  readonly place: Place;
  /** Whether the person opened it to write. */
  readonly isForWriting: boolean;
  readonly onClose: () => void;
  readonly onDismiss: (message: Message) => void;
}

/** The right column: a message and its answers. */
export function Thread(props: ThreadProps): ReactNode {
  const { workspace, channel, threadTs, place, isForWriting, onClose, onDismiss } = props;
  const send = useSend();
  const vocabulary = useVocabulary(workspace, channel.hasBot, true);
  const inChannel = workspace.messages.get(channel.id) ?? [];
  const messages = inChannel.filter((message) => message.ts === threadTs || message.threadTs === threadTs);
  const count = messages.filter(({ ts, ephemeralFor }) => ts !== threadTs && ephemeralFor === undefined).length;
  return (
    <aside className="thread" data-testid="thread" aria-label="Thread">
      <header className="pane-head">
        <h2>Thread</h2>
        <p className="topic"># {channel.name}</p>
        <button type="button" className="icon-button" aria-label="Close thread" title="Close (Esc)" onClick={onClose}>
          ✕
        </button>
      </header>
      <MessageList
        label="Messages in the thread"
        messages={messages}
        place={place}
        divider={count === 0 ? 'No replies yet' : `${count} ${count === 1 ? 'reply' : 'replies'}`}
        empty={<p className="empty">This thread is not here any more.</p>}
        onDismiss={onDismiss}
      />
      <Composer
        testId="thread-composer"
        label="Reply…"
        placeholder={channel.hasBot ? `Reply, or ask @${workspace.bot.name} …` : 'Reply…'}
        vocabulary={vocabulary}
        isThread
        isFocused={isForWriting}
        onSend={(text) => send({ type: 'message', channelId: channel.id, threadTs, text }, { isQuiet: true })}
      />
    </aside>
  );
}
