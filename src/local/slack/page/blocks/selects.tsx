import { type ReactNode, useEffect, useState } from 'react';
import { array, extend, optional } from 'zod/mini';
import { Menu, type MenuOption } from '../menu.js';
import type { ElementProps } from './buttons.js';
import { flatOptions, type GroupedOption, type Option, option, optionFields } from './options.js';
import { actionable, useReport } from './report.js';
import { Text, textObject } from './text.js';

const staticSelect = extend(actionable, {
  ...optionFields,
  placeholder: optional(textObject),
  initial_option: optional(option),
});

/** The `static_select` element. */
export function StaticSelect({ element, place }: ElementProps): ReactNode {
  const read = staticSelect.parse(element);
  const [chosen, setChosen] = useState<Option | null>(read.initial_option ?? null);
  const { isBusy, keep, send } = useReport(read, place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds at first counts in a submission, once
  useEffect(() => keep({ selected_option: chosen }), []);
  const options = flatOptions(read);
  const choose = async (key: string): Promise<void> => {
    const next = options[Number.parseInt(key, 10)]?.option;
    if (next !== undefined && (await send({ selected_option: next }))) setChosen(next);
  };
  const label = read.placeholder?.text ?? 'Choose an option';
  const name = place.label ?? label;
  return (
    <Menu
      label={chosen === null ? name : `${name}: ${chosen.text.text}`}
      className={`select ${isBusy ? 'is-busy' : ''}`}
      options={options.map((one, index) => menuOption(one, index, chosen === null ? [] : [chosen]))}
      onChoose={choose}
    >
      <span className={chosen === null ? 'select-text placeholder' : 'select-text'}>
        {chosen === null ? label : <Text of={chosen.text} />}
      </span>
    </Menu>
  );
}

const multiStaticSelect = extend(actionable, {
  ...optionFields,
  placeholder: optional(textObject),
  initial_options: optional(array(option)),
});

/** The `multi_static_select` element: choosing a chosen option again takes it back. */
export function MultiStaticSelect({ element, place }: ElementProps): ReactNode {
  const read = multiStaticSelect.parse(element);
  const [chosen, setChosen] = useState<readonly Option[]>(read.initial_options ?? []);
  const { keep, send } = useReport(read, place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds at first counts in a submission, once
  useEffect(() => keep({ selected_options: chosen }), []);
  const options = flatOptions(read);
  const choose = async (key: string): Promise<void> => {
    const one = options[Number.parseInt(key, 10)]?.option;
    if (one === undefined) return;
    const rest = chosen.filter(({ value }) => value !== one.value);
    const next = rest.length < chosen.length ? rest : [...chosen, one];
    if (await send({ selected_options: next })) setChosen(next);
  };
  const label = read.placeholder?.text ?? 'Choose options';
  return (
    <Menu
      label={place.label ?? label}
      className="select"
      options={options.map((one, index) => menuOption(one, index, chosen))}
      onChoose={choose}
    >
      <span className={chosen.length === 0 ? 'select-text placeholder' : 'select-text'}>
        {chosen.length === 0 ? label : chosen.map(({ text }) => text.text).join(', ')}
      </span>
    </Menu>
  );
}

function menuOption({ option: one, group }: GroupedOption, index: number, chosen: readonly Option[]): MenuOption {
  const { text, value, description } = one;
  const label = (
    <>
      <Text of={text} />
      {description !== undefined && (
        <small>
          <Text of={description} />
        </small>
      )}
    </>
  );
  const isSelected = chosen.some((other) => other.value === value);
  return { key: `${index} ${value}`, label, text: `${text.text} ${description?.text ?? ''}`, group, isSelected };
}
