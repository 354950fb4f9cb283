import type { App, MessageShortcut } from '@slack/bolt';
import type { Origin } from '../../../investigation/origin.js';
import { formPlace } from '../../views/form-place.js';
import { investigateForm } from '../../views/investigate-form.js';
import { deliveryIdOf } from '../delivery-id.js';
import type { ListenerDeps } from '../deps.js';
import { openForm } from '../open-form.js';
import { byResponseUrl } from '../tell.js';
import { findSubjects } from './find-subjects.js';

/** Slack's callback id of the message shortcut, as in manifest.yml. */
export const INVESTIGATE = 'ir:investigate:v1';

/** "Investigate" in the menu of a message: a form with what the message names. */
export function registerInvestigate(app: App, deps: ListenerDeps): void {
  app.shortcut<MessageShortcut>(
    { type: 'message_action', callback_id: INVESTIGATE },
    async ({ ack, shortcut, respond }) => {
      const { team, user, channel, message, trigger_id: triggerId } = shortcut;
      const inThread: unknown = message.thread_ts;
      const threadTs = typeof inThread === 'string' ? inThread : message.ts;
      const origin: Origin = {
        teamId: team?.id ?? user.team_id ?? '',
        channelId: channel.id,
        userId: user.id,
        deliveryId: deliveryIdOf(triggerId),
        threadTs,
      };
      const seenIn = threadTs === message.ts ? undefined : threadTs;
      const tell = byResponseUrl(respond, seenIn);
      await deps.guard({ origin, what: 'investigate a message', isLook: true }, { ack, tell }, async () => {
        const place = formPlace(origin, await deps.cases.status(origin), seenIn);
        await openForm(deps, triggerId, investigateForm(place, findSubjects(message)));
      });
    },
  );
}
