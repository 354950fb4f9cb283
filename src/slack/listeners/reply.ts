import { escaped, visible } from '../../text.js';
import type { Rendered } from '../blocks/message.js';

/** What the person who asked is shown, and nobody else: a message, or a few words of `mrkdwn`. */
export type Reply = Pick<Rendered, 'text'> & Partial<Rendered>;

/** Plain words, in which nothing becomes a link or a mention. */
export const inWords = (text: string): Reply => ({ text: escaped(visible(text)) });
