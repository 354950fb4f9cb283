import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { SLASH_COMMAND } from '../src/slack/listeners/commands/index.js';
import { INVESTIGATE } from '../src/slack/listeners/shortcuts/investigate.js';

const MANIFEST = z
  .object({
    features: z.object({
      app_home: z.object({ home_tab_enabled: z.boolean(), messages_tab_enabled: z.boolean() }),
      shortcuts: z.array(
        z.object({
          // https://docs.slack.dev/reference/app-manifest (as of November 2026)
          name: z.string().max(24),
          type: z.literal('message'),
          callback_id: z.string().max(255),
          description: z.string().max(150),
        }),
      ),
      slash_commands: z.array(z.object({ command: z.string() })),
    }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({
      event_subscriptions: z.object({ bot_events: z.array(z.string()) }),
      interactivity: z.object({ is_enabled: z.boolean() }),
      socket_mode_enabled: z.boolean(),
    }),
  })
  .parse(parse(readFileSync('manifest.yml', 'utf8')));

/** The scopes that each Web API method needs, https://docs.slack.dev/reference/methods (as of November 2026). */
const SCOPES: Readonly<Record<string, string | readonly string[] | undefined>> = {
  'auth.test': undefined,
  'chat.delete': 'chat:write',
  'chat.getPermalink': undefined,
  'chat.postEphemeral': 'chat:write',
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  // Public channels and private ones; a direct message is no channel.
  'conversations.info': ['channels:read', 'groups:read'],
  'files.uploadV2': 'files:write',
  'usergroups.users.list': 'usergroups:read',
  'users.info': 'users:read',
  'views.open': undefined,
  'views.publish': undefined,
  'views.push': undefined,
  'views.update': undefined,
};

/** The scope that each event needs, https://docs.slack.dev/reference/events (as of November 2026). */
const SCOPES_OF_EVENTS: Readonly<Record<string, string | undefined>> = {
  app_home_opened: undefined,
  app_mention: 'app_mentions:read',
};

/** The code that talks to Slack, without line breaks. */
async function source(): Promise<string> {
  const entries = await readdir('src/slack', { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  const texts = await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
  return texts.join('\n').replaceAll(/\s*\n\s*/g, '');
}

/** What a pattern catches in that code, each once, in order. */
const found = async (pattern: RegExp): Promise<string[]> => {
  const caught = [...(await source()).matchAll(pattern)].map(([, word]) => word ?? '');
  return [...new Set(caught)].sort();
};

const calledMethods = () => found(/(?:client|edits)\.((?:[a-z]+\.)+[a-zA-Z\d]+)\(/g);

describe('manifest.yml', () => {
  it('has the command that the bot listens to, and no other', async () => {
    expect(await found(/app\.command\(([^,]+),/g)).toEqual(['SLASH_COMMAND']);
    expect(MANIFEST.features.slash_commands.map(({ command }) => command)).toEqual([SLASH_COMMAND]);
  });

  it('has the shortcuts that the bot listens to, and no other', async () => {
    expect(await found(/app\.shortcut(?:<\w+>)?\(([^)]*)\b/g)).toEqual([
      expect.stringContaining("type: 'message_action', callback_id: INVESTIGATE"),
    ]);
    expect(MANIFEST.features.shortcuts.map(({ callback_id }) => callback_id)).toEqual([INVESTIGATE]);
  });

  it('has the events that the bot listens to, and no other', async () => {
    expect(MANIFEST.settings.event_subscriptions.bot_events).toEqual(await found(/app\.event\(\s*'(\w+)'/g));
  });

  it('asks for the scopes that the called methods and the events need, and no other', async () => {
    const methods = await calledMethods();

    expect(methods.filter((method) => !(method in SCOPES))).toEqual([]);
    const needed = [
      'commands',
      ...methods.flatMap((method) => SCOPES[method]),
      ...MANIFEST.settings.event_subscriptions.bot_events.map((event) => SCOPES_OF_EVENTS[event]),
    ].filter((scope) => scope !== undefined);
    expect([...MANIFEST.oauth_config.scopes.bot].sort()).toEqual([...new Set(needed)].sort());
  });

  it('turns on what the bot is reached by', () => {
    expect(MANIFEST.settings).toMatchObject({ interactivity: { is_enabled: true }, socket_mode_enabled: true });
  });

  it('shows the Home tab where the bot publishes one, and no tab of messages, which the bot does not read', async () => {
    expect(await calledMethods()).toContain('views.publish');
    expect(MANIFEST.features.app_home).toEqual({ home_tab_enabled: true, messages_tab_enabled: false });
  });
});
