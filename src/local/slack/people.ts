import type { Person, Snapshot, WorkspaceChannel } from './protocol.js';

const STANDINGS = ['guest', 'single-channel guest', 'member of another workspace', 'bot', 'deactivated'] as const;
/** What somebody is who is no full member of the workspace. */
export type Standing = (typeof STANDINGS)[number];

const SHARINGS = ['with another organization', 'with another workspace', 'invited another organization'] as const;
/** Who else reads a channel, or is to. */
export type Sharing = (typeof SHARINGS)[number];

/** A person of whom `users.info` says so; a full member without `standing`. */
export interface LocalPerson extends Person {
  readonly standing?: Standing;
}

/** A channel of which `conversations.info` says so; nobody else is in it without `sharing`. */
export interface LocalChannel extends WorkspaceChannel {
  readonly sharing?: Sharing;
}

/** What is said of a person's standing, if anything. */
export const standingOf = (person: object): Standing | undefined =>
  STANDINGS.find((standing) => 'standing' in person && person.standing === standing);

/** What is said of who else reads a channel, if anything. */
export const sharingOf = (channel: object): Sharing | undefined =>
  SHARINGS.find((sharing) => 'sharing' in channel && channel.sharing === sharing);

/** The people of the local workspace: two who may use the bot, and one who may not. */
export const LOCAL_PEOPLE: readonly Person[] = [
  { id: 'U0ALICE', name: 'alice', role: 'responder' },
  { id: 'U0BOB', name: 'bob', role: 'responder' },
  { id: 'U0CAROL', name: 'carol', role: 'outsider' },
];

/** Its channels. Everybody is in all of them; the bot is not in #random. */
export const LOCAL_CHANNELS: readonly WorkspaceChannel[] = [
  { id: 'C0INC042', name: 'inc-042', topic: 'Possibly leaked access key', hasBot: true },
  { id: 'C0GENERAL', name: 'general', topic: 'Company-wide announcements', hasBot: true },
  { id: 'C0RANDOM', name: 'random', topic: 'The bot is not in this channel', hasBot: false },
];

/** The workspace itself. */
export const LOCAL_TEAM = { id: 'T0LOCAL', name: 'Local workspace', domain: 'local' } as const;

/** Another workspace, whose people may be in a shared channel. */
export const OTHER_TEAM = { id: 'T0OTHER' } as const;

/** The app, as the workspace knows it. */
export const LOCAL_BOT = { id: 'U0IRBOT', name: 'ir-bot', botId: 'B0IRBOT', appId: 'A0IRBOT' } as const;

/** A user group that holds the responders. */
export const LOCAL_USER_GROUP = 'S0IRTEAM';

/** The shortcuts that the app has in the menu of every message. */
export const LOCAL_SHORTCUTS: Snapshot['shortcuts'] = [
  {
    callbackId: 'ir:investigate:v1',
    name: 'Investigate',
    description: 'Look into an identity, access key or address that this message names',
  },
];

/** The slash commands that the app has. */
export const LOCAL_COMMANDS: Snapshot['commands'] = [
  { command: '/ir', description: 'Investigate an AWS identity', usageHint: 'authfail 24h' },
];
