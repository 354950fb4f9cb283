import { UserFacingError } from '../../../errors.js';
import { ACTIONS, readRetryValue } from '../../blocks/button-value.js';
import { runCommand } from '../commands/index.js';
import { type Click, isOf } from './click.js';

/** "Ask anyway": what needed a confirmation is done once more, with it. @param clicks that can be confirmed. */
export const confirmOf = (clicks: readonly Click[]): Click => ({
  actionId: ACTIONS.confirm,
  what: 'a confirmation',
  asks: false,
  closes: true,
  async run(deps, origin, value) {
    const retry = readRetryValue(value);
    const confirmed = { ...origin, isConfirmed: true };
    if (retry.kind === 'command') return runCommand(deps, confirmed, retry.text);
    const click = clicks.find((one) => one.asks && isOf(one, retry.actionId));
    if (!click) throw new UserFacingError('This button confirms nothing that I can ask. Ask the question again.');
    return click.run(deps, confirmed, retry.value);
  },
});
