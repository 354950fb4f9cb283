import { ACTIONS, readPlaceValue } from '../../blocks/button-value.js';
import type { Click } from './click.js';

/** An answer whose question is asked once more. */
export const askAgain: Click = {
  actionId: ACTIONS.askAgain,
  what: 'ask again',
  asks: true,
  async run({ cases }, origin, value) {
    await cases.askAgain(origin, readPlaceValue(value));
    return undefined;
  },
};
