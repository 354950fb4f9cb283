import { ACTIONS, readRetryValue } from '../../blocks/button-value.js';
import { redo } from '../redo.js';
import type { Click } from './click.js';

/** "Ask again" below what went wrong: it is done once more. @param clicks that can be. */
export const retryOf = (clicks: readonly Click[]): Click => ({
  actionId: ACTIONS.retry,
  what: 'once more',
  asks: true,
  closes: true,
  again(value) {
    try {
      return readRetryValue(value);
    } catch {
      return undefined;
    }
  },
  run: async (deps, origin, value) => redo(deps, clicks, origin, readRetryValue(value)),
});
