import { ACTIONS, readPickValue } from '../../blocks/button-value.js';
import type { Click } from './click.js';

/** A key, an address, a user agent or a role of an answer: what it did is asked; the suspect stays. */
export const pickSubject: Click = {
  actionId: ACTIONS.pickSubject,
  what: 'a key, an address, an agent or a role',
  asks: true,
  async run({ cases }, origin, value) {
    await cases.pickSubject(origin, readPickValue(value));
    return undefined;
  },
};
