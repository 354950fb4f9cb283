import type { App, ViewSubmitAction } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { UserFacingError } from '../../../errors.js';
import type { Origin } from '../../../investigation/origin.js';
import type { Clock } from '../../../investigation/ports.js';
import type { Retry } from '../../blocks/button-value.js';
import { type FieldErrors, type Filled, readFilled } from '../../views/filled.js';
import type { FormPlace } from '../../views/form-place.js';
import { messageForm } from '../../views/message-form.js';
import { deliveryIdOf } from '../delivery-id.js';
import type { ListenerDeps } from '../deps.js';
import { inWords, type Reply } from '../reply.js';
import { byEphemeral, byForm, orElse } from '../tell.js';

/** What a form that was sent off asks for. */
export interface Wanted {
  readonly place: FormPlace;
  /** How it is done once more, when it needs a confirmation. */
  readonly retry?: Retry | undefined;
  /** @returns what the person alone is shown, if anything. */
  run(origin: Origin): Promise<Reply | undefined>;
}

/** One kind of form: a file beside this one, and a line in `index.ts`. */
export interface Submission {
  /** Slack's callback id of the form. */
  readonly callbackId: string;
  /** For the log: what was sent off. */
  readonly what: string;
  /**
   * Reads the form without asking anybody, since Slack waits for 3 seconds.
   *
   * @returns what it asks for; `undefined` when `filled` has errors.
   * @throws UserFacingError when the form is of another version.
   */
  read(deps: ListenerDeps, metadata: string, filled: Filled): Wanted | undefined;
}

/** Says at each field what is wrong with it; or does what it asks for, once the form is acknowledged, which closes it. */
export function registerSubmission(app: App, deps: ListenerDeps, submission: Submission): void {
  const { callbackId, what } = submission;
  app.view<ViewSubmitAction>({ type: 'view_submission', callback_id: callbackId }, async ({ ack, body, view }) => {
    const filled = readFilled(view.state.values);
    const read = readable(() => submission.read(deps, view.private_metadata, filled));
    const errors: FieldErrors | undefined = filled.errors();
    if (errors) return ack({ response_action: 'errors', errors: { ...errors } });
    if (read instanceof UserFacingError) return refuseForm(deps, { body, ack, what, refusal: read });
    if (!read) throw new Error(`the form ${callbackId} has neither an error nor anything that it asks for`);
    const { place, retry, run } = read;
    const origin = originOf(body, place, deps.clock);
    const tell = orElse(
      byEphemeral(deps.client, { ...origin, threadTs: place.seenIn }),
      byForm(deps.client, body.trigger_id),
    );
    await deps.guard({ origin, what: `form: ${what}`, retry }, { ack: () => ack(), tell }, async (own) => {
      const shown = await run(own);
      if (shown) await tell(shown);
    });
  });
}

/** What it takes to say of a form that it cannot be read. */
interface Refused {
  readonly body: ViewSubmitAction;
  readonly ack: (said: { response_action: 'update'; view: ModalView }) => Promise<void>;
  readonly what: string;
  readonly refusal: UserFacingError;
}

/** Says in the place of a form why it cannot be read; nobody is told more by it than that, so that anybody may be. */
export const refuseForm = ({ guard, clock }: ListenerDeps, { body, ack, what, refusal }: Refused): Promise<void> =>
  guard(
    { origin: originOf(body, { channelId: '' }, clock), what: `form: ${what}`, isLook: true },
    {
      ack: () => ack({ response_action: 'update', view: messageForm(inWords(refusal.message)) }),
      tell: async () => undefined,
    },
    async () => {
      throw refusal;
    },
  );

function readable<T>(read: () => T): T | UserFacingError {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof UserFacingError) return cause;
    throw cause;
  }
}

const originOf = (
  { team, user, trigger_id: triggerId }: ViewSubmitAction,
  { channelId, threadTs }: FormPlace,
  clock: Clock,
): Origin => ({
  teamId: team?.id ?? user.team_id ?? '',
  channelId,
  userId: user.id,
  at: clock.now().toISOString(),
  deliveryId: deliveryIdOf(triggerId),
  ...(threadTs === undefined ? {} : { threadTs }),
});
