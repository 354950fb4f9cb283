import { array, object, optional, type output, string } from 'zod/mini';
import { textObject } from './text.js';

/** Block Kit's option object. */
export const option = object({ text: textObject, value: string(), description: optional(textObject) });
export type Option = output<typeof option>;

/** What a menu may be filled with: options, or groups of them. */
export const optionFields = {
  options: optional(array(option)),
  option_groups: optional(array(object({ label: textObject, options: array(option) }))),
} as const;

/** An option and the group that it is in. */
export interface GroupedOption {
  readonly option: Option;
  readonly group?: string;
}

/** The options of a menu, one after the other. */
export function flatOptions(menu: {
  readonly options?: readonly Option[] | undefined;
  readonly option_groups?:
    | readonly { readonly label: { readonly text: string }; readonly options: readonly Option[] }[]
    | undefined;
}): readonly GroupedOption[] {
  const grouped = (menu.option_groups ?? []).flatMap(({ label, options }) =>
    options.map((one) => ({ option: one, group: label.text })),
  );
  return [...(menu.options ?? []).map((one) => ({ option: one })), ...grouped];
}
