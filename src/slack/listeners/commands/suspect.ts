import { UserFacingError } from '../../../errors.js';
import type { Command } from './command.js';
import { readSubjectRequest } from './read-words.js';

/** `/ir suspect <arn|role|key|address> [window]`: makes it the suspect, and asks what it did. */
export const suspect: Command = {
  name: 'suspect',
  asks: true,
  usage: 'suspect <arn|role|key|address> [window]',
  says: 'Make it the suspect, and ask what it did.',
  async run({ cases }, origin, rest) {
    const { subject, window } = readSubjectRequest(rest, '/ir suspect');
    if (!subject) throw new UserFacingError('Type one ARN after it: /ir suspect arn:aws:iam::111122223333:user/alice');
    await cases.chooseSuspect(origin, subject, window);
    return undefined;
  },
};
