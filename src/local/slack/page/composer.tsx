import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';
import type { Snapshot } from '../protocol.js';
import { Completions, completionsFor } from './completions.js';
import { type DraftOptions, useDraft } from './draft.js';

interface ComposerProps extends DraftOptions {
  readonly label: string;
  readonly testId: string;
  /** What `/` offers: none in a thread. */
  readonly commands: Snapshot['commands'];
}

/** Where one writes. Enter sends, Shift+Enter breaks the line, `/` offers the commands, ↑ brings back what was sent. */
export function Composer({ label, testId, commands, ...options }: ComposerProps): ReactNode {
  const draft = useDraft(options);
  const { text, write, error, field } = draft;
  const { shown, marked, complete, onKeyDown } = useKeys(draft, commands);
  const listId = useId();
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void draft.send();
      }}
    >
      {error !== undefined && (
        <p className="composer-error" role="alert">
          {error}
        </p>
      )}
      <Completions id={listId} {...{ text, commands, shown, marked }} onChoose={complete} />
      <div className="composer-box">
        <textarea
          ref={field}
          data-testid={testId}
          aria-label={label}
          placeholder={label}
          rows={1}
          value={text}
          aria-controls={shown.length > 0 ? listId : undefined}
          onChange={(event) => write(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <button type="submit" className="send" aria-label="Send" disabled={text.trim() === ''}>
          <svg viewBox="0 0 20 20" aria-hidden="true">
            <path d="M3 3.5 17.5 10 3 16.5l1.8-5.4L11 10 4.8 8.9z" />
          </svg>
        </button>
      </div>
    </form>
  );
}

/** What the keys do: choose among the commands that fit, complete, send, and bring back. */
function useKeys({ text, write, recall, send }: ReturnType<typeof useDraft>, commands: Snapshot['commands']) {
  const [wanted, setWanted] = useState(0);
  const shown = completionsFor(text, commands);
  const marked = Math.min(wanted, Math.max(0, shown.length - 1));
  const complete = ({ command }: { readonly command: string }): void => write(`${command} `);

  /** Whether the key was for the composer, and not for the text. */
  const press = (key: string): boolean => {
    const choice = shown[marked];
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (choice !== undefined && (key === 'Tab' || (key === 'Enter' && choice.command !== text.trim())))
      complete(choice);
    else if (key === 'Enter') void send();
    else if (step === undefined) return false;
    else if (shown.length > 1) setWanted((marked + step + shown.length) % shown.length);
    else return recall(step < 0 ? 1 : -1);
    return true;
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!event.nativeEvent.isComposing && !event.shiftKey && press(event.key)) event.preventDefault();
  };
  return { shown, marked, complete, onKeyDown };
}
