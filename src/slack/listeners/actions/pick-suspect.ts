import { ACTIONS, readPickValue } from '../../blocks/button-value.js';
import type { Click } from './click.js';

/** An identity of an answer: it becomes the suspect, and what it did is asked. */
export const pickSuspect: Click = {
  actionId: ACTIONS.pickSuspect,
  what: 'an identity',
  asks: true,
  async run({ cases }, origin, value) {
    await cases.pickSuspect(origin, readPickValue(value));
    return undefined;
  },
};
