import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../deps.js';
import { registerAsk } from './ask.js';
import { registerHistory } from './history.js';
import { registerPickSuspect } from './pick-suspect.js';

/** Buttons and menus. */
export function registerActions(app: App, deps: ListenerDeps): void {
  registerPickSuspect(app, deps);
  registerAsk(app, deps);
  registerHistory(app, deps);
}
