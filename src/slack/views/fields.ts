import type { InputBlock, ModalView, Option, PlainTextElement } from '@slack/types';
import { shortened, visible } from '../../text.js';
import { MAX_OPTION_TEXT } from '../blocks/limits.js';

/** Of a field's label and hint; Slack takes 2,000, nobody reads them. */
const MAX_LABEL = 75;
const MAX_HINT = 300;
/** Of what a text field can hold. https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element (as of November 2026) */
const MAX_TYPED = 3_000;

/** Text that Slack takes as nothing but text. */
export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false });

/** What a form is made of, but for its fields. Title and buttons: at most 24 characters, in our own words. */
export interface FormFrame {
  readonly callbackId: string;
  readonly title: string;
  readonly submit: string;
  /** Comes back with the form; at most 3,000 characters. */
  readonly metadata: string;
}

/** A modal with fields. */
export const form = ({ callbackId, title, submit, metadata }: FormFrame, blocks: ModalView['blocks']): ModalView => ({
  type: 'modal',
  callback_id: callbackId,
  title: plain(title),
  submit: plain(submit),
  close: plain('Cancel'),
  private_metadata: metadata,
  blocks,
});

/** A field's name for the form, which is also its block's id, and what a person reads. Texts may hold what people typed. */
export interface FieldWords {
  readonly id: string;
  readonly label: string;
  readonly hint?: string | undefined;
  readonly isOptional?: boolean;
}

/** A field in which people type. */
export interface TextField extends FieldWords {
  readonly initial?: string | undefined;
  readonly isLong?: boolean;
  readonly maxCharacters?: number;
}

/** A field for a line of text, or several. */
export const textField = ({ initial, isLong, maxCharacters, ...words }: TextField): InputBlock => ({
  ...fieldOf(words),
  element: {
    type: 'plain_text_input',
    action_id: 'typed',
    ...(initial ? { initial_value: shortened(initial, maxCharacters ?? MAX_TYPED) } : {}),
    ...(isLong === true ? { multiline: true } : {}),
    ...(maxCharacters === undefined ? {} : { max_length: maxCharacters }),
  },
});

/** What a field offers: `value` is an opaque id, `label` may hold log data. */
export interface FieldChoice {
  readonly value: string;
  readonly label: string;
  readonly description?: string;
}

/** A field of one choice out of at most ten, all of them seen. */
export function radioField(words: FieldWords, choices: readonly FieldChoice[], chosen?: string): InputBlock {
  const options = choices.map(optionOf);
  const initial = options.find(({ value }) => value === chosen);
  return {
    ...fieldOf(words),
    element: { type: 'radio_buttons', action_id: 'chosen', options, ...(initial ? { initial_option: initial } : {}) },
  };
}

/** An option of a field. */
export const optionOf = ({ value, label, description }: FieldChoice): Option & { text: PlainTextElement } => ({
  text: plain(shortened(visible(label), MAX_OPTION_TEXT) || '–'),
  value,
  ...(description ? { description: plain(shortened(visible(description), MAX_OPTION_TEXT)) } : {}),
});

/** What every field has around its element. */
export const fieldOf = ({ id, label, hint, isOptional }: FieldWords) => ({
  type: 'input' as const,
  block_id: id,
  label: plain(shortened(visible(label), MAX_LABEL)),
  ...(hint ? { hint: plain(shortened(visible(hint), MAX_HINT)) } : {}),
  ...(isOptional === true ? { optional: true } : {}),
});
