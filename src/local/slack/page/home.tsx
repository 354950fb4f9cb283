import { type ReactNode, useEffect, useMemo } from 'react';
import { useSend } from './actor.js';
import { Avatar } from './avatar.js';
import { Blocks } from './blocks/block.js';
import type { Workspace } from './state.js';
import { type Surface, SurfaceContext } from './surface.js';

/** The bot's Home tab. */
export function Home({ workspace: { bot, home } }: { readonly workspace: Workspace }): ReactNode {
  const send = useSend();
  useEffect(() => {
    void send({ type: 'home_opened' });
  }, [send]);
  const viewId = home?.id ?? '';
  const surface = useMemo<Surface>(
    () => ({ act: (action) => send({ type: 'block_action', container: { viewId }, action }) }),
    [send, viewId],
  );
  return (
    <main className="channel" aria-label={`Home of ${bot.name}`}>
      <header className="pane-head">
        <Avatar id={bot.id} name={bot.name} isBot isSmall />
        <h2>{bot.name}</h2>
        <p className="topic">Home</p>
      </header>
      <div className="list home" tabIndex={-1}>
        {home === undefined ? (
          <p className="empty">{bot.name} has nothing to show you here yet.</p>
        ) : (
          <SurfaceContext value={surface}>
            <Blocks blocks={home.blocks} />
          </SurfaceContext>
        )}
      </div>
    </main>
  );
}
