import { helpMessage } from '../../blocks/help.js';
import type { Command } from './command.js';

/** `/ir help`: what can be typed. The list of commands is given, since this one is in it. */
export const helpOf = (commands: () => readonly Command[]): Command => ({
  name: 'help',
  usage: 'help',
  says: 'Show this.',
  run: async ({ catalogue }) => helpMessage(catalogue, commands()),
});
