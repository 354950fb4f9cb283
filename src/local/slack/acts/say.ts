import { tellEvent } from '../events.js';
import type { Parts } from '../parts.js';
import { LOCAL_BOT, LOCAL_TEAM } from '../people.js';
import type { ActResult, Person } from '../protocol.js';
import { type Act, DONE, refused } from './act.js';

const MENTION = `<@${LOCAL_BOT.id}>`;

/** Says something as a person. When the bot is in the channel and is mentioned, the app gets `app_mention`. */
export async function say(parts: Parts, person: Person, act: Act<'message'>): Promise<ActResult> {
  const channel = parts.workspace.channel(act.channelId);
  if (!channel) return refused(`There is no channel ${act.channelId}.`);
  if (!act.text.trim()) return refused('There is nothing to say.');
  const parent = act.threadTs === undefined ? undefined : parts.workspace.find(channel.id, act.threadTs);
  if (act.threadTs !== undefined && !parent) return refused('The message of this thread was deleted.');

  const text = asClientsSend(act.text, parts.workspace.people);
  const { ts, threadTs } = parts.workspace.post({
    channelId: channel.id,
    userId: person.id,
    text,
    threadTs: parent?.threadTs ?? parent?.ts,
  });
  if (!channel.hasBot || !text.includes(MENTION)) return DONE;

  tellEvent(parts, {
    type: 'app_mention',
    user: person.id,
    text,
    ts,
    ...(threadTs !== undefined && { thread_ts: threadTs }),
    team: LOCAL_TEAM.id,
    channel: channel.id,
    event_ts: ts,
  });
  return DONE;
}

/** Slack's clients send `@name` as a mention when there is such a person, and everything else as text that is not markup. */
function asClientsSend(typed: string, people: readonly Pick<Person, 'id' | 'name'>[]): string {
  const everybody = [LOCAL_BOT, ...people];
  const named = everybody.reduce((text, { id, name }) => text.replaceAll(`<@${id}>`, `@${name}`), typed);
  const escaped = named.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  return escaped.replace(/(?<![\w.])@([\w-]+)/g, (written, name: string) => {
    const mentioned = everybody.find((one) => one.name === name);
    return mentioned ? `<@${mentioned.id}>` : written;
  });
}
