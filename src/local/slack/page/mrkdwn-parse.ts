/** Slack's mrkdwn, read into a tree. Whatever is not markup is text, entities decoded: never HTML. */
export type Inline =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'code'; readonly text: string }
  | { readonly type: 'bold' | 'italic' | 'strike'; readonly children: readonly Inline[] }
  | { readonly type: 'user' | 'channel' | 'broadcast'; readonly id: string; readonly label?: string | undefined }
  | { readonly type: 'link'; readonly url: string; readonly label: string }
  | {
      readonly type: 'date';
      readonly timestamp: number;
      readonly format: string;
      readonly url?: string | undefined;
      readonly fallback: string;
    }
  | { readonly type: 'emoji'; readonly name: string };

/** A part of a mrkdwn text that stands on lines of its own. */
export type Part =
  | { readonly type: 'lines' | 'quote'; readonly lines: readonly (readonly Inline[])[] }
  | { readonly type: 'pre'; readonly text: string };

/**
 * Reads a mrkdwn text. https://docs.slack.dev/messaging/formatting-message-text (as of November 2026)
 *
 * There is no escape character: `&`, `<` and `>` come as entities, everything else is what it looks like.
 */
export function readMrkdwn(text: string): readonly Part[] {
  return text.split(/```\n?([\s\S]*?)\n?```/g).flatMap((piece, index): readonly Part[] => {
    if (index % 2 === 1) return [{ type: 'pre', text: decode(piece.replace(/<([^>|\s]+)(?:\|([^>]*))?>/g, '$1')) }];
    return readLines(index > 0 ? piece.replace(/^\n/, '') : piece);
  });
}

function readLines(text: string): readonly Part[] {
  const parts: { type: 'lines' | 'quote'; lines: (readonly Inline[])[] }[] = [];
  for (const line of text === '' ? [] : text.split('\n')) {
    const quoted = /^(?:&gt;|>) ?(.*)$/.exec(line)?.[1];
    const type = quoted === undefined ? 'lines' : 'quote';
    const last = parts.at(-1);
    const inlines = readInline(quoted ?? line);
    if (last?.type === type) last.lines.push(inlines);
    else parts.push({ type, lines: [inlines] });
  }
  return parts;
}

const MARKS = { '*': 'bold', _: 'italic', '~': 'strike' } as const;

/** Code, then `<…>`, then emphasis, then emoji: at each place the first that fits. */
const TOKEN =
  /`([^`\n]+)`|<([^<>\n]+)>|(?<![\p{L}\p{N}*_~])([*_~])(?=\S)((?:(?!\3).)*?[^\s])\3(?![\p{L}\p{N}*_~])|:([a-z0-9_+-]+):/gu;

function readInline(text: string): readonly Inline[] {
  const inlines: Inline[] = [];
  let end = 0;
  const addText = (piece: string): void => {
    if (piece !== '') inlines.push({ type: 'text', text: decode(piece) });
  };
  for (const found of text.matchAll(TOKEN)) {
    addText(text.slice(end, found.index));
    inlines.push(readToken(found));
    end = found.index + found[0].length;
  }
  addText(text.slice(end));
  return inlines;
}

function readToken([whole, code, angle, mark, inner, emoji]: RegExpExecArray): Inline {
  if (code !== undefined) return { type: 'code', text: decode(code) };
  if (angle !== undefined) return readAngle(angle) ?? { type: 'text', text: decode(whole) };
  if (emoji !== undefined) return { type: 'emoji', name: emoji };
  const type = mark === '*' || mark === '_' || mark === '~' ? MARKS[mark] : 'bold';
  return { type, children: readInline(inner ?? '') };
}

function readAngle(inside: string): Inline | undefined {
  const bar = inside.indexOf('|');
  const target = bar < 0 ? inside : inside.slice(0, bar);
  const label = bar < 0 ? undefined : decode(inside.slice(bar + 1));
  const sigil = target.slice(0, 1);
  if (sigil === '@') return { type: 'user', id: target.slice(1), label };
  if (sigil === '#') return { type: 'channel', id: target.slice(1), label };
  if (target.startsWith('!date^')) return readDate(target, label);
  if (sigil === '!') return { type: 'broadcast', id: target.slice(1).split('^')[0] ?? '', label };
  if (!/^(https?:\/\/|mailto:)/i.test(target)) return undefined;
  return { type: 'link', url: decode(target), label: label || decode(target).replace(/^mailto:/, '') };
}

function readDate(target: string, fallback = ''): Inline | undefined {
  const [, timestamp, format, url] = target.split('^');
  if (timestamp === undefined || format === undefined || !/^\d{1,11}$/.test(timestamp)) return undefined;
  return { type: 'date', timestamp: Number(timestamp), format: decode(format), url, fallback };
}

const decode = (text: string): string => text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
