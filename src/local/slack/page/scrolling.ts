import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { Message } from '../protocol.js';
import { useDirectory } from './directory.js';
import type { Place } from './place.js';

/** From here to the end one is still at the end. */
const NEAR_END_PX = 120;
/** What is above the last message when it is too tall to be seen whole. */
const ABOVE_LAST_PX = 8;
/** What takes up more of the list than this is shown from its beginning, not from its middle. */
const TALL_SHARE = 0.7;
const TOUCHES = ['pointerdown', 'keydown', 'wheel'] as const;

/**
 * What is to stay in view while sizes settle: messages out of sight have estimated heights. It ends when the person touches the
 * list: paging through a table at the end must not make it jump.
 */
type Held = 'end' | HTMLElement | undefined;

/**
 * Keeps the end of a list of messages in view while one is there, and goes to the message that the address names. One's own message
 * is always gone to, and a last message that is taller than the list is shown from its beginning.
 */
export function useScrolling(messages: readonly Message[], place: Place) {
  const { meId } = useDirectory();
  const box = useRef<HTMLDivElement>(null);
  const inside = useRef<HTMLDivElement>(null);
  const held = useRef<Held>('end');
  const isAtEnd = useRef(true);
  const [isBehind, setBehind] = useState(false);
  const hold = (what: Held): void => {
    held.current = what;
    if (box.current !== null) bringIntoView(box.current, what);
  };

  useEffect(() => {
    const [list, content] = [box.current, inside.current];
    if (list === null || content === null) return;
    const release = (): void => {
      held.current = undefined;
    };
    const onScroll = (): void => {
      // A last message that is taller than the list has its end out of sight, and one is at the end all the same.
      isAtEnd.current = list.scrollTop > endOf(list) - NEAR_END_PX;
      if (isAtEnd.current) setBehind(false);
    };
    const observer = new ResizeObserver(() => bringIntoView(list, held.current));
    observer.observe(content);
    observer.observe(list);
    list.addEventListener('scroll', onScroll, { passive: true });
    for (const touch of TOUCHES) list.addEventListener(touch, release, { passive: true });
    return () => {
      observer.disconnect();
      list.removeEventListener('scroll', onScroll);
      for (const touch of TOUCHES) list.removeEventListener(touch, release);
    };
  }, []);

  const { ts: lastTs, userId: lastBy, ephemeralFor } = messages.at(-1) ?? {};
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new last message is what this waits for
  useLayoutEffect(() => {
    // What only this person sees answers what this person did.
    if (isAtEnd.current || lastBy === meId || ephemeralFor === meId) hold('end');
    else {
      if (held.current === 'end') held.current = undefined;
      setBehind(true);
    }
  }, [lastTs]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: going somewhere is what this waits for
  useLayoutEffect(() => {
    if (place.ts === null) return;
    const target = box.current?.querySelector(`[data-ts="${CSS.escape(place.ts)}"]`);
    if (!(target instanceof HTMLElement)) return;
    hold(target);
    isAtEnd.current = false;
    target.focus({ preventScroll: true });
  }, [place]);
  return { box, inside, isBehind, toEnd: () => hold('end') };
}

function bringIntoView(list: HTMLElement, what: Held): void {
  if (what === undefined) return;
  if (what === 'end') list.scrollTop = endOf(list);
  else what.scrollIntoView({ block: what.offsetHeight > TALL_SHARE * list.clientHeight ? 'start' : 'center' });
}

/** How far to scroll to see the last message, at least from its beginning. */
function endOf(list: HTMLElement): number {
  const end = list.scrollHeight - list.clientHeight;
  const last = list.firstElementChild?.lastElementChild;
  if (last === null || last === undefined) return end;
  const top = last.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop;
  return Math.min(end, top - ABOVE_LAST_PX);
}
