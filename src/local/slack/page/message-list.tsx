import { type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
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

/** Messages under each other, the newest at the end and in view. The arrow keys go from one to the next. */
export function MessageList(props: MessageListProps): ReactNode {
  const { label, messages, place, threads, newThreads, divider, empty, onThread, onDismiss } = props;
  const { isBot } = useDirectory();
  const { box, inside, isBehind, toEnd } = useScrolling(messages, place);
  const from = useDrawnFrom(messages, place);
  return (
    <div className="list-frame">
      <div className="list" ref={box} role="log" aria-label={label} tabIndex={-1} onKeyDown={goToNeighbour}>
        <div ref={inside} className="list-inside">
          {messages.length === 0 && empty}
          {messages.map((message, index) => {
            // A thread's first message says what it is about.
            if (index < from && (index > 0 || divider === undefined)) return null;
            const before = messages[index - 1];
            const isNewDay = divider === undefined && (!before || isoDay(before.ts) !== isoDay(message.ts));
            return (
              <div key={message.ts}>
                {isNewDay && <Divider says={dayName(message.ts)} />}
                <MessageRow
                  message={message}
                  isCompact={!isNewDay && isCompact(before, message, isBot)}
                  isHighlighted={place.ts === message.ts}
                  isEntry={index === messages.length - 1}
                  thread={threads?.get(message.ts)}
                  hasNewReply={newThreads?.has(message.ts) ?? false}
                  onDismiss={onDismiss}
                  onThread={onThread}
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

/** So many messages are drawn at first, and then as many more at a time. */
const DRAWN_AT_ONCE = 40;
const MORE_AFTER_MS = 30;

/**
 * The index from which on messages are drawn: the end at once, with what the address names, and the earlier ones little by little.
 * So a long channel opens as quickly as a short one and is whole a moment later.
 */
function useDrawnFrom(messages: readonly Message[], { ts }: Place): number {
  const [from, setFrom] = useState(() => Math.max(0, messages.length - DRAWN_AT_ONCE));
  useEffect(() => {
    if (from === 0) return;
    const timer = setTimeout(() => setFrom(Math.max(0, from - DRAWN_AT_ONCE)), MORE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [from]);
  const named = ts === null ? -1 : messages.findIndex((message) => message.ts === ts);
  return named < 0 ? from : Math.max(0, Math.min(from, named - DRAWN_AT_ONCE / 2));
}

/** From a message that has the focus, the arrow keys lead to the ones beside it, Home and End to the first and the last. */
function goToNeighbour(event: KeyboardEvent<HTMLElement>): void {
  const { target, currentTarget, key } = event;
  if (!(target instanceof HTMLElement) || !target.matches('.message')) return;
  const all = [...currentTarget.querySelectorAll<HTMLElement>('.message')];
  const at = all.indexOf(target);
  const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[key];
  const next = to === undefined ? undefined : all[to];
  if (next === undefined) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: 'nearest' });
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
