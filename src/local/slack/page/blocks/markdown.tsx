import type { ReactNode } from 'react';
import { object, string } from 'zod/mini';
import { Link } from '../link.js';
import type { BlockProps } from './block.js';

const markdown = object({ text: string() });

/** The `markdown` block: headings, lists, quotes, fences and emphasis, which is what a short note from a bot is made of. */
export function Markdown({ block }: BlockProps): ReactNode {
  const pieces = markdown.parse(block).text.split(/^```[^\n]*\n([\s\S]*?)^```$/m);
  return (
    <div className="markdown">
      {pieces.map(
        (piece, index) =>
          // biome-ignore-start lint/suspicious/noArrayIndexKey: parts of one text have no other identity
          index % 2 === 1 ? (
            <pre key={index}>{piece}</pre>
          ) : (
            piece
              .split(/\n{2,}/)
              .filter((paragraph) => paragraph.trim() !== '')
              .map((paragraph, at) => <Paragraph key={`${index} ${at}`} text={paragraph.trim()} />)
          ),
        // biome-ignore-end lint/suspicious/noArrayIndexKey: see above
      )}
    </div>
  );
}

function Paragraph({ text }: { readonly text: string }): ReactNode {
  const lines = text.split('\n');
  const [first = ''] = lines;
  const heading = /^#{1,6} +(.*)$/.exec(first)?.[1];
  if (heading !== undefined) {
    return (
      <>
        <h4>{inline(heading)}</h4>
        {lines.length > 1 && <Paragraph text={lines.slice(1).join('\n')} />}
      </>
    );
  }
  const itemsAfter = (marker: RegExp): readonly ReactNode[] =>
    // biome-ignore lint/suspicious/noArrayIndexKey: items of one list have no other identity
    lines.map((line, index) => <li key={index}>{inline(line.replace(marker, ''))}</li>);
  if (lines.every((line) => /^\s*[-*+] /.test(line))) return <ul>{itemsAfter(/^\s*[-*+] +/)}</ul>;
  if (lines.every((line) => /^\s*\d+[.)] /.test(line))) return <ol>{itemsAfter(/^\s*\d+[.)] +/)}</ol>;
  if (lines.every((line) => line.startsWith('>'))) {
    return <blockquote>{inline(lines.map((line) => line.replace(/^> ?/, '')).join('\n'))}</blockquote>;
  }
  return <p>{inline(text)}</p>;
}

const TOKEN =
  /`([^`\n]+)`|\[([^\]\n]+)\]\(([^()\s]+)\)|\*\*(\S(?:.*?\S)?)\*\*|~~(\S(?:.*?\S)?)~~|\*(\S(?:[^*]*\S)?)\*/g;

function inline(text: string): ReactNode {
  const shown: ReactNode[] = [];
  let end = 0;
  for (const found of text.matchAll(TOKEN)) {
    const [whole, code, label, url, bold, strike, italic] = found;
    shown.push(text.slice(end, found.index));
    const key = found.index;
    if (code !== undefined) shown.push(<code key={key}>{code}</code>);
    else if (url !== undefined)
      shown.push(
        <Link key={key} url={url}>
          {label}
        </Link>,
      );
    else if (bold !== undefined) shown.push(<strong key={key}>{inline(bold)}</strong>);
    else if (strike !== undefined) shown.push(<s key={key}>{inline(strike)}</s>);
    else if (italic !== undefined) shown.push(<em key={key}>{inline(italic)}</em>);
    end = found.index + whole.length;
  }
  return [...shown, text.slice(end)];
}
