import type { PageFeed } from './page-feed.js';
import { LOCAL_BOT } from './people.js';
import type { Block, Message, Person, SharedFile, WorkspaceChannel } from './protocol.js';

/** What is said in a message. */
export interface Content {
  readonly text: string;
  readonly blocks?: readonly Block[] | undefined;
}

/** A message before it has its `ts`. */
export interface Draft extends Content {
  readonly channelId: string;
  readonly userId: string;
  readonly threadTs?: string | undefined;
  readonly ephemeralFor?: string | undefined;
  readonly files?: readonly SharedFile[] | undefined;
}

/** Who and what is in the workspace. */
export interface WorkspaceSetup {
  readonly people: readonly Person[];
  readonly channels: readonly WorkspaceChannel[];
  /** Messages of an earlier start. */
  readonly messages: readonly Message[];
  readonly feed: PageFeed;
  /** Called after every change to messages that are to be kept. */
  readonly onChange: () => void;
}

/** The people, channels and messages of the workspace; every change reaches the open pages. */
export class Workspace {
  readonly people: readonly Person[];
  readonly channels: readonly WorkspaceChannel[];
  private readonly kept = new Map<string, Message>();
  private readonly passing = new Map<string, Message>();
  private lastMicros: number;

  constructor(private readonly setup: WorkspaceSetup) {
    this.people = setup.people;
    this.channels = setup.channels;
    for (const message of setup.messages) this.kept.set(keyOf(message), message);
    this.lastMicros = Math.max(0, ...setup.messages.map(({ ts }) => Math.round(Number(ts) * 1e6)));
  }

  /** Of all channels, oldest first; without the ephemeral ones. */
  messages(): readonly Message[] {
    return [...this.kept.values()].sort((a, b) => (a.ts < b.ts ? -1 : 1));
  }

  /** What only this person sees, oldest first. */
  ephemerals(userId: string): readonly Message[] {
    return [...this.passing.values()].filter((message) => message.ephemeralFor === userId);
  }

  /** The message with this `ts`, ephemeral ones only for the person who sees them. */
  find(channelId: string, ts: string, viewerId?: string): Message | undefined {
    const key = keyOf({ channelId, ts });
    const ephemeral = this.passing.get(key);
    return this.kept.get(key) ?? (ephemeral?.ephemeralFor === viewerId ? ephemeral : undefined);
  }

  /** A file of a message that everybody sees. */
  file(id: string): SharedFile | undefined {
    for (const { files = [] } of this.kept.values()) {
      const file = files.find((one) => one.id === id);
      if (file) return file;
    }
    return undefined;
  }

  /** By id, `#name` or `name`, as Slack takes it. */
  channel(idOrName: string): WorkspaceChannel | undefined {
    const name = idOrName.replace(/^#/, '');
    return this.channels.find((channel) => channel.id === idOrName || channel.name === name);
  }

  person(id: string): Person | undefined {
    return this.people.find((person) => person.id === id);
  }

  /** Puts a message into its channel or thread. */
  post(draft: Draft): Message {
    const message: Message = { ...draft, ts: this.nextTs() };
    return this.put(message);
  }

  /** Replaces what a message says. */
  edit(message: Message, content: Content): Message {
    return this.put({ ...message, ...content, editedTs: this.nextTs() });
  }

  delete(message: Message): void {
    const key = keyOf(message);
    const wasKept = this.kept.delete(key);
    this.passing.delete(key);
    const { channelId, ts, ephemeralFor } = message;
    this.setup.feed.publish({ type: 'message_deleted', channelId, ts }, ephemeralFor);
    if (wasKept) this.setup.onChange();
  }

  /** A `ts` that no message has, and later than all before it. */
  nextTs(): string {
    this.lastMicros = Math.max(Date.now() * 1000, this.lastMicros + 1);
    const micros = String(this.lastMicros).padStart(7, '0');
    return `${micros.slice(0, -6)}.${micros.slice(-6)}`;
  }

  private put(message: Message): Message {
    const isEphemeral = message.ephemeralFor !== undefined;
    (isEphemeral ? this.passing : this.kept).set(keyOf(message), message);
    this.setup.feed.publish({ type: 'message', message }, message.ephemeralFor);
    if (!isEphemeral) this.setup.onChange();
    return message;
  }
}

/** Whether the bot said it: only that can it change or delete. */
export const isOfBot = (message: Message): boolean => message.userId === LOCAL_BOT.id;

function keyOf({ channelId, ts }: Pick<Message, 'channelId' | 'ts'>): string {
  return `${channelId}/${ts}`;
}
