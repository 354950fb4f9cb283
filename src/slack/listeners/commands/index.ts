import type { App } from '@slack/bolt';
import { UserFacingError } from '../../../errors.js';
import type { Origin } from '../../../investigation/origin.js';
import { looksLikeWindow } from '../../../investigation/window.js';
import type { Rendered } from '../../blocks/answer.js';
import { shortened } from '../../blocks/text.js';
import type { ListenerDeps } from '../deps.js';
import type { Command } from './command.js';
import { helpOf } from './help.js';
import { history } from './history.js';
import { status } from './status.js';
import { suspect } from './suspect.js';

/** Every word after `/ir` that is no question of the catalogue. */
export const COMMANDS: readonly Command[] = [suspect, history, status, helpOf(() => COMMANDS)];

/** The slash command itself, as in manifest.yml. */
export const SLASH_COMMAND = '/ir';

/** `/ir …`: acknowledged at once, since Slack gives up after 3 seconds; then read and done. */
export function registerCommands(app: App, deps: ListenerDeps): void {
  app.command(SLASH_COMMAND, async ({ ack, command, respond }) => {
    await ack();
    const origin = {
      teamId: command.team_id,
      channelId: command.channel_id,
      userId: command.user_id,
      deliveryId: command.trigger_id,
    };
    const doing = {
      userId: origin.userId,
      channelId: origin.channelId,
      what: shortened(`${SLASH_COMMAND} ${command.text}`, 200),
    };
    await deps.guard(doing, respond, async () => {
      const shown = await runCommand(deps, origin, command.text);
      if (shown) await respond({ response_type: 'ephemeral', ...shown });
    });
  });
}

/** Reads and does what was typed after `/ir`. */
async function runCommand(deps: ListenerDeps, origin: Origin, text: string): Promise<Rendered | undefined> {
  const [name = 'help', ...words] = text.trim().split(/\s+/).filter(Boolean);
  const command = COMMANDS.find((known) => known.name === name.toLowerCase());
  if (command) return command.run(deps, origin, words);
  const detection = deps.catalogue.get(name.toLowerCase());
  if (!detection) {
    throw new UserFacingError(
      `"${shortened(name, 60)}" is not something I know. Type /ir help to see what can be asked.`,
    );
  }
  const [window, ...rest] = words;
  if (rest.length > 0 || (window !== undefined && !looksLikeWindow(window))) {
    throw new UserFacingError(
      `After ${detection.id} comes a window or nothing, not "${shortened(words.join(' '), 60)}". Try /ir ${detection.id} 24h.`,
    );
  }
  await deps.cases.ask(origin, { detection: detection.id, window });
  return undefined;
}
