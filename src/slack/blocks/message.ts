import type { AnyBlock } from '@slack/types';
import { escaped, shortened, visible } from '../../text.js';

/** A message: its blocks, and the plain text that stands for it in notifications. */
export interface Rendered {
  readonly text: string;
  readonly blocks: AnyBlock[];
}

const MAX_NOTIFICATION = 500;

/** Text that may hold log data, as the plain text of a message: nothing in it is more than text. */
export const notification = (text: string): string => escaped(shortened(visible(text), MAX_NOTIFICATION)) || '–';

/** Characters of text in some blocks, as Slack counts them against the limit of a message: buttons, options and cells too. */
export function charactersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let characters = 0;
  for (const [key, inner] of Object.entries(value)) {
    characters += key === 'text' && typeof inner === 'string' ? inner.length : charactersIn(inner);
  }
  return characters;
}

/** The first of some parts of a message that fit into so many characters together; none after one that does not. */
export function fitting<Part>(parts: readonly Part[], characters: number): Part[] {
  let room = characters;
  const end = parts.findIndex((part) => {
    room -= charactersIn(part);
    return room < 0;
  });
  return end < 0 ? [...parts] : parts.slice(0, end);
}
