import { type FocusEvent, memo, type ReactNode, useMemo, useState } from 'react';
import type { Message as MessageData } from '../protocol.js';
import { useSend } from './actor.js';
import { Avatar } from './avatar.js';
import { Blocks } from './blocks/block.js';
import { clock, dayName, fullTime } from './dates.js';
import { useDirectory } from './directory.js';
import { Files } from './files.js';
import { Mrkdwn } from './mrkdwn.js';
import type { ThreadSummary } from './state.js';
import { type Surface, SurfaceContext } from './surface.js';
import { Toolbar } from './toolbar.js';

interface MessageProps {
  readonly message: MessageData;
  /** Follows another of the same person closely: no name again. */
  readonly isCompact: boolean;
  readonly isHighlighted: boolean;
  /** Where the Tab key enters the list. */
  readonly isEntry: boolean;
  /** Where the message stands in the channel and has answers. */
  readonly thread?: ThreadSummary | undefined;
  readonly hasNewReply?: boolean;
  readonly onThread?: ((ts: string) => void) | undefined;
  readonly onDismiss: (message: MessageData) => void;
}

/** One message. It is drawn again only when something about it changed. */
export const MessageRow = memo((props: MessageProps): ReactNode => {
  const { message, isCompact, isHighlighted, isEntry, thread, hasNewReply = false, onThread, onDismiss } = props;
  const { ts, ephemeralFor } = message;
  const { nameOf } = useDirectory();
  const { isLookedAt, watch } = useLookedAt();
  const classes = ['message', isCompact && 'compact', isHighlighted && 'highlighted', ephemeralFor && 'ephemeral'];
  return (
    <article
      className={classes.filter(Boolean).join(' ')}
      data-testid="message"
      data-ts={ts}
      tabIndex={isEntry ? 0 : -1}
      aria-label={`${nameOf(message.userId)} at ${clock(ts)}`}
      {...watch}
    >
      {isLookedAt && ephemeralFor === undefined && <Toolbar message={message} onThread={onThread} />}
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
    </article>
  );
});

/** Whether the pointer or the focus is in a message: a thousand messages have no menus until somebody looks at them. */
function useLookedAt() {
  const [isUnderPointer, setUnderPointer] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void =>
    setFocus(currentTarget.contains(relatedTarget));
  const watch = {
    onMouseEnter: () => setUnderPointer(true),
    onMouseLeave: () => setUnderPointer(false),
    onFocus: () => setFocus(true),
    onBlur,
  };
  return { isLookedAt: isUnderPointer || hasFocus, watch };
}

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

const NONE: NonNullable<MessageData['blocks']> = [];

function Body({ message, isCompact }: Pick<MessageProps, 'message' | 'isCompact'>): ReactNode {
  const { channelId, ts, text, blocks = NONE, editedTs, files = [] } = message;
  const send = useSend();
  const surface = useMemo<Surface>(
    () => ({ act: (action) => send({ type: 'block_action', container: { channelId, ts }, action }) }),
    [send, channelId, ts],
  );
  return (
    <div className="body">
      {blocks.length === 0 ? (
        <>
          <Mrkdwn text={text} /> {isCompact && <Edited editedTs={editedTs} />}
        </>
      ) : (
        <SurfaceContext value={surface}>
          <Blocks blocks={blocks} />
        </SurfaceContext>
      )}
      {files.length > 0 && <Files files={files} />}
    </div>
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
