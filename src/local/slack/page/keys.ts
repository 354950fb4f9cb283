import { useEffect } from 'react';

const isWriting = (target: EventTarget | null): boolean =>
  (target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) && target.value !== '';

const isSomethingOpen = (): boolean => document.querySelector('dialog[open], [popover]:popover-open') !== null;

/** Esc closes the thread, unless it is for something above it: a dialog, an open menu, a text that is being written. */
export function useEscape(isThreadOpen: boolean, onEscape: () => void): void {
  useEffect(() => {
    if (!isThreadOpen) return;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || isWriting(event.target)) return;
      if (!isSomethingOpen()) onEscape();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, [isThreadOpen, onEscape]);
}

/** Where one is at home in each column, from left to right. */
const HOMES = '.sidebar .entry[aria-current], .channel textarea, .home, .thread textarea';

/** F6 goes from column to column, Shift+F6 back, as in Slack. */
export function useColumns(): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'F6' || isSomethingOpen()) return;
      const homes = [...document.querySelectorAll<HTMLElement>(HOMES)].filter((one) => one.checkVisibility());
      const here = document.activeElement?.closest('.sidebar, .channel, .thread');
      const at = homes.findIndex((one) => here?.contains(one) ?? false);
      event.preventDefault();
      homes.at((at + (event.shiftKey ? -1 : 1)) % homes.length)?.focus();
    };
    addEventListener('keydown', onKeyDown);
    return () => removeEventListener('keydown', onKeyDown);
  }, []);
}
