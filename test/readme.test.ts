import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readCatalogue } from '../src/detections/catalogue.js';
import { VARIABLES } from '../src/environment.js';
import { COMMANDS } from '../src/slack/listeners/commands/index.js';

const README = readFileSync('README.md', 'utf8');

/** The README's table of the environment, as it has to be. */
const TABLE = [
  '| variable | meaning | default |',
  '|---|---|---|',
  ...VARIABLES.map(
    ({ name, meaning, fallback }) =>
      `| \`${name}\` | ${meaning} | ${fallback === undefined ? '' : `\`${fallback}\``} |`,
  ),
].join('\n');

describe('README.md', () => {
  it('has every variable of the environment, with its meaning and default', () => {
    expect(README).toContain(TABLE);
  });

  it('has every command and question', () => {
    const words = [...COMMANDS.map(({ name }) => name), ...readCatalogue().keys()];

    expect(words.filter((word) => !README.includes(`/ir ${word}`))).toEqual([]);
  });
});
