import type { AnyBlock } from '@slack/types';

/** A message: its blocks, and the plain text that stands for it in notifications. */
export interface Rendered {
  readonly text: string;
  readonly blocks: AnyBlock[];
}

/** Characters of text in some blocks, as Slack counts them against the limit of a message: buttons, options and cells too. */
export function charactersIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  let characters = 0;
  for (const [key, inner] of Object.entries(value)) {
    characters += key === 'text' && typeof inner === 'string' ? inner.length : charactersIn(inner);
  }
  return characters;
}
