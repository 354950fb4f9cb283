import { Fragment, memo, type ReactNode } from 'react';
import { fillDateFormat, fullTime } from './dates.js';
import { useDirectory } from './directory.js';
import { emojiOf } from './emoji.js';
import { Link } from './link.js';
import { type Inline, readMrkdwn } from './mrkdwn-parse.js';

/** A mrkdwn text as Slack shows it. */
export const Mrkdwn = memo(({ text }: { readonly text: string }): ReactNode => {
  return readMrkdwn(text).map((part, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: parts of one text have no other identity
    if (part.type === 'pre') return <pre key={index}>{part.text}</pre>;
    const lines = part.lines.map((line, at) => (
      <Fragment key={at}>
        {at > 0 && <br />}
        <Inlines inlines={line} />
      </Fragment>
    ));
    return part.type === 'quote' ? <blockquote key={index}>{lines}</blockquote> : <span key={index}>{lines}</span>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
  });
});

function Inlines({ inlines }: { readonly inlines: readonly Inline[] }): ReactNode {
  // biome-ignore lint/suspicious/noArrayIndexKey: parts of one line have no other identity
  return inlines.map((inline, index) => <One key={index} inline={inline} />);
}

function One({ inline }: { readonly inline: Inline }): ReactNode {
  switch (inline.type) {
    case 'text':
      return inline.text;
    case 'code':
      return <code>{inline.text}</code>;
    case 'bold':
      return (
        <strong>
          <Inlines inlines={inline.children} />
        </strong>
      );
    case 'italic':
      return (
        <em>
          <Inlines inlines={inline.children} />
        </em>
      );
    case 'strike':
      return (
        <s>
          <Inlines inlines={inline.children} />
        </s>
      );
    case 'link':
      return <Link url={inline.url}>{inline.label}</Link>;
    case 'user':
      return <UserMention id={inline.id} />;
    case 'channel':
      return <ChannelMention id={inline.id} label={inline.label} />;
    case 'broadcast':
      return <Broadcast range={inline.label ?? inline.id} />;
    case 'date':
      return <SlackDate {...inline} />;
    case 'emoji':
      return <Emoji name={inline.name} />;
  }
}

/** A person or the bot, by name. */
export function UserMention({ id }: { readonly id: string }): ReactNode {
  const { nameOf } = useDirectory();
  return <span className="mention">@{nameOf(id)}</span>;
}

/** A channel, by name; a click opens it. */
export function ChannelMention({ id, label }: { readonly id: string; readonly label?: string | undefined }): ReactNode {
  const { channelName, go } = useDirectory();
  const name = channelName(id);
  if (name === undefined) return <span className="mention">#{label || id}</span>;
  return (
    <button type="button" className="mention" onClick={() => go({ channelId: id, threadTs: null })}>
      #{name}
    </button>
  );
}

/** `@here`, `@channel`, `@everyone`: calls everybody in Slack, so it stands out here. */
export function Broadcast({ range }: { readonly range: string }): ReactNode {
  return <span className="mention mention-loud">@{range.replace(/^@/, '')}</span>;
}

interface SlackDateProps {
  readonly timestamp: number;
  readonly format: string;
  readonly url?: string | undefined;
  readonly fallback?: string | undefined;
}

/** A date in Slack's own format, in UTC; the full time on hover. */
export function SlackDate({ timestamp, format, url, fallback }: SlackDateProps): ReactNode {
  const isDate = !Number.isNaN(new Date(timestamp * 1000).getTime());
  if (!isDate) return fallback ?? '';
  const time = (
    <time dateTime={new Date(timestamp * 1000).toISOString()} title={fullTime(timestamp)}>
      {fillDateFormat(format, timestamp)}
    </time>
  );
  return url === undefined ? time : <Link url={url}>{time}</Link>;
}

/** An emoji by its name, as a character; its name where there is none. */
export function Emoji({ name }: { readonly name: string }): ReactNode {
  const character = emojiOf(name);
  if (character === undefined) return `:${name}:`;
  return (
    <span role="img" aria-label={name} title={`:${name}:`}>
      {character}
    </span>
  );
}
