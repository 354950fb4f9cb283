import type { Message, PageEvent, Snapshot, View } from '../protocol.js';

/** What the page knows, for one person. A message that did not change stays the same object, so that it is not drawn again. */
export interface Workspace extends Omit<Snapshot, 'messages' | 'notice'> {
  /** Whose view this is. */
  readonly as: string;
  /** By channel, oldest first, thread replies and messages for this person alone included. */
  readonly messages: ReadonlyMap<string, readonly Message[]>;
  /** Messages that were taken away: the server may send again what this person dismissed here. */
  readonly dismissed: ReadonlySet<string>;
  readonly modal: View | null;
  readonly notice: string | null;
}

/** The workspace after an event. Until the first snapshot there is none. */
export function applyEvent(workspace: Workspace | undefined, event: PageEvent, as: string): Workspace | undefined {
  if (event.type === 'snapshot') return fromSnapshot(workspace, event.snapshot, as);
  if (workspace === undefined) return undefined;
  switch (event.type) {
    case 'message':
      return withChannel(workspace, event.message.channelId, (messages) => withMessage(messages, event.message));
    case 'message_deleted':
      return withoutMessage(workspace, event);
    case 'modal':
      return { ...workspace, modal: event.view };
    case 'home':
      return { ...workspace, home: event.view };
    case 'bot':
      return { ...workspace, bot: { ...workspace.bot, isConnected: event.isConnected } };
    case 'notice':
      return { ...workspace, notice: event.notice };
  }
}

const keyOf = ({ channelId, ts }: { readonly channelId: string; readonly ts: string }): string => `${channelId} ${ts}`;

function fromSnapshot(before: Workspace | undefined, snapshot: Snapshot, as: string): Workspace {
  const { messages: sent, notice, ...rest } = snapshot;
  const dismissed = before?.dismissed ?? new Set<string>();
  const messages = new Map<string, Message[]>(snapshot.channels.map(({ id }) => [id, []]));
  for (const message of sent) if (!dismissed.has(keyOf(message))) messages.get(message.channelId)?.push(message);
  // A form that is being filled in outlasts a lost connection.
  const modal = before?.as === as ? before.modal : null;
  return { ...rest, as, messages, dismissed, modal, notice: notice ?? null };
}

function withoutMessage(workspace: Workspace, gone: { readonly channelId: string; readonly ts: string }): Workspace {
  const without = withChannel(workspace, gone.channelId, (messages) => messages.filter(({ ts }) => ts !== gone.ts));
  return { ...without, dismissed: new Set(workspace.dismissed).add(keyOf(gone)) };
}

function withChannel(
  workspace: Workspace,
  channelId: string,
  change: (messages: readonly Message[]) => readonly Message[],
): Workspace {
  const messages = new Map(workspace.messages);
  messages.set(channelId, change(messages.get(channelId) ?? []));
  return { ...workspace, messages };
}

function withMessage(messages: readonly Message[], message: Message): readonly Message[] {
  const at = messages.findIndex(({ ts }) => ts === message.ts);
  if (at >= 0) return messages.with(at, message);
  const last = messages.at(-1);
  const sorted = [...messages, message];
  return last === undefined || last.ts <= message.ts ? sorted : sorted.sort(byTs);
}

const byTs = (a: Message, b: Message): number => Number(a.ts) - Number(b.ts);

/** Whether a message stands in the channel itself. */
export const isInChannel = ({ ts, threadTs }: Message): boolean => threadTs === undefined || threadTs === ts;

const NOBODY: readonly string[] = [];

/** What a parent message says about its thread. */
export interface ThreadSummary {
  readonly count: number;
  readonly lastTs: string;
  /** Who answered, each once, in the order of their first answer. */
  readonly userIds: readonly string[];
}

/** The threads of a channel by the `ts` of their parent. Messages for one person alone are not counted. */
export function threadsOf(messages: readonly Message[]): ReadonlyMap<string, ThreadSummary> {
  const threads = new Map<string, ThreadSummary>();
  for (const message of messages) {
    if (message.threadTs === undefined || isInChannel(message) || message.ephemeralFor !== undefined) continue;
    const { count, userIds } = threads.get(message.threadTs) ?? { count: 0, userIds: NOBODY };
    threads.set(message.threadTs, {
      count: count + 1,
      lastTs: message.ts,
      userIds: userIds.includes(message.userId) ? userIds : [...userIds, message.userId],
    });
  }
  return threads;
}
