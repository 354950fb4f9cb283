import type { Case } from '../../../investigation/case.js';
import { inWords, type Reply } from '../reply.js';
import type { Command } from './command.js';
import { readCaseNumber } from './read-text.js';

/** `/ir reopen [number]`: goes on with a closed case. */
export const reopen: Command = {
  name: 'reopen',
  usage: 'reopen [number]',
  says: 'or go on with one that has ended.',
  group: 'case',
  run: async ({ cases }, origin, rest) => reopenedReply(await cases.reopen(origin, readCaseNumber(rest, '/ir reopen'))),
};

/** What the person is told who reopened a case. */
export const reopenedReply = ({ number }: Case): Reply => inWords(`Case ${number} is open again.`);
