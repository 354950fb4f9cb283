import { UserFacingError } from '../../../errors.js';
import type { Command } from './command.js';

/** `/ir suspect <arn> [window]`: makes an identity the suspect, and asks what it did. */
export const suspect: Command = {
  name: 'suspect',
  usage: 'suspect <arn> [window]',
  says: 'Make an identity the suspect, and ask what it did.',
  async run({ cases }, origin, [arn, window, ...rest]) {
    if (arn === undefined || rest.length > 0) {
      throw new UserFacingError('Type one ARN after it: /ir suspect arn:aws:iam::111122223333:user/alice');
    }
    await cases.chooseSuspect(origin, arn, window);
    return undefined;
  },
};
