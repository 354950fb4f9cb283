import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../deps.js';
import { publishHome } from '../publish-home.js';
import { byHome } from '../tell.js';

/** A person looks at the Home tab: a responder sees the workspace's cases, the open ones first; a stranger whom to ask. */
export function registerHomeOpened(app: App, deps: ListenerDeps): void {
  app.event('app_home_opened', async ({ event, body }) => {
    if (event.tab !== 'home') return;
    const origin = { teamId: body.team_id, channelId: '', userId: event.user, deliveryId: body.event_id };
    const tell = byHome(deps.client, event.user);
    await deps.guard({ origin, what: 'home opened', isLook: true }, { tell }, () =>
      publishHome(deps, origin, { filter: 'open', from: 0 }),
    );
  });
}
