import type { Button, ConfirmationDialog, HeaderBlock, Overflow, StaticSelect } from '@slack/types';
import { shortened, visible } from '../../text.js';
import {
  MAX_BUTTON_TEXT,
  MAX_CONFIRM_BUTTON,
  MAX_CONFIRM_TEXT,
  MAX_CONFIRM_TITLE,
  MAX_HEADER,
  MAX_OPTION_TEXT,
  MAX_OPTIONS,
  MAX_OVERFLOW_OPTIONS,
} from './limits.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false });

/** A large line. It may hold what people type: Slack takes it as nothing but text. */
export const header = (text: string): HeaderBlock => ({
  type: 'header',
  text: plain(shortened(visible(text), MAX_HEADER)),
});

/** What a person is asked before a button does something, in our own words. */
export interface Doubt {
  readonly title: string;
  readonly text: string;
  /** The button that does it. */
  readonly yes: string;
  /** The button that does not. */
  readonly no: string;
}

/** How a button looks and behaves. */
export interface ButtonOptions {
  readonly style?: 'primary' | 'danger' | undefined;
  /** What a screen reader says instead of its text. */
  readonly reads?: string;
  readonly doubt?: Doubt;
}

/** A button. Its text may hold log data: Slack takes it as nothing but text. */
export const button = (
  text: string,
  actionId: string,
  value: string,
  { style, reads, doubt }: ButtonOptions = {},
): Button => ({
  type: 'button',
  action_id: actionId,
  text: plain(shortened(visible(text), MAX_BUTTON_TEXT)),
  value,
  ...(style === undefined ? {} : { style }),
  ...(reads === undefined ? {} : { accessibility_label: shortened(visible(reads), MAX_BUTTON_TEXT) }),
  ...(doubt === undefined ? {} : { confirm: confirmOf(doubt, style) }),
});

const confirmOf = ({ title, text, yes, no }: Doubt, style: ButtonOptions['style']): ConfirmationDialog => ({
  title: plain(shortened(title, MAX_CONFIRM_TITLE)),
  text: plain(shortened(text, MAX_CONFIRM_TEXT)),
  confirm: plain(shortened(yes, MAX_CONFIRM_BUTTON)),
  deny: plain(shortened(no, MAX_CONFIRM_BUTTON)),
  ...(style === undefined ? {} : { style }),
});

/** What a menu offers. The label may hold log data. */
export interface Choice {
  readonly label: string;
  readonly value: string;
}

/**
 * A menu of as many choices, from the top, as fit; its placeholder says so when some do not. None at all without choices.
 *
 * @param most characters of all labels.
 */
export function menu(
  placeholder: string,
  actionId: string,
  choices: readonly Choice[],
  most = MAX_OPTIONS * MAX_OPTION_TEXT,
): StaticSelect[] {
  let characters = 0;
  const options = choices
    .filter(({ value }) => value.length <= MAX_OPTION_TEXT)
    .slice(0, MAX_OPTIONS)
    .map(optionOf)
    .filter(({ text }) => {
      characters += text.text.length;
      return characters <= most;
    });
  if (options.length === 0) return [];
  const cut = options.length < choices.length ? ` (the first ${options.length} of ${choices.length})` : '';
  return [{ type: 'static_select', action_id: actionId, placeholder: plain(`${placeholder}${cut}`), options }];
}

/** A menu that has one of its few choices in force. Labels are our own words. */
export function setting(actionId: string, choices: readonly Choice[], inForce: string): StaticSelect {
  const options = choices.map(optionOf);
  const initial = options.find(({ value }) => value === inForce);
  return {
    type: 'static_select',
    action_id: actionId,
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  };
}

/** The menu behind three dots, of up to five choices. */
export const overflow = (actionId: string, choices: readonly Choice[]): Overflow => ({
  type: 'overflow',
  action_id: actionId,
  options: choices.slice(0, MAX_OVERFLOW_OPTIONS).map(optionOf),
});

const optionOf = ({ label, value }: Choice) => ({ text: plain(shortened(visible(label), MAX_OPTION_TEXT)), value });
