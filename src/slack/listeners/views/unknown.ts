import type { App, ViewSubmitAction } from '@slack/bolt';
import { UserFacingError } from '../../../errors.js';
import type { ListenerDeps } from '../deps.js';
import { refuseForm, type Submission } from './submission.js';

/** Says so to whoever sends off what none of these reads, instead of leaving the person with Slack's own warning. */
export function registerUnknownForms(app: App, deps: ListenerDeps, submissions: readonly Submission[]): void {
  const known = submissions.map(({ callbackId }) => callbackId).join('|');
  const unknown = new RegExp(`^(?!(?:${known})$)`, 's');
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: unknown }, ({ ack, body }) =>
    refuseForm(deps, { body, ack, what: 'something unknown', refusal: another() }),
  );
}

const another = (): UserFacingError =>
  new UserFacingError('This form is from another version of ir-bot, which I do not know. Close it and open it again.');
