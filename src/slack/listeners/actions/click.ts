import type { App, BlockAction, Middleware, SlackActionMiddlewareArgs } from '@slack/bolt';
import { z } from 'zod';
import { UserFacingError } from '../../../errors.js';
import type { Origin } from '../../../investigation/origin.js';
import type { Retry } from '../../blocks/button-value.js';
import { deliveryIdOf } from '../delivery-id.js';
import type { ListenerDeps } from '../deps.js';
import { momentOf } from '../moment.js';
import type { Reply } from '../reply.js';
import { byForm, byHome, byResponseUrl, type Tell } from '../tell.js';

/** One kind of button or menu: a file beside this one, and a line in `index.ts`. */
export interface Click {
  /** Slack's action id; a suffix tells those apart that stand in one block. */
  readonly actionId: string;
  /** For the log: what was clicked. */
  readonly what: string;
  /** Whether it asks CloudTrail, so that it may need a confirmation. */
  readonly asks: boolean;
  /** What is asked once more where it is not the click itself; `undefined` for a value that says nothing. */
  again?(value: string | undefined): Retry | undefined;
  /** Whether the message goes that it stands in, which only the person sees. */
  readonly closes?: true;
  /** Whether what comes of it takes the place of that message. */
  readonly replaces?: true;
  /** Whether it works in the Home tab, too, where the origin's channel is empty. */
  readonly worksInHome?: true;
  /**
   * @param value of the button or the chosen option.
   * @param triggerId with which Slack opens a form, for 3 seconds.
   * @returns what the person alone is shown, if anything.
   */
  run(deps: ListenerDeps, origin: Origin, value: string | undefined, triggerId?: string): Promise<Reply | undefined>;
}

/** Whether an action id is that of a click, with a suffix or without. */
export const isOf = ({ actionId }: Click, id: string): boolean => id === actionId || id.startsWith(`${actionId}:`);

/** A pattern for the action ids of a click, with a suffix or without. */
export const idsOf = ({ actionId }: Click): string => `${actionId}(?::|$)`;

/** Does what a click says. */
export function registerClick(app: App, deps: ListenerDeps, click: Click): void {
  const ids = new RegExp(`^${idsOf(click)}`);
  app.action<BlockAction>({ type: 'block_actions', action_id: ids }, clickOn(deps, click));
}

/** What Bolt calls for a click. */
export const clickOn =
  (deps: ListenerDeps, click: Click): Middleware<SlackActionMiddlewareArgs<BlockAction>> =>
  async ({ ack, body, respond }) => {
    const actionId = body.actions[0]?.action_id ?? '';
    const value = chosenValue(body);
    const place = placeOf(body);
    const origin = originOf(body, place);
    const doing = {
      origin,
      what: `click on ${click.what}`,
      ...(click.asks
        ? { retry: click.again?.(value) ?? ({ kind: 'action', actionId, value: value ?? '' } as const) }
        : {}),
    };
    const tell = tellerOf(deps, body, () => byResponseUrl(respond, place.threadTs));
    await deps.guard(doing, { ack, tell }, async (own) => {
      if (origin.channelId === '' && !click.worksInHome) throw new UserFacingError('This works in a channel only.');
      if (click.closes) await respond({ delete_original: true });
      const shown = await click.run(deps, own, value, body.trigger_id);
      if (shown) await tell(shown, click.replaces && 'replacing');
    });
  };

/** Where a message with buttons stands. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload (as of November 2026) */
const CONTAINER = z.object({
  message_ts: z.string().optional(),
  thread_ts: z.string().optional(),
  is_ephemeral: z.boolean().optional(),
});

interface Place {
  /** Of the thread that the message is in, not that it begins. */
  readonly threadTs: string | undefined;
  /** Of the thread that the message is in or begins: a card's is that of its case. */
  readonly caseTs: string | undefined;
  /** Of the message itself, where all can see it. */
  readonly ts: string | undefined;
}

function placeOf({ container, message }: BlockAction): Place {
  const { message_ts: ts, thread_ts: inContainer, is_ephemeral: isEphemeral } = CONTAINER.parse(container);
  const inMessage: unknown = message?.thread_ts;
  const threadTs = inContainer ?? (typeof inMessage === 'string' ? inMessage : undefined);
  const seenTs = isEphemeral ? undefined : ts;
  return { threadTs: threadTs === ts ? undefined : threadTs, caseTs: threadTs ?? seenTs, ts: seenTs };
}

function originOf(body: BlockAction, { caseTs, ts }: Place): Origin {
  const { team, channel, user, trigger_id: triggerId, actions } = body;
  return {
    teamId: team?.id ?? user.team_id ?? '',
    channelId: channel?.id ?? '',
    userId: user.id,
    at: momentOf(actions[0]?.action_ts),
    deliveryId: deliveryIdOf(triggerId),
    ...(caseTs === undefined ? {} : { threadTs: caseTs }),
    ...(ts === undefined ? {} : { messageTs: ts }),
  };
}

/** Views have no `response_url`: neither the Home tab nor a modal. */
function tellerOf({ client }: ListenerDeps, body: BlockAction, byUrl: () => Tell): Tell {
  if (body.view?.type === 'home') return byHome(client, body.user.id);
  return body.response_url ? byUrl() : byForm(client, body.trigger_id);
}

/** Whoever can sign a request can put anything there. */
const HELD = z.object({
  value: z.string().optional(),
  selected_option: z.object({ value: z.string() }).nullish(),
});

/** The value of a button, or of the option that was chosen; `undefined` where there is none. */
export function chosenValue({ actions }: Pick<BlockAction, 'actions'>): string | undefined {
  const held = HELD.safeParse(actions[0]).data;
  return held?.value ?? held?.selected_option?.value;
}
