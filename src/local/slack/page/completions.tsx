import type { ReactNode } from 'react';
import type { Snapshot } from '../protocol.js';

/** A slash command that the app has. */
export type Command = Snapshot['commands'][number];

/** The commands that a text is the beginning of. */
export function completionsFor(text: string, commands: readonly Command[]): readonly Command[] {
  if (!text.startsWith('/') || text.includes('\n')) return [];
  const typed = text.toLowerCase();
  return commands.filter(({ command }) => command.toLowerCase().startsWith(typed));
}

interface CompletionsProps {
  readonly id: string;
  readonly text: string;
  readonly commands: readonly Command[];
  readonly shown: readonly Command[];
  readonly marked: number;
  readonly onChoose: (command: Command) => void;
}

/** Above the composer: the commands that fit, or how the one that was written goes on. */
export function Completions({ id, text, commands, shown, marked, onChoose }: CompletionsProps): ReactNode {
  if (shown.length === 0) {
    const written = longest(commands.filter(({ command }) => text.startsWith(`${command} `)));
    return (
      written !== undefined && (
        <div className="completions completions-hint">
          <Line of={written} />
        </div>
      )
    );
  }
  return (
    <div className="completions" id={id} role="listbox" aria-label="Commands">
      {shown.map((command, index) => (
        <button
          key={command.command}
          type="button"
          role="option"
          aria-selected={index === Math.min(marked, shown.length - 1)}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(command)}
        >
          <Line of={command} />
        </button>
      ))}
    </div>
  );
}

function Line({ of: { command, description, usageHint } }: { readonly of: Command }): ReactNode {
  return (
    <>
      <span>
        <strong>{command}</strong> <span className="usage">{usageHint}</span>
      </span>
      <span className="completion-text">{description}</span>
    </>
  );
}

const longest = (commands: readonly Command[]): Command | undefined =>
  commands.toSorted((a, b) => b.command.length - a.command.length)[0];
