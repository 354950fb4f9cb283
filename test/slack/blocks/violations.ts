import type { AnyBlock } from '@slack/types';
import type { Surface } from '../../../src/local/slack/block-kit/blocks.js';
import { checkBlocks } from '../../../src/local/slack/block-kit/check-blocks.js';
import {
  MAX_BLOCKS,
  MAX_EDITED_TEXT,
  MAX_TABLE_CHARACTERS,
  MAX_VIEW_BLOCKS,
} from '../../../src/slack/blocks/limits.js';
import { tablesIn, textsIn } from './answers.js';

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what it is about; lines of preformatted text end in one
const UNSEEN = /[\u0000-\u0009\u000b-\u001f\u202a-\u202e\u200b-\u200f\ufeff]|\p{Surrogate}/u;
/** Only people whom Slack told us of are mentioned. */
const MENTIONS = /<@U0[A-Z0-9]{1,10}>/g;

/** All that Slack, or this bot's own promises, have against a message; nothing when all is well. */
export function violationsIn(
  { text, blocks }: { readonly text?: string; readonly blocks: readonly AnyBlock[] },
  surface: Surface = 'message',
): string[] {
  const sent: unknown = JSON.parse(JSON.stringify(blocks));
  const texts = textsIn(sent);
  const cells = tablesIn(blocks).flat(2).join('').length;
  const found: Record<string, boolean> = {
    'too many blocks': blocks.length > (surface === 'message' ? MAX_BLOCKS : MAX_VIEW_BLOCKS),
    'an empty text': texts.some((one) => one === ''),
    'something unseen in a text': [...texts, ...textsIn(sent, 'accessibility_label')].some((one) => UNSEEN.test(one)),
    'more than one table': tablesIn(blocks).length > 1,
    'too much in cells': cells > MAX_TABLE_CHARACTERS,
    'a value that is no opaque id': textsIn(sent, 'value').some((one) => one.length > 75 || !/^[\w|:.-]+$/.test(one)),
    'an ARN in a value': textsIn(sent, 'value').some((one) => one.includes('arn:')),
    'markup from outside': mrkdwnIn(sent).some((one) => /evil|[<>]/.test(one.replaceAll(MENTIONS, ''))),
    'emoji from outside': JSON.stringify(sent).includes('"emoji":true'),
    'a broadcast': JSON.stringify(sent).includes('"type":"broadcast"'),
    'a person from outside': textsIn(sent, 'user_id').some((id) => !/^U0[A-Z0-9]{1,10}$/.test(id) || id === 'U0EVIL'),
    'a link from outside': textsIn(sent, 'url').some((url) => !url.startsWith('https://x.slack.com/')),
    'markup in the notification': text !== undefined && /[<>]/.test(text),
    'a long or empty notification': text !== undefined && (text.length > MAX_EDITED_TEXT || text === ''),
  };
  const refused = checkBlocks(JSON.parse(JSON.stringify(blocks)), { surface });
  return [
    ...Object.entries(found).flatMap(([what, is]) => (is ? [what] : [])),
    ...(refused ? [`${refused.reason} at ${refused.pointer}`] : []),
  ];
}

/** The texts that Slack reads as markup. */
const mrkdwnIn = (blocks: unknown): string[] =>
  [...JSON.stringify(blocks).matchAll(/"type":"mrkdwn","text":("(?:[^"\\]|\\.)*")/g)].map(([, json]) =>
    String(JSON.parse(json ?? '""')),
  );
