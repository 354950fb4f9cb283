import type { ReactNode } from 'react';
import { boolean, object, enum as oneOf, optional, type output, string } from 'zod/mini';
import { emojiOf } from '../emoji.js';
import { Mrkdwn } from '../mrkdwn.js';

/** Block Kit's text object. */
export const textObject = object({
  type: oneOf(['plain_text', 'mrkdwn']),
  text: string(),
  emoji: optional(boolean()),
});
export type TextObject = output<typeof textObject>;

/** A text object: markup only where its type says so. */
export function Text({ of: { type, text, emoji } }: { readonly of: TextObject }): ReactNode {
  return type === 'mrkdwn' ? <Mrkdwn text={text} /> : <span className="plain">{plainText(text, emoji)}</span>;
}

/** A plain text with its emoji names replaced, unless that was turned off, as it has to be for log data (`arn:aws:iam`). */
export const plainText = (text: string, emoji: boolean | undefined = true): string =>
  emoji ? text.replace(/:([a-z0-9_+-]+):/g, (name, inner: string) => emojiOf(inner) ?? name) : text;
