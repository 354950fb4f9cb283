import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { LOCAL_COMMANDS, LOCAL_SHORTCUTS } from '../../../src/local/slack/people.js';

const MANIFEST = z
  .object({
    features: z.object({
      slash_commands: z.array(z.object({ command: z.string() })),
      shortcuts: z.array(z.object({ name: z.string(), type: z.string(), callback_id: z.string() })),
    }),
  })
  .parse(parse(readFileSync('manifest.yml', 'utf8'))).features;

describe('the app of the local workspace', () => {
  it('has the commands of the manifest', () => {
    const commands = LOCAL_COMMANDS.map(({ command }) => command);

    expect(commands).toEqual(MANIFEST.slash_commands.map(({ command }) => command));
  });

  it('has the message shortcuts of the manifest', () => {
    const shortcuts = LOCAL_SHORTCUTS.map(({ name, callbackId }) => ({
      name,
      callback_id: callbackId,
      type: 'message',
    }));

    expect(shortcuts).toEqual(MANIFEST.shortcuts.map(({ name, callback_id, type }) => ({ name, callback_id, type })));
  });
});
