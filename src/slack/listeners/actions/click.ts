import type { App, BlockAction } from '@slack/bolt';
import { UserFacingError } from '../../../errors.js';
import type { Origin } from '../../../investigation/origin.js';
import type { ListenerDeps } from '../deps.js';
import type { Reply } from '../reply.js';

/** One kind of button or menu: a file beside this one, and a line in `index.ts`. */
export interface Click {
  /** Slack's action id; a suffix tells those apart that stand in one block. */
  readonly actionId: string;
  /** For the log: what was clicked. */
  readonly what: string;
  /** Whether it asks CloudTrail, so that it may need a confirmation. */
  readonly asks: boolean;
  /** Whether the message goes that it stands in, which only the person sees. */
  readonly closes?: true;
  /** @param value of the button or the chosen option. @returns what the person alone is shown, if anything. */
  run(deps: ListenerDeps, origin: Origin, value: string | undefined): Promise<Reply | undefined>;
}

/** Whether an action id is that of a click, with a suffix or without. */
export const isOf = ({ actionId }: Click, id: string): boolean => id === actionId || id.startsWith(`${actionId}:`);

/** Acknowledges a click, then does what it says. */
export function registerClick(app: App, deps: ListenerDeps, click: Click): void {
  const ids = new RegExp(`^${click.actionId}(?::|$)`);
  app.action<BlockAction>({ type: 'block_actions', action_id: ids }, async ({ ack, body, respond }) => {
    await ack();
    const actionId = body.actions[0]?.action_id ?? '';
    const value = chosenValue(body);
    const doing = {
      userId: body.user.id,
      channelId: body.channel?.id ?? '',
      what: `click on ${click.what}`,
      ...(click.asks ? { retry: { kind: 'action', actionId, value: value ?? '' } as const } : {}),
    };
    await deps.guard(doing, respond, async () => {
      if (click.closes) await respond({ delete_original: true });
      const shown = await click.run(deps, originOf(body), value);
      if (shown) await respond({ response_type: 'ephemeral', replace_original: false, ...shown });
    });
  });
}

function originOf(body: BlockAction): Origin {
  const { team, channel, user, trigger_id: deliveryId } = body;
  if (!team || !channel) throw new UserFacingError('This works in a channel only.');
  return { teamId: team.id, channelId: channel.id, userId: user.id, deliveryId };
}

function chosenValue(body: BlockAction): string | undefined {
  const [action] = body.actions;
  if (action?.type === 'button') return action.value;
  if (action?.type === 'static_select') return action.selected_option.value;
  return undefined;
}
