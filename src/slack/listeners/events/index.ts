import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../deps.js';
import { registerHomeOpened } from './home-opened.js';
import { registerMention } from './mention.js';

/** Listens to what Slack tells unasked: mentions of the bot, and looks at its Home tab. */
export function registerEvents(app: App, deps: ListenerDeps): void {
  registerMention(app, deps);
  registerHomeOpened(app, deps);
}
