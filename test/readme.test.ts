import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { DERIVED_COLUMNS } from '../src/athena/event-columns.js';
import { readCatalogue } from '../src/detections/catalogue.js';
import { COLUMN_KINDS } from '../src/detections/detection.js';
import { PARAMETER_TYPES } from '../src/detections/parameter.js';
import { readDetection } from '../src/detections/read-detection.js';
import { VARIABLES } from '../src/environment.js';
import { COMMANDS } from '../src/slack/listeners/commands/index.js';

const README = readFileSync('README.md', 'utf8');
const RUNNING = readFileSync('docs/running.md', 'utf8');
const GUIDE = readFileSync('docs/detections.md', 'utf8');

/** The table of the environment, as it has to be. */
const TABLE = [
  '| variable | meaning | default |',
  '|---|---|---|',
  ...VARIABLES.map(
    ({ name, meaning, fallback }) =>
      `| \`${name}\` | ${meaning} | ${fallback === undefined ? '' : `\`${fallback}\``} |`,
  ),
].join('\n');

describe('docs/detections.md', () => {
  it('has every column that is made for questions, with what it is', () => {
    const rows = DERIVED_COLUMNS.map(({ name, says }) => `| \`${name}\` | ${says} |`);

    expect(GUIDE).toContain(rows.join('\n'));
  });

  it('shows a question that can be read', () => {
    const [, example = ''] = /```sql\n([\s\S]*?)```/.exec(GUIDE) ?? [];

    expect(readDetection('new-keys', example)).toMatchObject({ parameters: [{ name: 'account', type: 'account' }] });
  });

  it('names every kind of column and every type of parameter', () => {
    const words = [...COLUMN_KINDS, ...PARAMETER_TYPES];

    expect(words.filter((word) => !GUIDE.includes(`\`${word}\``))).toEqual([]);
  });
});

describe('docs/running.md', () => {
  it('has every variable of the environment, with its meaning and default', () => {
    expect(RUNNING).toContain(TABLE);
  });
});

describe('README.md', () => {
  it('has every command and question', () => {
    const { detections, views } = readCatalogue();
    const words = [...COMMANDS.map(({ name }) => name), ...detections.keys(), ...views.keys()];
    const isThere = (word: string) => README.includes(`/ir ${word}`) || README.includes(`/ir run ${word}`);

    // The README names the first and the last of the notebook's six.
    const between = ['notebook-2.2', 'notebook-2.3', 'notebook-2.4', 'notebook-2.5', 'notebook-2.6'];
    expect(words.filter((word) => !isThere(word) && !between.includes(word))).toEqual([]);
  });
});
