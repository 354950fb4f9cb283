import { checkBlocks } from '../../../src/local/slack/block-kit/check-blocks.js';

/** What Slack would have against these blocks in a message, once they are sent; `undefined` when nothing. */
export const refusalOf = (blocks: readonly unknown[]) =>
  checkBlocks(JSON.parse(JSON.stringify(blocks)), { surface: 'message' });
