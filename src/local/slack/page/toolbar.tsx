import type { ReactNode } from 'react';
import type { Message } from '../protocol.js';
import { useSend } from './actor.js';
import { useDirectory } from './directory.js';
import { Menu } from './menu.js';

interface ToolbarProps {
  readonly message: Message;
  /** Where the message stands in the channel. */
  readonly onThread?: ((ts: string) => void) | undefined;
}

/** What can be done with a message: answer it, and the app's shortcuts. */
export function Toolbar({ message: { channelId, ts }, onThread }: ToolbarProps): ReactNode {
  const { shortcuts } = useDirectory();
  const send = useSend();
  if (onThread === undefined && shortcuts.length === 0) return null;
  return (
    <div className="toolbar" role="toolbar" aria-label="Message actions">
      {onThread !== undefined && (
        <button type="button" className="toolbar-button" onClick={() => onThread(ts)}>
          <svg viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2.5 3.5h11v7.5H8l-3 2.5V11H2.5z" />
          </svg>
          Reply in thread
        </button>
      )}
      {shortcuts.length > 0 && (
        <Menu
          label="More actions"
          title="More actions"
          className="toolbar-button"
          options={shortcuts.map(({ callbackId, name, description }) => ({
            key: callbackId,
            text: `${name} ${description}`,
            label: (
              <>
                {name}
                <small>{description}</small>
              </>
            ),
          }))}
          onChoose={(callbackId) => void send({ type: 'message_shortcut', callbackId, channelId, ts })}
        >
          <svg viewBox="0 0 16 16" aria-hidden="true" className="dots">
            <path d="M8 3.2v.01M8 8v.01M8 12.8v.01" />
          </svg>
        </Menu>
      )}
    </div>
  );
}
