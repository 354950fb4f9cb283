import type { Parts } from '../parts.js';
import { interaction, slackMessage } from '../payloads.js';
import type { ActResult, Person } from '../protocol.js';
import { type Act, DONE, refused } from './act.js';

/**
 * Takes a shortcut from the menu of a message, in any channel: the app gets the message, its texts escaped.
 * https://docs.slack.dev/interactivity/implementing-shortcuts (as of November 2026)
 */
export async function messageShortcut(
  parts: Parts,
  person: Person,
  { callbackId, channelId, ts }: Act<'message_shortcut'>,
): Promise<ActResult> {
  const shortcut = parts.shortcuts.find((known) => known.callbackId === callbackId);
  if (!shortcut) return refused(`There is no shortcut ${callbackId}.`);
  const message = parts.workspace.find(channelId, ts, person.id);
  if (!message) return refused('This message is no longer there.');
  if (message.ephemeralFor !== undefined) return refused('A message that only you see has no shortcuts.');

  const payload = {
    ...interaction('message_action', person, parts.triggers.issue(person.id)),
    callback_id: callbackId,
    action_ts: parts.workspace.nextTs(),
    message_ts: ts,
    channel: { id: channelId, name: parts.workspace.channel(channelId)?.name },
    message: slackMessage(message),
    response_url: parts.responseUrls.issue({ userId: person.id, channelId }),
  };
  const { outcome } = await parts.sockets.deliver('interactive', payload);
  return outcome === 'acknowledged' ? DONE : refused(`${shortcut.name} failed with the error "${outcome}"`);
}
