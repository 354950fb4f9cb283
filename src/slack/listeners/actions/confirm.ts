import { ACTIONS, readRetryValue } from '../../blocks/button-value.js';
import { redo } from '../redo.js';
import type { Click } from './click.js';

/** "Ask anyway": what needed a confirmation is done once more, with it. @param clicks that can be confirmed. */
export const confirmOf = (clicks: readonly Click[]): Click => ({
  actionId: ACTIONS.confirm,
  what: 'a confirmation',
  asks: true,
  closes: true,
  run: async (deps, origin, value) => redo(deps, clicks, { ...origin, isConfirmed: true }, readRetryValue(value)),
});
