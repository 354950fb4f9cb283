import type { ReactNode } from 'react';
import type { Snapshot } from '../protocol.js';

/** A slash command that the app has. */
export type Command = Snapshot['commands'][number];

/** Somebody that a message can name. */
export interface Mentionable {
  readonly name: string;
  /** `app`, or what the person may do. */
  readonly role: string;
}

/** What a text can be completed with. */
export interface Vocabulary {
  readonly commands: readonly Command[];
  /** The bot first. */
  readonly people: readonly Mentionable[];
  /** Who answers where slash commands do not work, without `@`. Absent where nobody would. */
  readonly botName?: string | undefined;
  /** Whether it is a thread, where Slack takes no slash commands. */
  readonly isThread: boolean;
}

/** One way to go on. */
export interface Completion {
  readonly key: string;
  readonly name: string;
  readonly usage?: string;
  readonly says: string;
  /** The whole text when it is chosen, and where the caret is then. */
  readonly text: string;
  readonly caret: number;
  /** Whether Enter chooses it: only the Tab key and a click do what nobody asked for. */
  readonly isForEnter: boolean;
}

/**
 * How a text can go on: with the commands that it is the beginning of, with the people whose name was begun at the caret, or, for a
 * command in a thread, as a mention of the bot.
 */
export function completionsFor(text: string, caret: number, vocabulary: Vocabulary): readonly Completion[] {
  const { commands, people, isThread } = vocabulary;
  if (text.startsWith('/') && isThread) return asMention(text, vocabulary);
  if (text.startsWith('/') && !text.includes('\n')) {
    const typed = text.toLowerCase();
    return commands.filter(({ command }) => command.toLowerCase().startsWith(typed)).map(ofCommand(text));
  }
  const [, typed] = /(?:^|\s)@([\w.-]*)$/.exec(text.slice(0, caret)) ?? [];
  if (typed === undefined) return [];
  const begun = people.filter(({ name }) => name.toLowerCase().startsWith(typed.toLowerCase()));
  return begun.map(({ name, role }) => {
    const before = `${text.slice(0, caret - typed.length)}${name} `;
    const after = text.slice(caret).replace(/^ /, '');
    const isForEnter = name !== typed;
    return { key: name, name: `@${name}`, says: role, text: before + after, caret: before.length, isForEnter };
  });
}

const ofCommand =
  (written: string) =>
  ({ command, usageHint, description }: Command): Completion => {
    const text = `${command} `;
    const isForEnter = command !== written.trim();
    return { key: command, name: command, usage: usageHint, says: description, text, caret: text.length, isForEnter };
  };

function asMention(text: string, { commands, botName }: Vocabulary): readonly Completion[] {
  const [word = ''] = text.split(/\s/);
  if (botName === undefined || !commands.some(({ command }) => command.startsWith(word))) return [];
  const question = text.slice(word.length).trimStart();
  const mention = `@${botName} ${question}`;
  const says = `Threads take no slash commands: ask ${botName} by its name`;
  return [{ key: 'mention', name: mention, says, text: mention, caret: mention.length, isForEnter: false }];
}

interface CompletionsProps {
  readonly id: string;
  readonly text: string;
  readonly commands: readonly Command[];
  readonly shown: readonly Completion[];
  readonly marked: number;
  readonly onChoose: (completion: Completion) => void;
}

/** The id of a completion's element, for `aria-activedescendant`. */
export const completionId = (listId: string, index: number): string => `${listId}-${index}`;

/** Above the composer: how the text can go on, or how the command that was written does. */
export function Completions({ id, text, commands, shown, marked, onChoose }: CompletionsProps): ReactNode {
  if (shown.length === 0) {
    const written = longest(commands.filter(({ command }) => text.startsWith(`${command} `)));
    return (
      written !== undefined && (
        <div className="completions completions-hint">
          <Line name={written.command} usage={written.usageHint} says={written.description} />
        </div>
      )
    );
  }
  return (
    <div className="completions" id={id} role="listbox" aria-label="Suggestions">
      {shown.map((completion, index) => (
        <button
          key={completion.key}
          id={completionId(id, index)}
          type="button"
          role="option"
          aria-selected={index === marked}
          tabIndex={-1}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(completion)}
        >
          <Line {...completion} />
        </button>
      ))}
    </div>
  );
}

function Line({ name, usage, says }: Pick<Completion, 'name' | 'usage' | 'says'>): ReactNode {
  return (
    <>
      <span>
        <strong>{name}</strong> {usage !== undefined && <span className="usage">{usage}</span>}
      </span>
      <span className="completion-text">{says}</span>
    </>
  );
}

const longest = (commands: readonly Command[]): Command | undefined =>
  commands.toSorted((a, b) => b.command.length - a.command.length)[0];
