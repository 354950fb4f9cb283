import { type ChangeEvent, type KeyboardEvent, type ReactNode, useEffect, useState } from 'react';
import { boolean, extend, number, optional, string } from 'zod/mini';
import type { ElementProps } from './buttons.js';
import { actionable, useReport } from './report.js';
import { textObject } from './text.js';

const plainTextInput = extend(actionable, {
  multiline: optional(boolean()),
  initial_value: optional(string()),
  max_length: optional(number()),
  placeholder: optional(textObject),
  focus_on_load: optional(boolean()),
});

/** The elements that take a line of text: `plain_text_input`, `email_text_input`, `url_text_input`, `number_input`. */
export function TextInput({ element, place }: ElementProps): ReactNode {
  const read = plainTextInput.parse(element);
  const [text, setText] = useState(read.initial_value ?? '');
  const { keep, send } = useReport(read, place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds at first counts in a submission, once
  useEffect(() => keep({ value: text || null }), []);
  const shared = {
    className: 'field',
    'aria-label': read.placeholder?.text,
    placeholder: read.placeholder?.text,
    maxLength: read.max_length,
    value: text,
    autoFocus: read.focus_on_load,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => {
      setText(event.target.value);
      keep({ value: event.target.value || null });
    },
  };
  if (read.multiline) return <textarea {...shared} rows={4} />;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !place.isInput) void send({ value: text });
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
      aria-label={kind === 'date' ? 'Date' : 'Time'}
      value={value}
      onChange={(event) => void choose(event.target.value)}
    />
  );
}
