import { readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { SLASH_COMMAND } from '../src/slack/listeners/commands/index.js';

const MANIFEST = z
  .object({
    features: z.object({ slash_commands: z.array(z.object({ command: z.string() })) }),
    oauth_config: z.object({ scopes: z.object({ bot: z.array(z.string()) }) }),
    settings: z.object({ interactivity: z.object({ is_enabled: z.boolean() }), socket_mode_enabled: z.boolean() }),
  })
  .parse(parse(readFileSync('manifest.yml', 'utf8')));

/** The scope that each Web API method needs, https://docs.slack.dev/reference/methods (as of November 2026). */
const SCOPES: Readonly<Record<string, string | undefined>> = {
  'chat.postMessage': 'chat:write',
  'chat.update': 'chat:write',
  'chat.delete': 'chat:write',
  'chat.getPermalink': undefined,
  'usergroups.users.list': 'usergroups:read',
};

async function sourceOf(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith('.ts'));
  return (await Promise.all(files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')))).join('\n');
}

describe('manifest.yml', () => {
  it('has the command that the bot listens to, and no other', async () => {
    const listened = [...(await sourceOf('src/slack')).matchAll(/app\.command\(([^,]+),/g)].map(([, name]) => name);

    expect(listened).toEqual(['SLASH_COMMAND']);
    expect(MANIFEST.features.slash_commands.map(({ command }) => command)).toEqual([SLASH_COMMAND]);
  });

  it('asks for the scopes that the called methods need, and no other', async () => {
    const source = (await sourceOf('src/slack')).replaceAll(/\s*\n\s*/g, '');
    const methods = [...source.matchAll(/client\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g)].map(([, method]) => method ?? '');

    expect([...new Set(methods)].sort()).toEqual(Object.keys(SCOPES).sort());
    const needed = new Set(['commands', ...Object.values(SCOPES).filter((scope) => scope !== undefined)]);
    expect([...MANIFEST.oauth_config.scopes.bot].sort()).toEqual([...needed].sort());
  });

  it('turns on what the bot is reached by', () => {
    expect(MANIFEST.settings).toEqual(
      expect.objectContaining({ interactivity: { is_enabled: true }, socket_mode_enabled: true }),
    );
  });
});
