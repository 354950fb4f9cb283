import { elementState, type StateValues, withValue } from '../element-state.js';
import { elementsIn, type PlacedElement, valuesOf } from '../elements.js';
import { type JsonObject, textOf } from '../json.js';
import type { Parts } from '../parts.js';
import { interaction, slackMessage, slackView } from '../payloads.js';
import type { ActResult, Block, Message, Person } from '../protocol.js';
import type { OpenView } from '../view-stacks.js';
import { type Act, DONE, refused } from './act.js';

const NOT_THERE = 'This is no longer there. The message or view has changed.';
const NO_ANSWER = 'ir-bot did not answer';

/**
 * A click, or a choice in a menu. What the page says is only used to find the element in the message or view: the app is told
 * what it defined itself, never what a page made up.
 */
export async function blockAction(parts: Parts, person: Person, act: Act<'block_action'>): Promise<ActResult> {
  const where = placeOf(parts, person, act.container);
  const placed = where && findElement(where.blocks, act.action);
  const state = placed && elementState(placed.element, act.action);
  if (!where || !placed || !state) return refused(NOT_THERE);

  const payload = {
    ...interaction('block_actions', person, parts.triggers.issue(person.id)),
    ...where.describe(placed, state),
    actions: [{ ...state, action_id: placed.actionId, block_id: placed.blockId, action_ts: parts.workspace.nextTs() }],
  };
  const { outcome } = await parts.sockets.deliver('interactive', payload);
  return outcome === 'acknowledged' ? DONE : refused(`${NO_ANSWER} (${outcome}).`);
}

interface Place {
  readonly blocks: readonly Block[];
  /** The payload's fields that say where it happened. */
  describe(placed: PlacedElement, state: JsonObject): JsonObject;
}

function placeOf(parts: Parts, person: Person, container: Act<'block_action'>['container']): Place | undefined {
  if ('viewId' in container) {
    const view = parts.views.find(container.viewId);
    return view?.userId === person.id ? inView(parts, view) : undefined;
  }
  const message = parts.workspace.find(container.channelId, container.ts, person.id);
  return message && inMessage(parts, person, message);
}

function inMessage(parts: Parts, person: Person, message: Message): Place {
  const { channelId, ts, threadTs, blocks = [] } = message;
  const isEphemeral = message.ephemeralFor !== undefined;
  return {
    blocks,
    describe: (placed, state) => ({
      container: {
        type: 'message',
        message_ts: ts,
        channel_id: channelId,
        is_ephemeral: isEphemeral,
        ...(threadTs !== undefined && { thread_ts: threadTs }),
      },
      channel: { id: channelId, name: parts.workspace.channel(channelId)?.name },
      // Slack keeps no ephemeral messages, so it cannot show them to the app either.
      ...(!isEphemeral && { message: slackMessage(message) }),
      state: { values: valuesAfter(valuesOf(blocks), placed, state) },
      response_url: parts.responseUrls.issue({ userId: person.id, channelId, original: message }),
    }),
  };
}

function inView(parts: Parts, view: OpenView): Place {
  const { blocks } = view.definition;
  return {
    blocks,
    describe: (placed, state) => {
      const filled = parts.views.fill(view, valuesAfter(valuesOf(blocks, view.values), placed, state));
      return { container: { type: 'view', view_id: view.id }, view: slackView(filled, parts.views.below(filled)) };
    },
  };
}

/** Buttons hold nothing: only elements that are in the values already change them. */
function valuesAfter(values: StateValues, { blockId, actionId }: PlacedElement, state: JsonObject): StateValues {
  return values[blockId]?.[actionId] === undefined ? values : withValue(values, blockId, actionId, state);
}

function findElement(blocks: readonly Block[], action: JsonObject): PlacedElement | undefined {
  const blockId = textOf(action, 'block_id');
  const actionId = textOf(action, 'action_id');
  return elementsIn(blocks).find(
    (placed) => placed.actionId === actionId && (blockId === undefined || placed.blockId === blockId),
  );
}
