import type { ReactNode } from 'react';
import { array, extend, enum as oneOf, optional, string } from 'zod/mini';
import { Menu } from '../menu.js';
import { option } from './options.js';
import { actionable, type ElementPlace, useReport } from './report.js';
import { Text, textObject } from './text.js';

const button = extend(actionable, {
  text: textObject,
  value: optional(string()),
  url: optional(string()),
  style: optional(oneOf(['primary', 'danger'])),
  accessibility_label: optional(string()),
});

/** An element and where it stands. */
export interface ElementProps {
  readonly element: unknown;
  readonly place: ElementPlace;
}

/** The `button` element. With a `url` it opens that, and the bot is told all the same. */
export function Button({ element, place }: ElementProps): ReactNode {
  const read = button.parse(element);
  const { text, value, url, style, accessibility_label: label } = read;
  const { isBusy, send } = useReport(read, place);
  const click = async (): Promise<void> => {
    if (isBusy) return;
    const state = { text, ...(value === undefined ? {} : { value }), ...(style === undefined ? {} : { style }) };
    if ((await send(state)) && url !== undefined && /^https?:/i.test(url)) open(url, '_blank', 'noopener,noreferrer');
  };
  return (
    <button
      type="button"
      className={`button ${style === undefined ? '' : `button-${style}`}`}
      aria-label={label}
      aria-busy={isBusy}
      onClick={click}
    >
      <Text of={text} />
    </button>
  );
}

const overflow = extend(actionable, { options: array(option), accessibility_label: optional(string()) });

/** The `overflow` element: a menu behind three dots. */
export function Overflow({ element, place }: ElementProps): ReactNode {
  const read = overflow.parse(element);
  const { send } = useReport(read, place);
  return (
    <Menu
      label={read.accessibility_label ?? 'More options'}
      className="button button-dots"
      options={read.options.map(({ text, value }, index) => ({
        key: `${index} ${value}`,
        label: <Text of={text} />,
        text: text.text,
      }))}
      onChoose={(key) => {
        const chosen = read.options[Number.parseInt(key, 10)];
        if (chosen !== undefined) void send({ selected_option: chosen });
      }}
    >
      <span aria-hidden="true">⋯</span>
    </Menu>
  );
}
