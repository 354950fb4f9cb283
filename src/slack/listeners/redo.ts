import { UserFacingError } from '../../errors.js';
import type { Origin } from '../../investigation/origin.js';
import type { Retry } from '../blocks/button-value.js';
import { type Click, isOf } from './actions/click.js';
import { retryOf, runCommand } from './commands/index.js';
import type { ListenerDeps } from './deps.js';
import type { Reply } from './reply.js';

/**
 * Asks once more what a person asked.
 *
 * @param clicks that can be done again.
 * @returns what the person alone is shown, if anything.
 */
export async function redo(
  deps: ListenerDeps,
  clicks: readonly Click[],
  origin: Origin,
  retry: Retry,
): Promise<Reply | undefined> {
  if (retry.kind === 'command' && retryOf(retry.text)) return runCommand(deps, origin, retry.text);
  const click = retry.kind === 'action' && clicks.find((one) => one.asks && isOf(one, retry.actionId));
  // Only what asks is done by such a button: nothing is closed or noted by one.
  if (!click) throw new UserFacingError('This button does nothing that I can do again. Ask the question again.');
  return click.run(deps, origin, retry.value);
}
