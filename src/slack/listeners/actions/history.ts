import type { App, BlockAction } from '@slack/bolt';
import { ACTIONS } from '../../blocks/button-value.js';
import { history } from '../commands/history.js';
import type { ListenerDeps } from '../deps.js';
import { originOf } from './click.js';

/** The history, from the case card. */
export function registerHistory(app: App, deps: ListenerDeps): void {
  app.action<BlockAction>({ type: 'block_actions', action_id: ACTIONS.history }, async ({ ack, body, respond }) => {
    await ack();
    const doing = { userId: body.user.id, channelId: body.channel?.id ?? '', what: 'click on history' };
    await deps.guard(doing, respond, async () => {
      const shown = await history.run(deps, originOf(body), []);
      if (shown) await respond({ response_type: 'ephemeral', replace_original: false, ...shown });
    });
  });
}
