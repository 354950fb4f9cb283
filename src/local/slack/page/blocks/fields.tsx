import { type ChangeEvent, type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { array, boolean, extend, number, object, optional, string } from 'zod/mini';
import type { ElementProps } from './buttons.js';
import { actionable, useReport } from './report.js';
import { textObject } from './text.js';

const plainTextInput = extend(actionable, {
  multiline: optional(boolean()),
  initial_value: optional(string()),
  max_length: optional(number()),
  placeholder: optional(textObject),
  focus_on_load: optional(boolean()),
  dispatch_action_config: optional(object({ trigger_actions_on: optional(array(string())) })),
});

/** When a field that dispatches does so, unless it says otherwise. */
const ON_ENTER = 'on_enter_pressed';

/** The elements that take a line of text: `plain_text_input`, `email_text_input`, `url_text_input`, `number_input`. */
export function TextInput({ element, place }: ElementProps): ReactNode {
  const read = plainTextInput.parse(element);
  const [text, setText] = useState(read.initial_value ?? '');
  const { keep, send } = useReport(read, place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds at first counts in a submission, once
  useEffect(() => keep({ value: text || null }), []);
  const { trigger_actions_on: triggers = [ON_ENTER] } = read.dispatch_action_config ?? {};
  const { isInput, dispatches = !isInput } = place;
  const shared = {
    className: 'field',
    'aria-label': place.label ?? read.placeholder?.text,
    placeholder: read.placeholder?.text,
    maxLength: read.max_length,
    value: text,
    'data-focus-on-load': read.focus_on_load || undefined,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setText(event.target.value);
      const state = { value: event.target.value || null };
      if (dispatches && triggers.includes('on_character_entered')) void send(state);
      else keep(state);
    },
  };
  if (read.multiline) return <textarea {...shared} rows={4} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || !dispatches || !triggers.includes(ON_ENTER)) return;
    // Else it would submit the form as well.
    event.preventDefault();
    void send({ value: text });
  };
  return <input {...shared} type="text" onKeyDown={onKeyDown} />;
}

const picker = extend(actionable, { initial_date: optional(string()), initial_time: optional(string()) });

/** The `datepicker` element. */
export const Datepicker = (props: ElementProps): ReactNode => <Picker {...props} kind="date" />;

/** The `timepicker` element. */
export const Timepicker = (props: ElementProps): ReactNode => <Picker {...props} kind="time" />;

function Picker({ element, place, kind }: ElementProps & { readonly kind: 'date' | 'time' }): ReactNode {
  const read = picker.parse(element);
  const [value, setValue] = useState((kind === 'date' ? read.initial_date : read.initial_time) ?? '');
  const { keep, send } = useReport(read, place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds at first counts in a submission, once
  useEffect(() => keep({ [`selected_${kind}`]: value || null }), []);
  const choose = async (next: string): Promise<void> => {
    setValue(next);
    if (!(await send({ [`selected_${kind}`]: next || null }))) setValue(value);
  };
  return (
    <input
      type={kind}
      className="field field-short"
      aria-label={place.label ?? (kind === 'date' ? 'Date' : 'Time')}
      value={value}
      onChange={(event) => void choose(event.target.value)}
    />
  );
}
