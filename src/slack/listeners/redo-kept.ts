import { UserFacingError } from '../../errors.js';
import { CLICKS } from './actions/index.js';
import type { Receipt } from './deliveries.js';
import type { ListenerDeps } from './deps.js';
import type { Kept } from './kept-request.js';
import { redo } from './redo.js';
import { byEphemeral } from './tell.js';

const LATE =
  'What you asked over an hour ago could not be asked: I was not running, or something was down. Ask again, if you still want it.';

/** Asks what a bot had taken in and was killed over. The person, if there is something to tell, is told in the channel. */
export function redoKept(deps: ListenerDeps, { origin, retry }: Kept, receipt: Receipt): Promise<void> {
  const tell = byEphemeral(deps.client, origin);
  return deps.guard({ origin, what: 'a request that was left alone', retry }, { tell, receipt }, async (own) => {
    if (receipt.isLate()) throw new UserFacingError(LATE);
    const shown = await redo(deps, CLICKS, own, retry);
    if (shown) await tell(shown);
  });
}
