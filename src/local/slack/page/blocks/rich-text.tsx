import type { CSSProperties, ReactNode } from 'react';
import {
  array,
  boolean,
  discriminatedUnion,
  literal,
  number,
  object,
  enum as oneOf,
  optional,
  type output,
  string,
} from 'zod/mini';
import { fillDateFormat } from '../dates.js';
import { emojiOf } from '../emoji.js';
import { Link } from '../link.js';
import { Broadcast, ChannelMention, Emoji, SlackDate, UserMention } from '../mrkdwn.js';

const style = optional(
  object({
    bold: optional(boolean()),
    italic: optional(boolean()),
    strike: optional(boolean()),
    underline: optional(boolean()),
    code: optional(boolean()),
  }),
);
const inline = discriminatedUnion('type', [
  object({ type: literal('text'), text: string(), style }),
  object({ type: literal('link'), url: string(), text: optional(string()), style }),
  object({ type: literal('user'), user_id: string(), style }),
  object({ type: literal('channel'), channel_id: string(), style }),
  object({ type: literal('usergroup'), usergroup_id: string(), style }),
  object({ type: literal('team'), team_id: string(), style }),
  object({ type: literal('broadcast'), range: string(), style }),
  object({ type: literal('emoji'), name: string(), style }),
  object({ type: literal('color'), value: string(), style }),
  object({
    type: literal('date'),
    timestamp: number(),
    format: string(),
    url: optional(string()),
    fallback: optional(string()),
    style,
  }),
]);
const inlines = array(inline);
const element = discriminatedUnion('type', [
  object({ type: literal('rich_text_section'), elements: inlines }),
  object({ type: literal('rich_text_quote'), elements: inlines }),
  object({ type: literal('rich_text_preformatted'), elements: inlines }),
  object({
    type: literal('rich_text_list'),
    style: oneOf(['bullet', 'ordered']),
    indent: optional(number()),
    offset: optional(number()),
    elements: array(object({ elements: inlines })),
  }),
]);

/** A `rich_text` block, also as a table's cell. Its text is literal: neither markup nor entities are read in it. */
export const richText = object({ type: literal('rich_text'), elements: array(element) });
export type RichTextBlock = output<typeof richText>;
type RichElement = output<typeof element>;
type RichInline = output<typeof inline>;

/** The `rich_text` block. */
export const RichText = ({ block }: { readonly block: unknown }): ReactNode => (
  <RichElements elements={richText.parse(block).elements} />
);

/** The parts of a `rich_text` block that was read already. */
export function RichElements({ elements }: { readonly elements: readonly RichElement[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one text have no other identity
  return elements.map((part, index) => <RichPart key={index} part={part} />);
}

function RichPart({ part }: { readonly part: RichElement }): ReactNode {
  switch (part.type) {
    case 'rich_text_section':
      return (
        <div className="rich-section">
          <Inlines of={part.elements} />
        </div>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Inlines of={part.elements} />
        </blockquote>
      );
    case 'rich_text_preformatted':
      return (
        <pre>
          <Inlines of={part.elements} />
        </pre>
      );
    case 'rich_text_list':
      return <RichList list={part} />;
  }
}

function RichList({ list }: { readonly list: Extract<RichElement, { type: 'rich_text_list' }> }): ReactNode {
  const indentation: CSSProperties = { marginInlineStart: `${1.6 * (list.indent ?? 0)}em` };
  const items = list.elements.map(({ elements }, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: items of one list have no other identity
    <li key={index}>
      <Inlines of={elements} />
    </li>
  ));
  if (list.style === 'bullet') return <ul style={indentation}>{items}</ul>;
  return (
    <ol style={indentation} start={(list.offset ?? 0) + 1}>
      {items}
    </ol>
  );
}

function Inlines({ of }: { readonly of: readonly RichInline[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line have no other identity
  return of.map((part, index) => <Styled key={index} part={part} />);
}

function Styled({ part }: { readonly part: RichInline }): ReactNode {
  const { bold, italic, strike, underline, code } = part.style ?? {};
  let shown: ReactNode = <One part={part} />;
  if (code) shown = <code>{shown}</code>;
  if (underline) shown = <u>{shown}</u>;
  if (strike) shown = <s>{shown}</s>;
  if (italic) shown = <em>{shown}</em>;
  return bold ? <strong>{shown}</strong> : shown;
}

function One({ part }: { readonly part: RichInline }): ReactNode {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'link':
      return <Link url={part.url}>{part.text || part.url}</Link>;
    case 'user':
      return <UserMention id={part.user_id} />;
    case 'channel':
      return <ChannelMention id={part.channel_id} />;
    case 'broadcast':
      return <Broadcast range={part.range} />;
    case 'emoji':
      return <Emoji name={part.name} />;
    case 'date':
      return <SlackDate {...part} />;
    case 'usergroup':
    case 'team':
    case 'color':
      return <span className="mention">{textOfInline(part)}</span>;
  }
}

/** What a `rich_text` says, without its looks: to sort and to search by. */
export const textOfRichText = ({ elements }: RichTextBlock): string =>
  elements
    .flatMap((part) => (part.type === 'rich_text_list' ? part.elements.map(textOfLine) : [textOfLine(part)]))
    .join('\n');

const textOfLine = ({ elements }: { readonly elements: readonly RichInline[] }): string =>
  elements.map(textOfInline).join('');

function textOfInline(part: RichInline): string {
  switch (part.type) {
    case 'text':
      return part.text;
    case 'link':
      return part.text || part.url;
    case 'user':
      return `@${part.user_id}`;
    case 'channel':
      return `#${part.channel_id}`;
    case 'usergroup':
      return `@${part.usergroup_id}`;
    case 'team':
      return part.team_id;
    case 'broadcast':
      return `@${part.range}`;
    case 'emoji':
      return emojiOf(part.name) ?? `:${part.name}:`;
    case 'color':
      return part.value;
    case 'date':
      return fillDateFormat(part.format, part.timestamp);
  }
}
