import { ACTIONS } from '../../blocks/button-value.js';
import { history } from '../commands/history.js';
import type { Click } from './click.js';

/** The history, from the case card. */
export const showHistory: Click = {
  actionId: ACTIONS.history,
  what: 'history',
  asks: false,
  run: (deps, origin) => history.run(deps, origin, ''),
};
