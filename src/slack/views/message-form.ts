import type { AnyBlock, ModalView } from '@slack/types';
import { shortened } from '../../text.js';
import { MAX_SECTION } from '../blocks/limits.js';
import { plain } from './fields.js';

/**
 * What a person is told in a modal, where no message reaches that person. Buttons are left out: they need a channel.
 *
 * @param reply a message, whose text is `mrkdwn`.
 */
export const messageForm = ({ text, blocks }: { readonly text: string; readonly blocks?: AnyBlock[] }): ModalView => ({
  type: 'modal',
  title: plain('ir-bot'),
  close: plain('Close'),
  blocks: blocks?.filter(({ type }) => type !== 'actions') ?? [
    { type: 'section', text: { type: 'mrkdwn', text: shortened(text, MAX_SECTION), verbatim: true } },
  ],
});
