import type { App } from '@slack/bolt';
import type { Origin } from '../../../investigation/origin.js';
import { nearest } from '../../../nearest.js';
import { shortened } from '../../../text.js';
import type { Retry } from '../../blocks/button-value.js';
import { deliveryIdOf } from '../delivery-id.js';
import type { ListenerDeps } from '../deps.js';
import type { Reply } from '../reply.js';
import { byResponseUrl } from '../tell.js';
import { about } from './about.js';
import { ask } from './ask.js';
import { budget } from './budget.js';
import { cases } from './cases.js';
import { close } from './close.js';
import type { Command } from './command.js';
import { detections } from './detections.js';
import { doctor } from './doctor.js';
import { exportCommand } from './export.js';
import { helpOf } from './help.js';
import { history } from './history.js';
import { note } from './note.js';
import { open } from './open.js';
import { readQuestion, unknownQuestion } from './question.js';
import { isTooLong, readTyped } from './read-words.js';
import { reopen } from './reopen.js';
import { run } from './run.js';
import { status } from './status.js';
import { suspect } from './suspect.js';
import { window } from './window.js';

/** Every word after `/ir` that is no question of the catalogue, but for `about`, which takes more than a window. In the order of the help. */
export const COMMANDS: readonly Command[] = [
  suspect,
  about,
  run,
  ask,
  detections,
  open,
  note,
  close,
  reopen,
  status,
  cases,
  history,
  exportCommand,
  window,
  budget,
  doctor,
  helpOf(() => COMMANDS),
];

/** The slash command itself, as in manifest.yml. */
export const SLASH_COMMAND = '/ir';

/** A word with so many wrong letters may still be meant as another. */
const MAX_WRONG_LETTERS = 2;

/** `/ir …`: kept and acknowledged at once, since Slack gives up after 3 seconds; then read and done. */
export function registerCommands(app: App, deps: ListenerDeps): void {
  app.command(SLASH_COMMAND, async ({ ack, command, respond }) => {
    const { text } = command;
    const origin = {
      teamId: command.team_id,
      channelId: command.channel_id,
      userId: command.user_id,
      at: deps.clock.now().toISOString(),
      deliveryId: deliveryIdOf(command.trigger_id),
    };
    const what = shortened(`${SLASH_COMMAND} ${text}`, 200);
    const tell = byResponseUrl(respond);
    await deps.guard({ origin, what, retry: retryOf(text) }, { ack, tell }, async (own) => {
      const shown = await runCommand(deps, own, text, command.trigger_id);
      if (shown) await tell(shown);
    });
  });
}

/**
 * Reads and does what was typed after `/ir`, or behind a mention of the bot.
 *
 * @param triggerId with which Slack opens a form, for 3 seconds; `undefined` where it gives none.
 * @returns what the person alone is shown, if anything.
 */
export async function runCommand(
  deps: ListenerDeps,
  origin: Origin,
  text: string,
  triggerId?: string,
): Promise<Reply | undefined> {
  const { name, rest } = readTyped(text);
  const command = COMMANDS.find((known) => known.name === (name || 'help'));
  if (command) return command.run(deps, origin, rest, triggerId);
  const question = readQuestion(deps.catalogue, name, rest);
  if (!question) throw unknownQuestion(shortened(name, 60), meantBy(name, deps));
  await deps.cases.ask(origin, question);
  return undefined;
}

/** How it is asked once more, where it asks CloudTrail: every word that is no command may be a question. */
export function retryOf(text: string): Retry | undefined {
  if (isTooLong(text)) return undefined;
  const { name } = readTyped(text);
  const command = COMMANDS.find((known) => known.name === (name || 'help'));
  return command && !command.asks ? undefined : { kind: 'command', text };
}

/** The known word that somebody may have meant, if there is one. */
function meantBy(name: string, { catalogue }: ListenerDeps): string | undefined {
  const known = [...COMMANDS.map((command) => command.name), ...catalogue.detections.keys(), ...catalogue.views.keys()];
  const close = nearest(shortened(name, 60), known);
  return close && close.letters <= Math.min(MAX_WRONG_LETTERS, Math.floor(name.length / 2)) ? close.word : undefined;
}
