import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../deps.js';
import { ask } from './ask.js';
import { askAgain } from './ask-again.js';
import { caseMenu } from './case-menu.js';
import { casesPage } from './cases-page.js';
import { type Click, registerClick } from './click.js';
import { confirmOf } from './confirm.js';
import { exportCase } from './export.js';
import { openQuestionForm } from './form.js';
import { fullNames } from './full-names.js';
import { showHistory } from './history.js';
import { pickSubject } from './pick-subject.js';
import { pickSuspect } from './pick-suspect.js';
import { reopen } from './reopen.js';
import { retryOf } from './retry.js';
import { showTable } from './show-table.js';
import { stop } from './stop.js';
import { registerUnknown } from './unknown.js';

const DEEDS: readonly Click[] = [
  pickSuspect,
  pickSubject,
  showTable,
  fullNames,
  askAgain,
  ask,
  openQuestionForm,
  stop,
  showHistory,
  caseMenu,
  exportCase,
  reopen,
  casesPage,
];

const CONFIRM = confirmOf(DEEDS);

/** Every button and menu. */
export const CLICKS: readonly Click[] = [...DEEDS, CONFIRM, retryOf([...DEEDS, CONFIRM])];

/** Listens to all of them. */
export function registerActions(app: App, deps: ListenerDeps): void {
  for (const click of CLICKS) registerClick(app, deps, click);
  registerUnknown(app, deps, CLICKS);
}
