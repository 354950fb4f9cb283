import { ACTIONS, readPlaceValue } from '../../blocks/button-value.js';
import type { Click } from './click.js';

/** A running question: it is stopped, and its query, for everybody to see. */
export const stop: Click = {
  actionId: ACTIONS.stop,
  what: 'stop',
  asks: false,
  async run({ cases }, origin, value) {
    await cases.stop(origin, readPlaceValue(value));
    return undefined;
  },
};
