import { z } from 'zod';
import { readView } from '../content.js';
import { elementState, isFilled, type StateValues, withValue } from '../element-state.js';
import { elementsIn, valuesOf } from '../elements.js';
import { isObject, textOf } from '../json.js';
import { LIMITS } from '../limits.js';
import type { Parts } from '../parts.js';
import { interaction, slackView } from '../payloads.js';
import type { ActResult, Person } from '../protocol.js';
import { SlackError } from '../slack-error.js';
import type { OpenView } from '../view-stacks.js';
import { type Act, DONE, refused } from './act.js';

/** https://docs.slack.dev/surfaces/modals (as of November 2026) */
const submissionAnswer = z.discriminatedUnion('response_action', [
  z.object({ response_action: z.literal('errors'), errors: z.record(z.string(), z.string()) }),
  z.object({ response_action: z.literal('clear') }),
  z.object({ response_action: z.literal('update'), view: z.unknown() }),
  z.object({ response_action: z.literal('push'), view: z.unknown() }),
]);

const TROUBLE = 'We had some trouble connecting. Try again?';

/** Submits a modal: the app closes it, or answers with errors or another view. */
export async function viewSubmission(
  parts: Parts,
  person: Person,
  { viewId, values }: Act<'view_submission'>,
): Promise<ActResult> {
  const open = ownView(parts, person, viewId);
  if (!open) return refused('This view is no longer open.');
  const read = readValues(open, values);
  const errors = { ...lengthsIn(open, read), ...missingIn(open, read) };
  if (Object.keys(errors).length > 0) return { ok: false, errors };

  const view = parts.views.fill(open, read);
  const payload = {
    ...interaction('view_submission', person, parts.triggers.issue(person.id)),
    view: slackView(view, parts.views.below(view)),
    response_urls: [],
  };
  const delivery = await parts.sockets.deliver('interactive', payload);
  return delivery.outcome === 'acknowledged' ? follow(parts, view, delivery.payload) : refused(TROUBLE);
}

/** Closes a modal; the app is told only when it asked for that. */
export async function viewClosed(parts: Parts, person: Person, { viewId }: Act<'view_closed'>): Promise<ActResult> {
  const view = ownView(parts, person, viewId);
  if (!view) return DONE;
  const below = parts.views.below(view);
  if (view.definition.clear_on_close) parts.views.clear(person.id);
  else parts.views.close(view);
  if (view.definition.notify_on_close) {
    const { trigger_id: _, ...payload } = interaction('view_closed', person, '');
    const isCleared = view.definition.clear_on_close === true;
    void parts.sockets.deliver('interactive', { ...payload, view: slackView(view, below), is_cleared: isCleared });
  }
  return DONE;
}

function follow(parts: Parts, view: OpenView, payload: unknown): ActResult {
  const isEmpty = !isObject(payload) || payload.response_action === undefined;
  const answer = submissionAnswer.safeParse(payload);
  try {
    if (isEmpty) parts.views.close(view);
    else if (!answer.success) return refused(TROUBLE);
    else if (answer.data.response_action === 'errors') return { ok: false, errors: answer.data.errors };
    else if (answer.data.response_action === 'clear') parts.views.clear(view.userId);
    else {
      const next = readView(answer.data.view, 'modal', parts.rules);
      if (answer.data.response_action === 'push') parts.views.push(view.userId, next);
      else parts.views.update(view, next);
    }
    return DONE;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    parts.log(`the view in an acknowledgement was refused: ${error.message}`);
    return refused(TROUBLE);
  }
}

function ownView(parts: Parts, person: Person, viewId: string): OpenView | undefined {
  return parts.views.stackOf(person.id).find(({ id }) => id === viewId);
}

/** What the elements of a view hold: what the page says where the element offers it, what it started with elsewhere. */
function readValues(view: OpenView, given: Act<'view_submission'>['values']): StateValues {
  const { blocks } = view.definition;
  let values = valuesOf(blocks, view.values);
  for (const placed of elementsIn(blocks)) {
    const picked = given[placed.blockId]?.[placed.actionId];
    const state = isObject(picked) ? elementState(placed.element, picked) : undefined;
    const isStateful = values[placed.blockId]?.[placed.actionId] !== undefined;
    if (state && isStateful) values = withValue(values, placed.blockId, placed.actionId, state);
  }
  return values;
}

function missingIn(view: OpenView, values: StateValues): Readonly<Record<string, string>> {
  const asked = view.definition.blocks.filter((block) => block.type === 'input' && block.optional !== true);
  const empty = asked.flatMap(({ block_id = '' }) =>
    Object.values(values[block_id] ?? {}).some(isFilled) ? [] : [[block_id, 'Please complete this required field.']],
  );
  return Object.fromEntries(empty);
}

/** What Slack's clients say of a text that is shorter or longer than its field takes. */
function lengthsIn(view: OpenView, values: StateValues): Readonly<Record<string, string>> {
  const wrong = elementsIn(view.definition.blocks).flatMap(({ blockId, actionId, element }) => {
    const state = values[blockId]?.[actionId];
    const typed = isObject(state) ? textOf(state, 'value') : undefined;
    if (element.type !== 'plain_text_input' || !typed) return [];
    const { min_length: least = 0, max_length: most = LIMITS.inputCharacters } = element;
    if (typed.length > Number(most)) return [[blockId, `Must be less than ${Number(most) + 1} characters.`]];
    return typed.length < Number(least) ? [[blockId, `Must be at least ${Number(least)} characters.`]] : [];
  });
  return Object.fromEntries(wrong);
}
