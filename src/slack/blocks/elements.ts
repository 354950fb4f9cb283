import type { Button, StaticSelect } from '@slack/types';
import { shortened } from '../../text.js';
import { MAX_BUTTON_TEXT, MAX_OPTION_TEXT, MAX_OPTIONS } from './limits.js';

const plain = (text: string) => ({ type: 'plain_text' as const, text, emoji: false });

/** A button. Its text may hold log data: Slack takes it as nothing but text. `reads` is what a screen reader says instead. */
export const button = (
  text: string,
  actionId: string,
  value: string,
  { style, reads }: { readonly style?: 'primary' | 'danger'; readonly reads?: string } = {},
): Button => ({
  type: 'button',
  action_id: actionId,
  text: plain(shortened(text, MAX_BUTTON_TEXT)),
  value,
  ...(style === undefined ? {} : { style }),
  ...(reads === undefined ? {} : { accessibility_label: shortened(reads, MAX_BUTTON_TEXT) }),
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
    .map(({ label, value }) => ({ text: plain(shortened(label, MAX_OPTION_TEXT)), value }))
    .filter(({ text }) => {
      characters += text.text.length;
      return characters <= most;
    });
  if (options.length === 0) return [];
  const cut = options.length < choices.length ? ` (the first ${options.length} of ${choices.length})` : '';
  return [{ type: 'static_select', action_id: actionId, placeholder: plain(`${placeholder}${cut}`), options }];
}
