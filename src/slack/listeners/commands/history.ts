import { noCase } from '../../../investigation/cases.js';
import { historyMessage } from '../../blocks/history.js';
import type { Command } from './command.js';
import { readCaseNumber } from './read-text.js';

/** `/ir history [number]`: who asked what, about whom, when, and what came out. */
export const history: Command = {
  name: 'history',
  usage: 'history [number]',
  says: 'who asked what and what came out,',
  group: 'look',
  async run({ cases, catalogue }, origin, rest) {
    const found = await cases.history(origin, readCaseNumber(rest, '/ir history'));
    if (!found) throw noCase();
    return historyMessage(found, catalogue);
  },
};
