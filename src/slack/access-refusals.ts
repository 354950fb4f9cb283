import { codeOf } from './refusals.js';

/** Why somebody may not use the bot. */
export interface Refusal {
  readonly isAllowed: false;
  /** What the person is told, and can do: our own words, as `mrkdwn`. */
  readonly told: string;
  /** For the log, with what whoever manages the app can do. */
  readonly reason: string;
  /** Where Slack did not say what had to be known. */
  readonly cause?: unknown;
}

/** Something that Slack is asked before anybody is let in. */
export interface AskedOfSlack {
  /** To follow on "I cannot find out". */
  readonly what: string;
  /** What the app needs to be answered. */
  readonly scopes: readonly string[];
}

const refusal = (reason: string, told: string): Refusal => ({ isAllowed: false, told, reason });

/** More names than these are no help. */
const MAX_NAMES = 5;
const anyOf = (names: readonly string[]): string => names.slice(0, MAX_NAMES).join(' or ');

/** Of somebody who is not listed, nor in a listed group. */
export const notListed = (users: readonly string[], groups: readonly string[]): Refusal => {
  const named = [...users.map((user) => `<@${user}>`), ...groups.map((group) => `<!subteam^${group}>`)];
  return refusal('not a responder', `You are not on the responders' list of ir-bot. Ask ${anyOf(named)}.`);
};

/** Of a channel that is not among those that the bot works in. */
export const notHere = (channels: readonly string[]): Refusal =>
  refusal(
    'not a channel of IR_CHANNELS',
    `I do not work in this channel. Ask in ${anyOf(channels.map((channel) => `<#${channel}>`))}.`,
  );

/** Of messages between persons. */
export const NOT_A_CHANNEL = refusal(
  'a direct message',
  'I work in channels, where the team sees what is found. Ask in the incident channel.',
);

/** Of a private channel that the bot was not invited to. */
const NOT_INVITED = refusal(
  'not in the channel',
  'I am not in this channel. Type /invite @ir-bot here, then ask again.',
);

/** Of a channel that others read, too. @param how to follow on "this channel". */
export const sharedChannel = (how: string): Refusal =>
  refusal(
    `the channel ${how}`,
    `This channel ${how}, and AWS logs are for our own workspace alone. Ask in a channel that nobody else is in.`,
  );

/** Of the people of other workspaces. */
export const ofAnotherWorkspace = (reason: string): Refusal =>
  refusal(
    reason,
    'You belong to another workspace than I do, and I answer to the people of my own. Ask one of them to ask for you.',
  );

/** Of guests, single-channel guests among them. */
export const GUEST = refusal(
  'a guest',
  "Guests cannot use ir-bot, not even those on its responders' list. Ask a full member of the workspace to ask for you.",
);

/** Of apps and workflows. */
export const BOT = refusal('a bot', 'I answer to people, not to apps and workflows. Ask yourself.');

/** Of accounts that were closed. */
export const DEACTIVATED = refusal(
  'a deactivated account',
  'This account is deactivated. Ask from the one that you use now.',
);

/** What Slack says again until somebody does something about it. */
const UNTIL_MENDED: Readonly<Record<string, (scopes: readonly string[]) => { found: string; advice: string }>> = {
  missing_scope: (scopes) => ({
    found: `the app lacks the Slack ${scopes.length === 1 ? 'scope' : 'scopes'} ${scopes.join(' and ')}`,
    advice: 'add what is in manifest.yml and install it again',
  }),
  plan_upgrade_required: () => ({
    found: "the workspace's plan has no user groups",
    advice: 'list user ids in IR_RESPONDERS instead',
  }),
  no_such_subteam: () => ({
    found: 'there is no such user group',
    advice: 'correct its id in IR_RESPONDERS',
  }),
};

/** Whether Slack would say the same again a moment later. */
export const isLasting = (cause: unknown): boolean => (codeOf(cause) ?? '') in UNTIL_MENDED;

/** Where Slack did not say what has to be known: nobody is let in. */
export function notFoundOut({ what, scopes }: AskedOfSlack, cause: unknown): Refusal {
  const code = codeOf(cause) ?? '';
  if (code === 'channel_not_found') return NOT_INVITED;
  if (code === 'user_not_found' || code === 'user_not_visible') {
    return ofAnotherWorkspace('nobody of the workspace');
  }
  const unable = `I cannot find out ${what}`;
  const toMend = UNTIL_MENDED[code]?.(scopes);
  if (toMend) {
    const { found, advice } = toMend;
    return {
      ...refusal(`${found}: ${advice}`, `${unable}: ${found}. Ask whoever manages ir-bot to ${advice}.`),
      cause,
    };
  }
  const again = 'Try again in a minute; if it stays like that, tell whoever manages ir-bot.';
  return { ...refusal(`Slack did not say ${what}`, `${unable}: Slack did not say it. ${again}`), cause };
}
