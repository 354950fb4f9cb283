import type { Case } from '../../../investigation/case.js';
import { inWords, type Reply } from '../reply.js';
import type { Command } from './command.js';
import { readCaseNumber } from './read-text.js';

/** `/ir export [number]`: the last answers and the whole history of a case, as files in its thread. */
export const exportCommand: Command = {
  name: 'export',
  usage: 'export [number]',
  says: 'or its answers and history as files.',
  group: 'look',
  run: async ({ cases }, origin, rest) =>
    exportedReply(await cases.exportEvidence(origin, readCaseNumber(rest, '/ir export'))),
};

/** What the person is told who had a case exported. */
export const exportedReply = ({ number }: Case): Reply => inWords(`The files of case ${number} are in its thread.`);
