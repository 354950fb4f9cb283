import { type ReactNode, useEffect, useId, useState } from 'react';
import { array, extend, optional } from 'zod/mini';
import type { ElementProps } from './buttons.js';
import { type Option, option } from './options.js';
import { actionable, useReport } from './report.js';
import { Text } from './text.js';

const checkboxes = extend(actionable, { options: array(option), initial_options: optional(array(option)) });

/** The `checkboxes` element. */
export function Checkboxes({ element, place }: ElementProps): ReactNode {
  const read = checkboxes.parse(element);
  const [chosen, setChosen] = useState<readonly Option[]>(read.initial_options ?? []);
  const { keep, send } = useReport(read, place);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds at first counts in a submission, once
  useEffect(() => keep({ selected_options: chosen }), []);
  const toggle = async (one: Option, isOn: boolean): Promise<void> => {
    const rest = chosen.filter(({ value }) => value !== one.value);
    const next = isOn ? [...rest, one] : rest;
    if (await send({ selected_options: next })) setChosen(next);
  };
  return (
    <div className="choices">
      {read.options.map((one) => (
        <label key={one.value}>
          <input
            type="checkbox"
            checked={chosen.some(({ value }) => value === one.value)}
            onChange={(event) => void toggle(one, event.target.checked)}
          />
          <Choice of={one} />
        </label>
      ))}
    </div>
  );
}

const radioButtons = extend(actionable, { options: array(option), initial_option: optional(option) });

/** The `radio_buttons` element. */
export function RadioButtons({ element, place }: ElementProps): ReactNode {
  const read = radioButtons.parse(element);
  const [chosen, setChosen] = useState<Option | null>(read.initial_option ?? null);
  const { keep, send } = useReport(read, place);
  const name = useId();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it holds at first counts in a submission, once
  useEffect(() => keep({ selected_option: chosen }), []);
  const choose = async (one: Option): Promise<void> => {
    if (await send({ selected_option: one })) setChosen(one);
  };
  return (
    <div className="choices">
      {read.options.map((one) => (
        <label key={one.value}>
          <input type="radio" name={name} checked={chosen?.value === one.value} onChange={() => void choose(one)} />
          <Choice of={one} />
        </label>
      ))}
    </div>
  );
}

function Choice({ of: { text, description } }: { readonly of: Option }): ReactNode {
  return (
    <span>
      <Text of={text} />
      {description !== undefined && (
        <small>
          <Text of={description} />
        </small>
      )}
    </span>
  );
}
