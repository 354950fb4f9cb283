/** A scope of the Slack app's bot token, and what does not work without it. */
export interface Scope {
  readonly name: string;
  /** To follow on "without it,". */
  readonly without: string;
  /** Whether only user groups in IR_RESPONDERS need it. */
  readonly isForGroups?: true;
}

/** The scopes of `manifest.yml`, in its order. */
export const SCOPES: readonly Scope[] = [
  { name: 'commands', without: 'neither /ir nor the shortcut Investigate reaches the bot' },
  { name: 'chat:write', without: 'the bot can post no case card and no answer' },
  { name: 'app_mentions:read', without: 'the bot does not hear @ir-bot in a thread' },
  { name: 'files:write', without: 'there are no exports, and no tables as files' },
  { name: 'users:read', without: 'the bot cannot tell guests from members, and so answers nobody' },
  {
    name: 'channels:read',
    without: 'the bot cannot tell whom a public channel is shared with, and so answers nobody there',
  },
  {
    name: 'groups:read',
    without: 'the bot cannot tell whom a private channel is shared with, and so answers nobody there',
  },
  {
    name: 'usergroups:read',
    without: 'the bot cannot tell who is in a user group of IR_RESPONDERS',
    isForGroups: true,
  },
];

/** Where whoever manages the app clicks. https://docs.slack.dev/authentication/installing-with-oauth (as of November 2026) */
export const ADD_SCOPES =
  'At https://api.slack.com/apps choose the app, then "OAuth & Permissions" → "Scopes" → "Bot Token Scopes" → "Add an OAuth Scope", then "Reinstall to Workspace" at the top of that page.';
