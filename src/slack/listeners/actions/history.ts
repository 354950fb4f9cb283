import type { Origin } from '../../../investigation/origin.js';
import { ACTIONS, readCaseValue } from '../../blocks/button-value.js';
import { history } from '../commands/history.js';
import type { ListenerDeps } from '../deps.js';
import type { Reply } from '../reply.js';
import type { Click } from './click.js';

/** The value of the button on cards of an older version: the case that the card is of. */
const OPEN = 'open';

/** The history, from the case card. */
export const showHistory: Click = {
  actionId: ACTIONS.history,
  what: 'history',
  asks: false,
  run: async (deps, origin, value) =>
    value === OPEN ? history.run(deps, origin, '') : historyReply(deps, origin, readCaseValue(value)),
};

/** The history of a case of this channel. @throws UserFacingError when it is none. */
export async function historyReply(deps: ListenerDeps, origin: Origin, caseId: string): Promise<Reply | undefined> {
  const { number } = await deps.cases.openCaseById(origin, caseId);
  return history.run(deps, origin, String(number));
}
