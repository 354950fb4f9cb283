import type { Case } from '../../../investigation/case.js';
import { readNote } from '../../views/note.js';
import { inWords, type Reply } from '../reply.js';
import type { Command } from './command.js';
import { unquoted } from './read-text.js';

/** `/ir note <text>`: keeps it in the history, where the team reads it. */
export const note: Command = {
  name: 'note',
  usage: 'note <text>',
  says: 'keep a note in its history,',
  group: 'case',
  run: async ({ cases }, origin, rest) => notedReply(await cases.note(origin, readNote(unquoted(rest)))),
};

/** What the person is told who added a note. */
export const notedReply = ({ number }: Case): Reply => inWords(`Your note is in the history of case ${number}.`);
