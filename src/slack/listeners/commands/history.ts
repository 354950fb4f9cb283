import { historyMessage } from '../../blocks/history.js';
import type { Command } from './command.js';
import { noCase } from './no-case.js';

/** `/ir history`: who asked what, about whom, when, and what came out. */
export const history: Command = {
  name: 'history',
  usage: 'history',
  says: 'Show who asked what, about whom, when, and what came out.',
  async run({ cases, catalogue }, origin) {
    const found = await cases.history(origin);
    if (!found) throw noCase();
    return historyMessage(found, catalogue);
  },
};
