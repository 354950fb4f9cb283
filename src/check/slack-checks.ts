import { WebClient } from '@slack/web-api';
import type { Config, SlackConfig } from '../config.js';
import { boltLogger, buildLog } from '../log.js';
import { codeOf } from '../slack/refusals.js';
import { type Check, failed, type Outcome, passed, unchecked, warned } from './check.js';
import { once } from './once.js';
import { ADD_SCOPES, SCOPES } from './scopes.js';

const CALL_TIMEOUT_MS = 8_000;

/** A client that asks twice at most, waits for nothing and says nothing of its own. */
export const checkingClient = (token: string, { apiUrl }: Pick<SlackConfig, 'apiUrl'>): WebClient =>
  new WebClient(token, {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: boltLogger(buildLog({ level: 'silent' })),
    timeout: CALL_TIMEOUT_MS,
    retryConfig: { retries: 1, minTimeout: 500 },
    rejectRateLimitedCalls: true,
  });

const BOT_TOKEN = 'SLACK_BOT_TOKEN';
const REPLACE_BOT_TOKEN =
  'Copy the "Bot User OAuth Token" from https://api.slack.com/apps → the app → "OAuth & Permissions" into SLACK_BOT_TOKEN.';
const NEW_APP_TOKEN =
  'At https://api.slack.com/apps choose the app, then "Basic Information" → "App-Level Tokens" → "Generate Token and Scopes", add connections:write, and put the token into SLACK_APP_TOKEN.';
const TURN_ON_SOCKETS = 'In the same place, "Socket Mode" has to be on.';

/** Whether Slack takes the tokens, and what they let the bot do. */
export function slackChecks({ slack, responders }: Pick<Config, 'slack' | 'responders'>): readonly Check[] {
  const test = once(() => checkingClient(slack.botToken, slack).auth.test());
  return [
    {
      id: 'slack.token',
      title: 'Slack: bot token',
      variables: [BOT_TOKEN, 'SLACK_API_URL'],
      run: async () => {
        try {
          const { user, team } = await test();
          return passed(`it is that of ${JSON.stringify(user ?? '')} in the workspace ${JSON.stringify(team ?? '')}`);
        } catch (cause) {
          const code = codeOf(cause);
          if (code === undefined) throw cause;
          return failed(`Slack does not take it: ${code}`, REPLACE_BOT_TOKEN);
        }
      },
    },
    {
      id: 'slack.scopes',
      title: 'Slack: scopes',
      needs: ['slack.token'],
      run: async () => scopesOutcome((await test()).response_metadata?.scopes, responders.groups.length > 0),
    },
    slack.mode === 'socket' ? appTokenCheck(slack) : signingSecretCheck(slack.signingSecret),
  ];
}

function scopesOutcome(granted: readonly string[] | undefined, hasGroups: boolean): Outcome {
  if (!granted) return unchecked('Slack did not say which scopes the token has');
  const missing = SCOPES.filter(({ name }) => !granted.includes(name));
  const vital = missing.filter(({ isForGroups }) => !isForGroups || hasGroups);
  const names = SCOPES.map(({ name }) => name);
  const others = granted.filter((name) => !names.includes(name));
  if (vital.length > 0) {
    const list = vital.map(({ name }) => name).join(', ');
    return failed(
      `${list} ${vital.length === 1 ? 'is' : 'are'} missing`,
      ...vital.map(({ name, without }) => `${name}: without it, ${without}.`),
      ADD_SCOPES,
    );
  }
  if (others.length > 0) {
    return warned(
      `all that the bot needs, and ${others.join(', ')}`,
      'The bot needs no more than what is in manifest.yml.',
    );
  }
  return passed(
    missing.length === 0
      ? 'all that the bot needs, and no other'
      : 'all that the bot needs where IR_RESPONDERS has no user group',
  );
}

const appTokenCheck = (slack: Extract<SlackConfig, { mode: 'socket' }>): Check => ({
  id: 'slack.app-token',
  title: 'Slack: app-level token',
  variables: ['SLACK_APP_TOKEN', 'SLACK_API_URL'],
  run: async () => {
    try {
      // It only asks for an address: a connection is counted when one is opened there.
      await checkingClient(slack.appToken, slack).apps.connections.open({});
      return passed('Slack lets the bot open a connection (Socket Mode)');
    } catch (cause) {
      const code = codeOf(cause);
      if (code === undefined) throw cause;
      return failed(`Slack does not let the bot open a connection: ${code}`, NEW_APP_TOKEN, TURN_ON_SOCKETS);
    }
  },
});

/** As Slack makes them. https://docs.slack.dev/authentication/verifying-requests-from-slack (as of November 2026) */
const SIGNING_SECRET = /^[0-9a-f]{32}$/;

/** Only a request that Slack signs can show whether a secret is the right one. */
const signingSecretCheck = (secret: string): Check => ({
  id: 'slack.signing-secret',
  title: 'Slack: signing secret',
  variables: ['SLACK_SIGNING_SECRET'],
  run: async () =>
    SIGNING_SECRET.test(secret)
      ? unchecked("only a request of Slack's shows whether it is the right one: type /ir help once the bot runs")
      : warned(
          'it does not look like one: Slack makes them of 32 hexadecimal digits',
          'Copy the "Signing Secret" from https://api.slack.com/apps → the app → "Basic Information".',
        ),
});
