import type { ReactNode } from 'react';
import type { Message } from '../protocol.js';
import { dayName, isoDay } from './dates.js';
import { useDirectory } from './directory.js';
import { MessageRow } from './message.js';
import type { Place } from './place.js';
import { useScrolling } from './scrolling.js';
import type { ThreadSummary } from './state.js';

/** A person's messages within this time are drawn as one. */
const COMPACT_WITHIN_SECONDS = 180;

interface MessageListProps {
  readonly label: string;
  readonly messages: readonly Message[];
  readonly place: Place;
  readonly threads?: ReadonlyMap<string, ThreadSummary>;
  readonly newThreads?: ReadonlySet<string>;
  /** What stands between the first message and the rest, in a thread. */
  readonly divider?: string | undefined;
  readonly empty?: ReactNode;
  readonly onThread?: (ts: string) => void;
  readonly onDismiss: (message: Message) => void;
}

/** Messages under each other, the newest at the end and in view. */
export function MessageList(props: MessageListProps): ReactNode {
  const { label, messages, place, threads, newThreads, divider, empty, onThread, onDismiss } = props;
  const { isBot } = useDirectory();
  const { box, inside, isBehind, toEnd } = useScrolling(messages, place);
  return (
    <div className="list-frame">
      <div className="list" ref={box} role="log" aria-label={label} tabIndex={-1}>
        <div ref={inside} className="list-inside">
          {messages.length === 0 && empty}
          {messages.map((message, index) => {
            const before = messages[index - 1];
            const isNewDay = divider === undefined && (!before || isoDay(before.ts) !== isoDay(message.ts));
            return (
              <div key={message.ts}>
                {isNewDay && <Divider says={dayName(message.ts)} />}
                <MessageRow
                  message={message}
                  isCompact={!isNewDay && isCompact(before, message, isBot)}
                  isHighlighted={place.ts === message.ts}
                  thread={threads?.get(message.ts)}
                  hasNewReply={newThreads?.has(message.ts) ?? false}
                  onDismiss={onDismiss}
                  {...(onThread === undefined ? {} : { onThread })}
                />
                {index === 0 && divider !== undefined && <Divider says={divider} />}
              </div>
            );
          })}
        </div>
      </div>
      {isBehind && (
        <button type="button" className="to-end" onClick={toEnd}>
          New messages ↓
        </button>
      )}
    </div>
  );
}

const Divider = ({ says }: { readonly says: string }): ReactNode => (
  <div className="divider">
    <span>{says}</span>
  </div>
);

function isCompact(before: Message | undefined, message: Message, isBot: (id: string) => boolean): boolean {
  if (before === undefined || isBot(message.userId) || message.ephemeralFor || before.ephemeralFor) return false;
  return before.userId === message.userId && Number(message.ts) - Number(before.ts) < COMPACT_WITHIN_SECONDS;
}
