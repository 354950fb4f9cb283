import type { Parts } from '../parts.js';
import type { ActResult, PageAct } from '../protocol.js';
import { blockAction } from './block-action.js';
import { homeOpened } from './home-opened.js';
import { messageShortcut } from './message-shortcut.js';
import { say } from './say.js';
import { slashCommand } from './slash-command.js';
import { viewClosed, viewSubmission } from './view-acts.js';

/** Does what a person did on the page: tells the app, and gives back what the person has to know. */
export function perform(parts: Parts, act: PageAct): Promise<ActResult> {
  const person = parts.workspace.person(act.as);
  if (!person) return Promise.resolve({ ok: false, error: `There is no person ${act.as}.` });
  switch (act.type) {
    case 'slash_command':
      return slashCommand(parts, person, act);
    case 'message':
      return say(parts, person, act);
    case 'block_action':
      return blockAction(parts, person, act);
    case 'view_submission':
      return viewSubmission(parts, person, act);
    case 'view_closed':
      return viewClosed(parts, person, act);
    case 'home_opened':
      return homeOpened(parts, person);
    case 'message_shortcut':
      return messageShortcut(parts, person, act);
  }
}
