import type { ReactNode } from 'react';
import { Avatar } from './avatar.js';
import { Menu } from './menu.js';
import type { Go, Place } from './place.js';
import type { Workspace } from './state.js';

interface SidebarProps {
  readonly workspace: Workspace;
  readonly place: Place;
  readonly go: Go;
  readonly unreadChannels: ReadonlySet<string>;
  readonly onPerson: (id: string) => void;
}

/** The left column: where one can go, and who one is. */
export function Sidebar({ workspace, place, go, unreadChannels, onPerson }: SidebarProps): ReactNode {
  const { name, isConnected } = workspace.bot;
  return (
    <nav className="sidebar" aria-label="Workspace">
      <h1>{workspace.workspaceName}</h1>
      <h2>Channels</h2>
      <ul>
        {workspace.channels.map(({ id, name: channel }) => {
          const isHere = !place.isHome && place.channelId === id;
          const isUnread = unreadChannels.has(id) && !isHere;
          return (
            <li key={id}>
              <button
                type="button"
                className={isUnread ? 'entry entry-unread' : 'entry'}
                aria-current={isHere ? 'page' : undefined}
                onClick={() => go({ channelId: id, threadTs: null })}
              >
                <span aria-hidden="true" className="hash">
                  #
                </span>
                {channel}
                {isUnread && <span className="dot" role="img" aria-label="unread" />}
              </button>
            </li>
          );
        })}
      </ul>
      <h2>Apps</h2>
      <ul>
        <li>
          <button
            type="button"
            className="entry"
            aria-current={place.isHome ? 'page' : undefined}
            onClick={() => go({ isHome: true, threadTs: null })}
          >
            <Avatar id={workspace.bot.id} name={name} isBot isSmall />
            {name}
            <span className={isConnected ? 'presence presence-on' : 'presence'}>{isConnected ? '' : 'starting'}</span>
          </button>
        </li>
      </ul>
      <PersonSwitch workspace={workspace} onPerson={onPerson} />
    </nav>
  );
}

function PersonSwitch({ workspace, onPerson }: Pick<SidebarProps, 'workspace' | 'onPerson'>): ReactNode {
  const me = workspace.people.find(({ id }) => id === workspace.as);
  return (
    <Menu
      label={`You are ${me?.name ?? 'nobody'}. Act as another person`}
      className="person-switch"
      testId="person-switch"
      options={workspace.people.map(({ id, name, role }) => ({
        key: id,
        text: `${name} ${role}`,
        isSelected: id === workspace.as,
        label: (
          <span className="person">
            <Avatar id={id} name={name} isSmall />
            <span>{name}</span>
            <span className={`role role-${role}`}>{role}</span>
          </span>
        ),
      }))}
      onChoose={onPerson}
    >
      {me !== undefined && <Avatar id={me.id} name={me.name} isSmall />}
      <span className="person-text">
        <span>
          You are <strong>{me?.name ?? 'nobody'}</strong>
        </span>
        <small>{me?.role}</small>
      </span>
      <span aria-hidden="true" className="chevron" />
    </Menu>
  );
}
