import type { ComponentType, ReactNode } from 'react';
import { looseObject, optional, string } from 'zod/mini';
import { Button, type ElementProps, Overflow } from './buttons.js';
import { Checkboxes, RadioButtons } from './choices.js';
import { Datepicker, TextInput, Timepicker } from './fields.js';
import { ImageElement } from './image.js';
import { MultiStaticSelect, StaticSelect } from './selects.js';

const ELEMENTS: ReadonlyMap<string, ComponentType<ElementProps>> = new Map<string, ComponentType<ElementProps>>([
  ['button', Button],
  ['overflow', Overflow],
  ['static_select', StaticSelect],
  ['multi_static_select', MultiStaticSelect],
  ['checkboxes', Checkboxes],
  ['radio_buttons', RadioButtons],
  ['datepicker', Datepicker],
  ['timepicker', Timepicker],
  ['plain_text_input', TextInput],
  ['email_text_input', TextInput],
  ['url_text_input', TextInput],
  ['number_input', TextInput],
  ['image', ImageElement],
]);

const typed = looseObject({ type: string(), action_id: optional(string()) });

/**
 * An element of any type; one that the page does not know is named instead. As in Slack, an element of an edited view keeps what it
 * holds as long as its block and action id stay.
 */
export function Element({ element, place }: ElementProps): ReactNode {
  const { type, action_id: actionId } = typed.parse(element);
  const Known = ELEMENTS.get(type);
  return Known === undefined ? (
    <span className="unknown">{type}</span>
  ) : (
    <Known key={actionId} element={element} place={place} />
  );
}
