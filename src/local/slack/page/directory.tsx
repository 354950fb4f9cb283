import { createContext, type ReactNode, use, useMemo } from 'react';
import type { MessageShortcut } from '../protocol.js';
import type { Go } from './place.js';
import type { Workspace } from './state.js';

/** Who and what there is, by id: for mentions, avatars and links inside messages. Changes only with a snapshot. */
export interface Directory {
  /** Whose view this is. */
  readonly meId: string;
  readonly nameOf: (userId: string) => string;
  readonly isBot: (userId: string) => boolean;
  readonly channelName: (channelId: string) => string | undefined;
  /** What the app offers in the menu of every message. */
  readonly shortcuts: readonly MessageShortcut[];
  readonly go: Go;
}

const DirectoryContext = createContext<Directory>({
  meId: '',
  nameOf: (userId) => userId,
  isBot: () => false,
  channelName: () => undefined,
  shortcuts: [],
  go: () => undefined,
});

/** The directory of the workspace that is shown. */
export const useDirectory = (): Directory => use(DirectoryContext);

/** Makes a workspace's people and channels known to everything inside. */
export function DirectoryProvider({ workspace, go, children }: ProviderProps): ReactNode {
  const { as: meId, people, channels, shortcuts } = workspace;
  const { id: botId, name: botName } = workspace.bot;
  const directory = useMemo<Directory>(() => {
    const names = new Map([...people.map(({ id, name }) => [id, name] as const), [botId, botName] as const]);
    const channelNames = new Map(channels.map(({ id, name }) => [id, name]));
    return {
      meId,
      nameOf: (userId) => names.get(userId) ?? userId,
      isBot: (userId) => userId === botId,
      channelName: (channelId) => channelNames.get(channelId),
      shortcuts,
      go,
    };
  }, [meId, people, channels, shortcuts, botId, botName, go]);
  return <DirectoryContext value={directory}>{children}</DirectoryContext>;
}

interface ProviderProps {
  readonly workspace: Workspace;
  readonly go: Go;
  readonly children: ReactNode;
}
