import { ACTIONS, readCaseValue } from '../../blocks/button-value.js';
import { reopenedReply } from '../commands/reopen.js';
import type { Click } from './click.js';

/** A closed case, from its card: it goes on. */
export const reopen: Click = {
  actionId: ACTIONS.reopen,
  what: 'reopen',
  asks: false,
  async run({ cases }, origin, value) {
    const { number } = await cases.openCaseById(origin, readCaseValue(value));
    return reopenedReply(await cases.reopen(origin, number));
  },
};
