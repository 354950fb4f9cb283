import { escaped, shortened, visible } from '../../text.js';
import type { Rendered } from '../blocks/message.js';

/** What the person who asked is shown, and nobody else: a message, or a few words of `mrkdwn`. */
export type Reply = Pick<Rendered, 'text'> & Partial<Rendered>;

/** Plain words, in which nothing becomes a link or a mention. */
export const inWords = (text: string): Reply => ({ text: escaped(shortened(visible(text), MAX_WORDS)) });

/** Nobody reads more, and Slack takes no more of some texts. https://docs.slack.dev/reference/block-kit/blocks/section-block (as of November 2026) */
const MAX_WORDS = 3_000;
