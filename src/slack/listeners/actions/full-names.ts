import { ACTIONS, readPlaceValue } from '../../blocks/button-value.js';
import { fullNamesMessage } from '../../blocks/full-names.js';
import type { Click } from './click.js';

/** The identities of an answer's table, in full. */
export const fullNames: Click = {
  actionId: ACTIONS.fullNames,
  what: 'full names',
  asks: false,
  run: async ({ cases }, origin, value) => fullNamesMessage(await cases.fullNames(origin, readPlaceValue(value))),
};
