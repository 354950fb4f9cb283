import type { AnyBlock, RichTextBlock, RichTextElement, RichTextSection } from '@slack/types';
import { shortened, visible } from '../../text.js';

/**
 * Builders for `rich_text`, the place where Slack takes text as nothing but text: log data goes through `logText` or `logCode`,
 * our own words through `words`. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block (as of November 2026)
 */
export const words = (text: string, style?: { bold?: boolean; italic?: boolean }): RichTextElement =>
  style ? { type: 'text', text, style } : { type: 'text', text };

export const bold = (text: string): RichTextElement => words(text, { bold: true });

/** Log data, or what a person typed, in code style, at most `max` characters. */
export const logCode = (text: string, max = 300): RichTextElement => ({
  type: 'text',
  text: shortened(visible(text), max) || '–',
  style: { code: true },
});

/** Log data, at most `max` characters. */
export const logText = (text: string, max = 300): RichTextElement => words(shortened(visible(text), max) || '–');

/** A person, as Slack shows one. The id comes from Slack, never from log data. */
export const person = (userId: string): RichTextElement => ({ type: 'user', user_id: userId });

/** Some people by their ids, of whom `max` are named and the others counted. */
export const peopleElements = (userIds: readonly string[], max: number): RichTextElement[] => [
  ...userIds.slice(0, max).flatMap((userId, at) => (at === 0 ? [person(userId)] : [words(', '), person(userId)])),
  ...(userIds.length > max ? [words(` and ${userIds.length - max} more`)] : []),
];

export const link = (url: string, text: string): RichTextElement => ({ type: 'link', url, text });

export const section = (...elements: RichTextElement[]): RichTextSection => ({ type: 'rich_text_section', elements });

export const richText = (...elements: RichTextBlock['elements']): RichTextBlock => ({ type: 'rich_text', elements });

export const bullets = (elements: RichTextSection[]): RichTextBlock =>
  richText({ type: 'rich_text_list', style: 'bullet', elements });

/** A small grey line of our own words; `mrkdwn`, so nothing out of a log may be in it. */
export const contextLine = (text: string): AnyBlock => ({
  type: 'context',
  elements: [{ type: 'mrkdwn', text, verbatim: true }],
});

/** A small grey line that may hold log data: Slack takes it as nothing but text. At most `max` characters. */
export const literalLine = (text: string, max = 300): AnyBlock => ({
  type: 'context',
  elements: [{ type: 'plain_text', text: shortened(visible(text), max) || '–', emoji: false }],
});
