import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../deps.js';
import { registerInvestigate } from './investigate.js';

/** Listens to what the menu of a message offers. */
export function registerShortcuts(app: App, deps: ListenerDeps): void {
  registerInvestigate(app, deps);
}
