import type { App, BlockAction } from '@slack/bolt';
import { UserFacingError } from '../../../errors.js';
import { CHOOSE_QUESTION } from '../../views/callback-ids.js';
import type { ListenerDeps } from '../deps.js';
import { type Click, clickOn, idsOf } from './click.js';

/** What nobody listens to: buttons of a version that no longer is, or made up. */
const UNKNOWN: Omit<Click, 'actionId'> = {
  what: 'something unknown',
  asks: false,
  worksInHome: true,
  async run() {
    throw new UserFacingError(
      'This button is from another version of ir-bot, which I do not know. Ask the question again.',
    );
  },
};

/** Says so to whoever clicks what none of these listens to, instead of leaving the person with Slack's own warning. */
export function registerUnknown(app: App, deps: ListenerDeps, clicks: readonly Click[]): void {
  const known = [...clicks.map(idsOf), `${CHOOSE_QUESTION}$`].join('|');
  const unknown = new RegExp(`^(?!${known})`, 's');
  app.action<BlockAction>({ type: 'block_actions', action_id: unknown }, clickOn(deps, { ...UNKNOWN, actionId: '' }));
}
