import { isObject, type JsonObject } from './json.js';

/** `state.values` as Slack reports it: block_id → action_id → what the element holds. */
export type StateValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** What an element holds: an option it lists or several of them, or something that it does not list. */
interface Holding {
  readonly field: string;
  readonly initial: string;
  readonly picks: 'listed' | 'several listed' | 'anything' | 'several';
}

const holding = (what: string, picks: Holding['picks'] = 'anything', field = `selected_${what}`): Holding => ({
  field,
  initial: `initial_${what}`,
  picks,
});

const typedText = holding('value', 'anything', 'value');

const STATEFUL: ReadonlyMap<string, Holding> = new Map([
  ['static_select', holding('option', 'listed')],
  ['radio_buttons', holding('option', 'listed')],
  ['multi_static_select', holding('options', 'several listed')],
  ['checkboxes', holding('options', 'several listed')],
  ['external_select', holding('option')],
  ['multi_external_select', holding('options', 'several')],
  ['users_select', holding('user')],
  ['multi_users_select', holding('users', 'several')],
  ['conversations_select', holding('conversation')],
  ['multi_conversations_select', holding('conversations', 'several')],
  ['channels_select', holding('channel')],
  ['multi_channels_select', holding('channels', 'several')],
  ['datepicker', holding('date')],
  ['timepicker', holding('time')],
  ['datetimepicker', holding('date_time')],
  ['plain_text_input', typedText],
  ['email_text_input', typedText],
  ['url_text_input', typedText],
  ['number_input', typedText],
  ['rich_text_input', holding('value', 'anything', 'rich_text_value')],
]);

const BUTTONS: ReadonlySet<string> = new Set(['button', 'icon_button', 'workflow_button']);
const STATELESS: ReadonlySet<string> = new Set([...BUTTONS, 'feedback_buttons', 'overflow']);

/** Whether a person can do something with an element of this type. */
export const isInteractiveType = (type: unknown): boolean =>
  typeof type === 'string' && (STATEFUL.has(type) || STATELESS.has(type));

/**
 * What an element holds after a person did `given` to it, as Slack reports it; options as the app defined them.
 *
 * @returns `undefined` when the element does not offer that
 */
export function elementState(element: JsonObject, given: JsonObject): JsonObject | undefined {
  const type = String(element.type);
  if (BUTTONS.has(type)) return pressed(element, given);
  if (type === 'feedback_buttons') return judged(element, given);
  const held = type === 'overflow' ? holding('option', 'listed') : STATEFUL.get(type);
  const picked = held && pick(held, element, given[held.field] ?? null);
  return picked === undefined || !held ? undefined : { type, [held.field]: picked };
}

/** What an element starts with; `undefined` when it holds nothing, as a button. */
export function initialState(element: JsonObject): JsonObject | undefined {
  const type = String(element.type);
  const held = STATEFUL.get(type);
  return held && { type, [held.field]: element[held.initial] ?? (isMany(held) ? [] : null) };
}

/** `state.values` with one element's state in it. */
export function withValue(values: StateValues, blockId: string, actionId: string, state: unknown): StateValues {
  return { ...values, [blockId]: { ...values[blockId], [actionId]: state } };
}

/** Whether a state holds something: what an `input` block that is not optional needs. */
export function isFilled(state: unknown): boolean {
  if (!isObject(state)) return false;
  const { type: _, ...held } = state;
  return Object.values(held).some((value) =>
    Array.isArray(value) ? value.length > 0 : value !== null && value !== '',
  );
}

function pressed({ type, text, value, style }: JsonObject, given: JsonObject): JsonObject | undefined {
  if (given.value !== value) return undefined;
  return { type, text, ...(value !== undefined && { value }), ...(style !== undefined && { style }) };
}

function judged({ type, positive_button: yes, negative_button: no }: JsonObject, { value }: JsonObject) {
  const isOffered = [yes, no].some((button) => isObject(button) && button.value === value);
  return isOffered ? { type, value } : undefined;
}

function pick(held: Holding, element: JsonObject, given: unknown): unknown {
  if (isMany(held) !== Array.isArray(given)) return undefined;
  if (held.picks === 'listed') return given === null ? null : listedOption(element, given);
  if (held.picks !== 'several listed' || !Array.isArray(given)) return given;
  const options = given.map((option) => listedOption(element, option));
  return options.includes(undefined) ? undefined : options;
}

function isMany({ picks }: Holding): boolean {
  return picks === 'several' || picks === 'several listed';
}

function listedOption({ options, option_groups: groups }: JsonObject, picked: unknown): unknown {
  const grouped = Array.isArray(groups) ? groups.flatMap((group) => (isObject(group) ? group.options : [])) : [];
  const listed = [...(Array.isArray(options) ? options : []), ...grouped];
  return isObject(picked) ? listed.find((option) => isObject(option) && option.value === picked.value) : undefined;
}
