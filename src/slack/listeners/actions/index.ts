import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../deps.js';
import { ask } from './ask.js';
import { askAgain } from './ask-again.js';
import { type Click, registerClick } from './click.js';
import { confirmOf } from './confirm.js';
import { showHistory } from './history.js';
import { pickSubject } from './pick-subject.js';
import { pickSuspect } from './pick-suspect.js';
import { showTable } from './show-table.js';

const DEEDS: readonly Click[] = [pickSuspect, pickSubject, showTable, askAgain, ask, showHistory];

/** Every button and menu. */
export const CLICKS: readonly Click[] = [...DEEDS, confirmOf(DEEDS)];

/** Listens to all of them. */
export function registerActions(app: App, deps: ListenerDeps): void {
  for (const click of CLICKS) registerClick(app, deps, click);
}
