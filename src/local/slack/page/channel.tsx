import { type ReactNode, useState } from 'react';
import type { Message, WorkspaceChannel } from '../protocol.js';
import { useSend } from './actor.js';
import { Composer, useVocabulary } from './composer.js';
import { MessageList } from './message-list.js';
import type { Place } from './place.js';
import { isInChannel, type ThreadSummary, type Workspace } from './state.js';

interface ChannelProps {
  readonly workspace: Workspace;
  readonly channel: WorkspaceChannel;
  readonly place: Place;
  readonly threads: ReadonlyMap<string, ThreadSummary>;
  readonly newThreads: ReadonlySet<string>;
  readonly onThread: (ts: string) => void;
  readonly onDismiss: (message: Message) => void;
  /** Called before a slash command is sent, so that the bot's answer can be shown, and with `null` when it was refused. */
  readonly onCommand: (channelId: string | null) => void;
}

/** The middle column: a channel. */
export function Channel(props: ChannelProps): ReactNode {
  const { workspace, channel, place, threads, newThreads, onThread, onDismiss, onCommand } = props;
  const [suggestion, setSuggestion] = useState<{ readonly text: string }>();
  const send = useSend();
  const vocabulary = useVocabulary(workspace, channel.hasBot, false);
  const onSend = async (text: string) => {
    const channelId = channel.id;
    if (!text.startsWith('/')) return send({ type: 'message', channelId, text }, { isQuiet: true });
    onCommand(channelId);
    const result = await send({ type: 'slash_command', channelId, text }, { isQuiet: true });
    if (!result.ok) onCommand(null);
    return result;
  };
  return (
    <main className="channel" aria-label={`#${channel.name}`}>
      <header className="pane-head">
        <h2>
          <span className="hash">#</span> {channel.name}
        </h2>
        <p className="topic">{channel.topic}</p>
        {!channel.hasBot && <span className="badge badge-warn">{workspace.bot.name} is not in this channel</span>}
      </header>
      <MessageList
        label={`Messages in #${channel.name}`}
        messages={(workspace.messages.get(channel.id) ?? []).filter(isInChannel)}
        place={place}
        threads={threads}
        newThreads={newThreads}
        onThread={onThread}
        onDismiss={onDismiss}
        empty={<Empty workspace={workspace} channel={channel} onSuggest={(text) => setSuggestion({ text })} />}
      />
      <Composer
        testId="composer"
        label={`Message #${channel.name}`}
        vocabulary={vocabulary}
        suggestion={suggestion}
        isThread={false}
        onSend={onSend}
      />
    </main>
  );
}

const FIRST_COMMAND = '/ir authfail';

interface EmptyProps {
  readonly workspace: Workspace;
  readonly channel: WorkspaceChannel;
  readonly onSuggest: (text: string) => void;
}

function Empty({ workspace, channel, onSuggest }: EmptyProps): ReactNode {
  return (
    <div className="empty">
      <h3>This is the beginning of #{channel.name}</h3>
      {channel.hasBot ? (
        <>
          <p>Ask {workspace.bot.name} who is being refused. Its answers appear here, for everyone in the channel.</p>
          <button type="button" className="suggestion" onClick={() => onSuggest(FIRST_COMMAND)}>
            Type <kbd>{FIRST_COMMAND}</kbd>
          </button>
        </>
      ) : (
        <p>{workspace.bot.name} is not in this channel: it cannot answer here.</p>
      )}
    </div>
  );
}
