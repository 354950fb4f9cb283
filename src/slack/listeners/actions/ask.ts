import type { App, BlockAction } from '@slack/bolt';
import { ACTIONS } from '../../blocks/button-value.js';
import type { ListenerDeps } from '../deps.js';
import { chosenValue, originOf } from './click.js';

/** A question on the case card. */
export function registerAsk(app: App, { cases, guard }: ListenerDeps): void {
  app.action<BlockAction>(
    { type: 'block_actions', action_id: new RegExp(`^${ACTIONS.ask}:`) },
    async ({ ack, body, respond }) => {
      await ack();
      const detection = chosenValue(body) ?? '';
      const doing = { userId: body.user.id, channelId: body.channel?.id ?? '', what: `click on ${detection}` };
      await guard(doing, respond, () => cases.ask(originOf(body), { detection }));
    },
  );
}
