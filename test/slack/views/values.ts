import type { ModalView } from '@slack/types';
import { checkView } from '../../../src/local/slack/block-kit/check-blocks.js';
import { type Filled, readFilled } from '../../../src/slack/views/filled.js';
import { violationsIn } from '../blocks/violations.js';

/** A form that was sent off with these texts typed, by the ids of their fields, and these options chosen. */
export function filledWith(
  typed: Readonly<Record<string, string>>,
  chosen: Readonly<Record<string, string>> = {},
): Filled {
  const texts = Object.entries(typed).map(([id, value]) => [id, { typed: { type: 'plain_text_input', value } }]);
  const choices = Object.entries(chosen).map(([id, value]) => [
    id,
    { chosen: { type: 'radio_buttons', selected_option: { text: { type: 'plain_text', text: value }, value } } },
  ]);
  return readFilled(Object.fromEntries([...texts, ...choices]));
}

/** The ids of a form's fields, in their order. */
export const fieldsIn = ({ blocks }: ModalView): string[] =>
  blocks.flatMap(({ type, block_id: id }) => (type === 'input' && id !== undefined ? [id] : []));

/** The text and the choice that a form's fields begin with, by their ids; those that begin empty are left out. */
export function initialIn(view: ModalView): Record<string, unknown> {
  const initial = view.blocks.flatMap((block) => {
    if (!('element' in block) || block.block_id === undefined) return [];
    const { element } = block;
    if ('initial_value' in element) return [[block.block_id, element.initial_value]];
    if ('initial_option' in element && element.initial_option && 'value' in element.initial_option) {
      return [[block.block_id, element.initial_option.value]];
    }
    return [];
  });
  return Object.fromEntries(initial);
}

/** What Slack, or this bot's own promises, have against a form; nothing when all is well. */
export function refusalsOf(view: ModalView): string[] {
  const refused = checkView(JSON.parse(JSON.stringify(view)));
  return [
    ...violationsIn({ blocks: view.blocks }, 'modal'),
    ...(refused ? [`${refused.reason} ${refused.pointer}`] : []),
  ];
}
