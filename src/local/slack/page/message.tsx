import { memo, type ReactNode, useMemo } from 'react';
import type { Message as MessageData } from '../protocol.js';
import { useSend } from './actor.js';
import { Avatar } from './avatar.js';
import { Blocks } from './blocks/block.js';
import { clock, dayName, fullTime } from './dates.js';
import { useDirectory } from './directory.js';
import { Mrkdwn } from './mrkdwn.js';
import type { ThreadSummary } from './state.js';
import { type Surface, SurfaceContext } from './surface.js';

interface MessageProps {
  readonly message: MessageData;
  /** Follows another of the same person closely: no name again. */
  readonly isCompact: boolean;
  readonly isHighlighted: boolean;
  /** Where the message stands in the channel and has answers. */
  readonly thread?: ThreadSummary | undefined;
  readonly hasNewReply?: boolean;
  readonly onThread?: (ts: string) => void;
  readonly onDismiss: (message: MessageData) => void;
}

/** One message. It is drawn again only when something about it changed. */
export const MessageRow = memo((props: MessageProps): ReactNode => {
  const { message, isCompact, isHighlighted, thread, hasNewReply = false, onThread, onDismiss } = props;
  const { ts, ephemeralFor } = message;
  const classes = ['message', isCompact && 'compact', isHighlighted && 'highlighted', ephemeralFor && 'ephemeral'];
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      data-testid="message"
      data-ts={ts}
      tabIndex={-1}
      aria-label={`Message at ${clock(ts)}`}
    >
      {ephemeralFor !== undefined && (
        <div className="ephemeral-note">
          <span>Only visible to you</span>
          <button type="button" onClick={() => onDismiss(message)}>
            Dismiss
          </button>
        </div>
      )}
      <Gutter message={message} isCompact={isCompact} />
      <div className="message-main">
        {!isCompact && <Byline message={message} />}
        <Body message={message} isCompact={isCompact} />
        {thread !== undefined && onThread !== undefined && (
          <Replies thread={thread} isNew={hasNewReply} onOpen={() => onThread(ts)} />
        )}
      </div>
      {onThread !== undefined && thread === undefined && ephemeralFor === undefined && (
        <button type="button" className="reply" onClick={() => onThread(ts)}>
          Reply in thread
        </button>
      )}
    </article>
  );
});

function Gutter({ message: { ts, userId }, isCompact }: Pick<MessageProps, 'message' | 'isCompact'>): ReactNode {
  const { nameOf, isBot } = useDirectory();
  if (isCompact) return <Time ts={ts} />;
  return <Avatar id={userId} name={nameOf(userId)} isBot={isBot(userId)} />;
}

function Byline({ message: { ts, userId, editedTs } }: { readonly message: MessageData }): ReactNode {
  const { nameOf, isBot } = useDirectory();
  return (
    <div className="byline">
      <strong>{nameOf(userId)}</strong>
      {isBot(userId) && <span className="badge">APP</span>}
      <Time ts={ts} />
      <Edited editedTs={editedTs} />
    </div>
  );
}

const Time = ({ ts }: { readonly ts: string }): ReactNode => (
  <time className="time" dateTime={new Date(Number(ts) * 1000).toISOString()} title={fullTime(ts)}>
    {clock(ts)}
  </time>
);

function Body({ message, isCompact }: Pick<MessageProps, 'message' | 'isCompact'>): ReactNode {
  const { channelId, ts, text, blocks, editedTs } = message;
  const send = useSend();
  const surface = useMemo<Surface>(
    () => ({ act: (action) => send({ type: 'block_action', container: { channelId, ts }, action }) }),
    [send, channelId, ts],
  );
  if (blocks === undefined || blocks.length === 0) {
    return (
      <div className="body">
        <Mrkdwn text={text} /> {isCompact && <Edited editedTs={editedTs} />}
      </div>
    );
  }
  return (
    <SurfaceContext value={surface}>
      <div className="body">
        <Blocks blocks={blocks} />
      </div>
    </SurfaceContext>
  );
}

function Edited({ editedTs }: Pick<MessageData, 'editedTs'>): ReactNode {
  if (editedTs === undefined) return null;
  return (
    <span className="edited" title={`edited ${fullTime(editedTs)}`}>
      (edited)
    </span>
  );
}

interface RepliesProps {
  readonly thread: ThreadSummary;
  readonly isNew: boolean;
  readonly onOpen: () => void;
}

function Replies({ thread: { count, lastTs, userIds }, isNew, onOpen }: RepliesProps): ReactNode {
  const { nameOf, isBot } = useDirectory();
  return (
    <button type="button" className={isNew ? 'replies replies-new' : 'replies'} onClick={onOpen}>
      <span className="replies-faces">
        {userIds.slice(0, 4).map((id) => (
          <Avatar key={id} id={id} name={nameOf(id)} isBot={isBot(id)} isSmall />
        ))}
      </span>
      <span className="replies-count">
        {count} {count === 1 ? 'reply' : 'replies'}
      </span>
      {isNew && <span className="badge badge-new">NEW</span>}
      <span className="replies-last">
        Last reply {dayName(lastTs)} at {clock(lastTs)}
      </span>
    </button>
  );
}
