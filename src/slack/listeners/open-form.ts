import type { ModalView } from '@slack/types';
import { UserFacingError } from '../../errors.js';
import { isClosed } from '../../investigation/cases.js';
import type { Origin } from '../../investigation/origin.js';
import { codeOf } from '../refusals.js';
import { type FormPlace, formPlace } from '../views/form-place.js';
import type { ListenerDeps } from './deps.js';

/** What Slack says when more than 3 seconds went by. https://docs.slack.dev/interactivity/handling-user-interaction (as of November 2026) */
const TOO_LATE: readonly (string | undefined)[] = ['expired_trigger_id', 'exchanged_trigger_id'];

/**
 * Opens a form for a person.
 *
 * @param triggerId with which Slack lets it be opened, for 3 seconds; `undefined` where Slack gave none.
 * @throws UserFacingError when Slack does not let it be opened.
 */
export async function openForm(
  { client }: Pick<ListenerDeps, 'client'>,
  triggerId: string | undefined,
  view: ModalView,
): Promise<void> {
  if (triggerId === undefined) {
    throw new UserFacingError('Slack opens no form from here. Click "Ask …" on the card of the case.');
  }
  try {
    await client.views.open({ trigger_id: triggerId, view });
  } catch (cause) {
    if (!TOO_LATE.includes(codeOf(cause))) throw cause;
    throw new UserFacingError('Slack waits 3 seconds for a form, and I took longer. Try again.', { cause });
  }
}

/** Where a form about a case is opened. @throws UserFacingError when it is no open case of this channel. */
export async function placeOfCase({ cases }: ListenerDeps, origin: Origin, caseId: string): Promise<FormPlace> {
  const investigation = await cases.openCaseById(origin, caseId);
  if (investigation.status === 'closed') throw isClosed(investigation);
  return formPlace(origin, investigation);
}
