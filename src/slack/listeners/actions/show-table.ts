import { ACTIONS, readPlaceValue } from '../../blocks/button-value.js';
import type { Click } from './click.js';

/** A table of an answer that is there already: it comes into the thread. */
export const showTable: Click = {
  actionId: ACTIONS.showTable,
  what: 'a table',
  asks: false,
  async run({ cases }, origin, value) {
    await cases.showTable(origin, readPlaceValue(value));
    return undefined;
  },
};
