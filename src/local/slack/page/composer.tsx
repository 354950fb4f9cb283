import { type KeyboardEvent, type ReactNode, useId, useMemo, useState } from 'react';
import { type Completion, Completions, completionId, completionsFor, type Vocabulary } from './completions.js';
import { type DraftOptions, useDraft } from './draft.js';
import type { Workspace } from './state.js';

interface ComposerProps extends DraftOptions {
  readonly label: string;
  readonly placeholder?: string;
  readonly testId: string;
  readonly vocabulary: Vocabulary;
}

/** What can be written in a channel or, where there is no slash command, in a thread. */
export function useVocabulary({ commands, people, bot }: Workspace, isBotHere: boolean, isThread: boolean): Vocabulary {
  return useMemo(() => {
    const app = { name: bot.name, role: isBotHere ? 'app' : 'app, not in this channel' };
    return { commands, people: [app, ...people], botName: isBotHere ? bot.name : undefined, isThread };
  }, [commands, people, bot.name, isBotHere, isThread]);
}

/** Where one writes. Enter sends, Shift+Enter breaks the line, `/` and `@` offer what there is, ↑ brings back what was sent. */
export function Composer({ label, placeholder = label, testId, vocabulary, ...options }: ComposerProps): ReactNode {
  const draft = useDraft(options);
  const { text, write, moveCaret, error, field } = draft;
  const { shown, marked, complete, onKeyDown } = useKeys(draft, vocabulary);
  const listId = useId();
  const commands = vocabulary.isThread ? [] : vocabulary.commands;
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
          placeholder={placeholder}
          rows={1}
          value={text}
          aria-autocomplete="list"
          aria-controls={shown.length > 0 ? listId : undefined}
          aria-activedescendant={shown.length > 0 ? completionId(listId, marked) : undefined}
          onChange={(event) => write(event.target.value, event.target.selectionStart)}
          onSelect={(event) => moveCaret(event.currentTarget.selectionStart)}
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

/** What the keys do: choose among what is offered, complete, send, and bring back. */
function useKeys({ text, caret, write, recall, send }: ReturnType<typeof useDraft>, vocabulary: Vocabulary) {
  const [wanted, setWanted] = useState(0);
  /** The text whose offers were put away with Esc. */
  const [unwanted, setUnwanted] = useState<string>();
  const offered = completionsFor(text, caret, vocabulary);
  const shown = text === unwanted ? [] : offered;
  const marked = Math.min(wanted, Math.max(0, shown.length - 1));
  const complete = (completion: Completion): void => {
    setWanted(0);
    write(completion.text, completion.caret, true);
  };

  /** Whether the key was for the composer, and not for the text. */
  const press = (key: string): boolean => {
    const choice = shown[marked];
    const step = { ArrowUp: -1, ArrowDown: 1 }[key];
    if (choice !== undefined && (key === 'Tab' || (key === 'Enter' && choice.isForEnter))) complete(choice);
    else if (key === 'Escape' && choice !== undefined) setUnwanted(text);
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
