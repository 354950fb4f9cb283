import { z } from 'zod';
import { LIMITS } from '../limits.js';
import { richText } from './rich-text.js';
import { anyText, confirmDialog, filled, imageElement, listOf, plainText, upTo } from './text.js';

const actionId = filled(LIMITS.actionIdCharacters).optional();
const confirmable = { action_id: actionId, confirm: confirmDialog.optional() };
const focusable = { ...confirmable, focus_on_load: z.boolean().optional() };
const placeholdable = { ...focusable, placeholder: plainText(LIMITS.placeholderCharacters).optional() };
const typed = {
  action_id: actionId,
  placeholder: plainText(LIMITS.placeholderCharacters).optional(),
  focus_on_load: z.boolean().optional(),
  dispatch_action_config: z
    .strictObject({ trigger_actions_on: z.array(z.enum(['on_enter_pressed', 'on_character_entered'])).optional() })
    .optional(),
};
const style = z.enum(['primary', 'danger']).optional();
const label = upTo(LIMITS.buttonTextCharacters).optional();

const option = z.strictObject({
  text: anyText(LIMITS.optionTextCharacters),
  value: filled(LIMITS.optionValueCharacters),
  description: anyText(LIMITS.optionTextCharacters).optional(),
});
const optionGroup = z.strictObject({
  label: plainText(LIMITS.optionTextCharacters),
  options: listOf(option, LIMITS.selectOptions),
});

/** A button; also what a card's actions are. */
export const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(LIMITS.buttonTextCharacters),
  value: upTo(LIMITS.buttonValueCharacters).optional(),
  url: upTo(LIMITS.urlCharacters).optional(),
  style,
  accessibility_label: label,
  ...confirmable,
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: listOf(option.extend({ url: upTo(LIMITS.urlCharacters).optional() }), LIMITS.overflowOptions),
  ...confirmable,
});

const choice = { options: listOf(option, LIMITS.choices), ...focusable };
const checkboxes = z.strictObject({
  type: z.literal('checkboxes'),
  initial_options: z.array(option).min(1).optional(),
  ...choice,
});
const radioButtons = z.strictObject({ type: z.literal('radio_buttons'), initial_option: option.optional(), ...choice });

const hasEitherOptions = (select: { options?: unknown; option_groups?: unknown }) =>
  (select.options === undefined) !== (select.option_groups === undefined);
const eitherOptions = { message: 'must define either `options` or `option_groups`' };
const listed = {
  options: listOf(option, LIMITS.selectOptions).optional(),
  option_groups: listOf(optionGroup, LIMITS.selectOptions).optional(),
};
const many = { max_selected_items: z.number().int().min(1).optional(), ...placeholdable };
const ids = z.array(z.string()).optional();
const filter = z
  .strictObject({
    include: z
      .array(z.enum(['im', 'mpim', 'private', 'public']))
      .min(1)
      .optional(),
    exclude_external_shared_channels: z.boolean().optional(),
    exclude_bot_users: z.boolean().optional(),
  })
  .optional();
const here = { default_to_current_conversation: z.boolean().optional(), filter };
const respondable = { response_url_enabled: z.boolean().optional() };
const external = { min_query_length: z.number().int().min(0).optional() };

const selects = [
  z
    .strictObject({ type: z.literal('static_select'), initial_option: option.optional(), ...listed, ...placeholdable })
    .refine(hasEitherOptions, eitherOptions),
  z
    .strictObject({
      type: z.literal('multi_static_select'),
      initial_options: z.array(option).optional(),
      ...listed,
      ...many,
    })
    .refine(hasEitherOptions, eitherOptions),
  z.strictObject({
    type: z.literal('external_select'),
    initial_option: option.optional(),
    ...external,
    ...placeholdable,
  }),
  z.strictObject({
    type: z.literal('multi_external_select'),
    initial_options: z.array(option).optional(),
    ...external,
    ...many,
  }),
  z.strictObject({ type: z.literal('users_select'), initial_user: z.string().optional(), ...placeholdable }),
  z.strictObject({ type: z.literal('multi_users_select'), initial_users: ids, ...many }),
  z.strictObject({
    type: z.literal('conversations_select'),
    initial_conversation: z.string().optional(),
    ...here,
    ...respondable,
    ...placeholdable,
  }),
  z.strictObject({ type: z.literal('multi_conversations_select'), initial_conversations: ids, ...here, ...many }),
  z.strictObject({
    type: z.literal('channels_select'),
    initial_channel: z.string().optional(),
    ...respondable,
    ...placeholdable,
  }),
  z.strictObject({ type: z.literal('multi_channels_select'), initial_channels: ids, ...many }),
] as const;

const pickers = [
  z.strictObject({ type: z.literal('datepicker'), initial_date: z.iso.date().optional(), ...placeholdable }),
  z.strictObject({
    type: z.literal('timepicker'),
    initial_time: z
      .string()
      .regex(/^\d\d:\d\d$/)
      .optional(),
    timezone: z.string().optional(),
    ...placeholdable,
  }),
  z.strictObject({ type: z.literal('datetimepicker'), initial_date_time: z.number().int().optional(), ...focusable }),
] as const;

const richTextInput = z.strictObject({
  type: z.literal('rich_text_input'),
  initial_value: richText.optional(),
  min_lines: z.number().int().optional(),
  max_lines: z.number().int().optional(),
  ...typed,
});

const inputs = [
  z.strictObject({
    type: z.literal('plain_text_input'),
    initial_value: upTo(LIMITS.inputCharacters).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(LIMITS.inputCharacters).optional(),
    max_length: z.number().int().min(1).max(LIMITS.inputCharacters).optional(),
    ...typed,
  }),
  z.strictObject({ type: z.literal('email_text_input'), initial_value: z.string().optional(), ...typed }),
  z.strictObject({ type: z.literal('url_text_input'), initial_value: z.string().optional(), ...typed }),
  z.strictObject({
    type: z.literal('number_input'),
    is_decimal_allowed: z.boolean(),
    initial_value: z.string().optional(),
    min_value: z.string().optional(),
    max_value: z.string().optional(),
    ...typed,
  }),
  z.strictObject({
    type: z.literal('file_input'),
    filetypes: z.array(z.string()).optional(),
    max_files: z.number().int().min(1).max(10).optional(),
    action_id: actionId,
  }),
  richTextInput,
] as const;

const workflowButton = z.strictObject({
  type: z.literal('workflow_button'),
  text: plainText(LIMITS.buttonTextCharacters),
  workflow: z.looseObject({ trigger: z.looseObject({ url: z.string() }) }),
  style,
  accessibility_label: label,
  ...confirmable,
});

const feedback = z.strictObject({
  text: plainText(LIMITS.buttonTextCharacters),
  value: upTo(LIMITS.buttonValueCharacters),
  accessibility_label: label,
});

/** What may stand in an `actions` block. */
export const actionsElement = z.discriminatedUnion('type', [
  button,
  workflowButton,
  overflow,
  checkboxes,
  radioButtons,
  ...selects,
  ...pickers,
  richTextInput,
]);

/** What may stand beside a section's text. */
export const accessory = z.discriminatedUnion('type', [
  button,
  workflowButton,
  overflow,
  checkboxes,
  radioButtons,
  imageElement,
  ...selects,
  ...pickers,
]);

/** What an `input` block may ask with. */
export const inputElement = z.discriminatedUnion('type', [checkboxes, radioButtons, ...selects, ...pickers, ...inputs]);

/** What may stand in a `context_actions` block. */
export const contextAction = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('feedback_buttons'),
    action_id: actionId,
    positive_button: feedback,
    negative_button: feedback,
  }),
  z.strictObject({
    type: z.literal('icon_button'),
    icon: z.enum(['trash']),
    text: plainText(LIMITS.buttonTextCharacters),
    value: upTo(LIMITS.buttonValueCharacters).optional(),
    accessibility_label: label,
    visible_to_user_ids: ids,
    ...confirmable,
  }),
]);
