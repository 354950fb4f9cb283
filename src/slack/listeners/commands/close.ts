import type { Case } from '../../../investigation/case.js';
import { readNote } from '../../views/note.js';
import { inWords, type Reply } from '../reply.js';
import type { Command } from './command.js';
import { unquoted } from './read-text.js';

/** `/ir close [note]`: ends the case, with what came out of it. */
export const close: Command = {
  name: 'close',
  usage: 'close [note]',
  says: 'end it,',
  group: 'case',
  async run({ cases }, origin, rest) {
    const note = unquoted(rest);
    return closedReply(await cases.close(origin, note === '' ? undefined : readNote(note)));
  },
};

/** What the person is told who closed a case. */
export const closedReply = ({ number }: Case): Reply =>
  inWords(`Case ${number} is closed. To go on with it: /ir reopen ${number}`);
