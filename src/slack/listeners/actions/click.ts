import type { BlockAction } from '@slack/bolt';
import { UserFacingError } from '../../../errors.js';
import type { Origin } from '../../../investigation/origin.js';

/** Who clicked, and where. */
export function originOf(body: BlockAction): Origin {
  const { team, channel, user, trigger_id: deliveryId } = body;
  if (!team || !channel) throw new UserFacingError('This works in a channel only.');
  return { teamId: team.id, channelId: channel.id, userId: user.id, deliveryId };
}

/** The value of the button or of the chosen option. */
export function chosenValue(body: BlockAction): string | undefined {
  const [action] = body.actions;
  if (action?.type === 'button') return action.value;
  if (action?.type === 'static_select') return action.selected_option.value;
  return undefined;
}
