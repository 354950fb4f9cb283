import { UserFacingError } from '../../../errors.js';

/** Said where a case is needed and the channel has none. */
export const noCase = (): UserFacingError =>
  new UserFacingError('No case is open in this channel. The first question opens one: /ir authfail');
