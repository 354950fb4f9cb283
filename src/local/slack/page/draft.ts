import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { ActResult } from '../protocol.js';

/** What was sent from this tab, oldest first: ↑ brings it back. */
const sentTexts: string[] = [];

/** What a draft needs to know. */
export interface DraftOptions {
  /** A text to put in, as a new object each time. */
  readonly suggestion?: { readonly text: string } | undefined;
  /** Whether it is for a thread, where Slack takes no slash commands. */
  readonly isThread: boolean;
  /** Whether to begin writing at once. */
  readonly isFocused?: boolean;
  readonly onSend: (text: string) => Promise<ActResult>;
}

/** A message that is being written. A text that could not be sent comes back, with the reason. */
export function useDraft({ suggestion, isThread, isFocused = false, onSend }: DraftOptions) {
  const [text, setText] = useState('');
  const [caret, moveCaret] = useState(0);
  /** Where the caret is to be put once the text is there, as a new object each time. */
  const [wantedCaret, wantCaret] = useState<{ readonly at: number }>();
  const [error, setError] = useState<string>();
  /** How many sent texts back the draft is; 0 for one of its own. */
  const [recalled, setRecalled] = useState(0);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (suggestion === undefined) return;
    setText(suggestion.text);
    field.current?.focus();
  }, [suggestion]);

  useEffect(() => {
    if (isFocused) field.current?.focus();
  }, [isFocused]);
  useLayoutEffect(() => {
    if (wantedCaret === undefined) return;
    field.current?.focus();
    field.current?.setSelectionRange(wantedCaret.at, wantedCaret.at);
  }, [wantedCaret]);

  const write = (next: string, at: number, isCaretMoved = false): void => {
    setText(next);
    moveCaret(at);
    if (isCaretMoved) wantCaret({ at });
    setError(undefined);
    setRecalled(0);
  };
  /** Goes back (1) or forth (-1) through what was sent. `false` when the key is the text's own. */
  const recall = (step: 1 | -1): boolean => {
    if (recalled === 0 && (text !== '' || step < 0 || sentTexts.length === 0)) return false;
    const at = Math.min(sentTexts.length, recalled + step);
    setRecalled(at);
    setText(at === 0 ? '' : (sentTexts.at(-at) ?? ''));
    return true;
  };
  const send = async (): Promise<void> => {
    const sending = text.trim();
    if (sending === '') return;
    const [word = ''] = sending.split(/\s/);
    if (isThread && word.startsWith('/')) {
      setError(`${word} is not supported in threads. Sorry!`);
      return;
    }
    if (sentTexts.at(-1) !== sending) sentTexts.push(sending);
    write('', 0);
    const result = await onSend(sending);
    if (result.ok) return;
    setError(result.error ?? 'That could not be sent.');
    setText((typed) => (typed === '' ? sending : typed));
  };
  return { text, caret, write, moveCaret, error, recall, send, field };
}
