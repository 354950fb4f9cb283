import type { App, BlockAction } from '@slack/bolt';
import { ACTIONS, readPick } from '../../blocks/button-value.js';
import type { ListenerDeps } from '../deps.js';
import { chosenValue, originOf } from './click.js';

/** An identity of an answer: it becomes the suspect, and the drill-down questions about it are asked. */
export function registerPickSuspect(app: App, { cases, guard }: ListenerDeps): void {
  app.action<BlockAction>(
    { type: 'block_actions', action_id: new RegExp(`^${ACTIONS.pickSuspect}:`) },
    async ({ ack, body, respond }) => {
      await ack();
      const doing = { userId: body.user.id, channelId: body.channel?.id ?? '', what: 'click on an identity' };
      await guard(doing, respond, () => cases.pickSuspect(originOf(body), readPick(chosenValue(body))));
    },
  );
}
