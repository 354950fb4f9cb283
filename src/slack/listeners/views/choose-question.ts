import type { App, BlockAction, StaticSelectAction } from '@slack/bolt';
import { codeOf } from '../../refusals.js';
import { CHOOSE_QUESTION } from '../../views/callback-ids.js';
import { readPlace } from '../../views/form-place.js';
import { questionForm } from '../../views/question-form.js';
import { chosenValue } from '../actions/click.js';
import type { ListenerDeps } from '../deps.js';
import { byForm } from '../tell.js';

/** A question is chosen in the question form: the form shows its fields. */
export function registerChooseQuestion(app: App, deps: ListenerDeps): void {
  const { client, catalogue } = deps;
  app.action<BlockAction<StaticSelectAction>>(
    { type: 'block_actions', action_id: CHOOSE_QUESTION },
    async ({ ack, body }) => {
      const { view, user, team, trigger_id: deliveryId } = body;
      if (!view) return ack();
      const chosen = chosenValue(body);
      const origin = {
        teamId: team?.id ?? user.team_id ?? '',
        channelId: channelIn(view),
        userId: user.id,
        deliveryId,
      };
      const doing = { origin, what: 'choose a question', isLook: true } as const;
      await deps.guard(doing, { ack, tell: byForm(client, deliveryId) }, async () => {
        const place = readPlace(view.private_metadata);
        await client.views
          .update({ view_id: view.id, hash: view.hash, view: questionForm({ catalogue, place, chosen }) })
          .catch((cause: unknown) => {
            // The person has chosen again meanwhile, which is answered by itself.
            if (codeOf(cause) !== 'hash_conflict') throw cause;
          });
      });
    },
  );
}

/** The channel that a form is about: it is checked as that of any click is. Of a form that cannot be read, none. */
function channelIn({ private_metadata: metadata }: { readonly private_metadata: string }): string {
  try {
    return readPlace(metadata).channelId;
  } catch {
    return '';
  }
}
