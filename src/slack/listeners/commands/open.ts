import type { Command } from './command.js';
import { readTitle } from './read-text.js';

/** `/ir open [title]`: begins a case; its card says the rest. */
export const open: Command = {
  name: 'open',
  usage: 'open [title]',
  says: 'Begin a case,',
  group: 'case',
  async run({ cases }, origin, rest) {
    await cases.open(origin, readTitle(rest));
    return undefined;
  },
};
