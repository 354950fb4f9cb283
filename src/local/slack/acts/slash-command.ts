import type { Parts } from '../parts.js';
import { commandPayload } from '../payloads.js';
import type { ActResult, Person } from '../protocol.js';
import { answerArgs } from '../response-urls.js';
import { SlackError } from '../slack-error.js';
import { type Act, DONE, refused } from './act.js';

/** Sends a command to the app. Slack takes none in a thread, so the act has no place for one. */
export async function slashCommand(
  parts: Parts,
  person: Person,
  { channelId, text: typed }: Act<'slash_command'>,
): Promise<ActResult> {
  const channel = parts.workspace.channel(channelId);
  if (!channel) return refused(`There is no channel ${channelId}.`);

  const [, command = '', text = ''] = /^(\S*)\s*(.*)$/s.exec(typed.trim()) ?? [];
  if (!parts.commands.some((known) => known.command === command)) return refused(`${command} is not a valid command.`);

  const target = { userId: person.id, channelId: channel.id };
  const responseUrl = parts.responseUrls.issue(target);
  const triggerId = parts.triggers.issue(person.id);
  const payload = commandPayload({ command, text, person, channel, responseUrl, triggerId });
  const delivery = await parts.sockets.deliver('slash_commands', payload);
  if (delivery.outcome !== 'acknowledged') return refused(`${command} failed with the error "${delivery.outcome}"`);

  const answer = answerArgs.safeParse(delivery.payload);
  if (!answer.success || (!answer.data.text && answer.data.blocks === undefined)) return DONE;
  try {
    parts.responseUrls.answer(target, answer.data);
    return DONE;
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    parts.log(`the answer in an acknowledgement of ${command} was refused: ${error.message}`);
    return refused(`${command} failed with the error "${error.error}"`);
  }
}
