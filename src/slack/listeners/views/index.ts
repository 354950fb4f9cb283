import type { App } from '@slack/bolt';
import type { ListenerDeps } from '../deps.js';
import { registerChooseQuestion } from './choose-question.js';
import { closeSubmission } from './close.js';
import { investigateSubmission } from './investigate.js';
import { noteSubmission } from './note.js';
import { questionSubmission } from './question.js';
import { registerSubmission, type Submission } from './submission.js';
import { registerUnknownForms } from './unknown.js';
import { windowSubmission } from './window.js';

/** Every form that can be sent off. */
export const SUBMISSIONS: readonly Submission[] = [
  questionSubmission,
  investigateSubmission,
  windowSubmission,
  noteSubmission,
  closeSubmission,
];

/** Listens to all of them, and to the choice of a question in the question form. */
export function registerViews(app: App, deps: ListenerDeps): void {
  for (const submission of SUBMISSIONS) registerSubmission(app, deps, submission);
  registerChooseQuestion(app, deps);
  registerUnknownForms(app, deps, SUBMISSIONS);
}
