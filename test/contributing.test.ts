import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { codeIn, namedBlocksOf, pageAt } from './pages.js';
import { type ScratchCopy, scratchCopy } from './scratch-copy.js';

const PAGE = pageAt('docs/contributing.md');
const BLOCKS = namedBlocksOf(PAGE);
const FILES = BLOCKS.filter(({ language }) => language !== 'diff');
const CHANGES = BLOCKS.filter(({ language }) => language === 'diff');

/** What is in a repository whose tests are run. */
const COPIED = ['src', 'test', 'docs', 'bench', 'scripts', 'deploy', 'README.md', 'CHANGELOG.md', 'manifest.yml'];
const SETTINGS = ['package.json', 'package-lock.json', 'tsconfig.json', 'jest.config.js', 'biome.json'];

/** What the page's command says, asked as Slack would. */
const REPLY = `
import { expect, it } from '@jest/globals';
import { COMMANDS, runCommand } from '../src/slack/listeners/commands/index.js';
import { CASE } from './slack/blocks/cases.js';
import { writtenDown } from './slack/listeners/written-down.js';

const ORIGIN = { teamId: 'T1', channelId: 'C1', userId: 'U1', deliveryId: '1.2' };

it('answers', async () => {
  const { deps } = writtenDown({ status: async () => CASE });

  const reply = await runCommand(deps, ORIGIN, 'team');

  expect(COMMANDS.map(({ name }) => name)).toContain('team');
  expect(reply).toMatchObject({ text: 'Case 7: 2 responders', blocks: [{ type: 'rich_text' }] });
  expect(JSON.stringify(await runCommand(deps, ORIGIN, 'help'))).toContain('who took part in it,');
});

it('says how to begin where there is no case', async () => {
  const { deps } = writtenDown({ status: async () => undefined });

  await expect(runCommand(deps, ORIGIN, 'team')).rejects.toThrow('/ir authfail');
});
`;

/** Puts each added line behind the line that is shown before it, which has to be there once. */
function changed(text: string, change: string): string {
  const lines = text.split('\n');
  let at = -1;
  for (const line of change.trimEnd().split('\n')) {
    const shown = line.slice(1);
    if (line.startsWith('+')) lines.splice(++at, 0, shown);
    else {
      at = lines.indexOf(shown);
      if (at < 0 || lines.lastIndexOf(shown) !== at) throw new Error(`not there, or not once: ${shown}`);
    }
  }
  return lines.join('\n');
}

describe('docs/contributing.md', () => {
  it('names paths that are there, but for the files that it makes', () => {
    const made = FILES.map(({ path }) => path);
    const paths = codeIn(PAGE).filter((code) => /^(?:\.ci|bench|deploy|docs|scripts|src|test)\/[\w./-]*$/.test(code));

    expect(paths.length).toBeGreaterThan(30);
    expect(paths.filter((path) => !existsSync(path) && !made.includes(path))).toEqual([]);
    expect(made.filter((path) => existsSync(path))).toEqual([]);
  });

  it('has an example of a question, a renderer and a command, and the tests of two', () => {
    expect(FILES.map(({ path, language }) => `${language} ${path}`)).toEqual([
      'sql src/detections/launches.sql',
      'ts test/detections/launches.test.ts',
      'ts src/slack/blocks/team.ts',
      'ts test/slack/blocks/team.test.ts',
      'ts src/slack/listeners/commands/team.ts',
    ]);
    expect(CHANGES).toHaveLength(2);
  });

  it('has every folder of src/ in its map, and the files that put them together', () => {
    const map = PAGE.slice(PAGE.indexOf('| folder |'), PAGE.indexOf('holds these rules'));
    const mapped = codeIn(map).filter((code) => code.startsWith('src/'));

    for (const part of [
      'athena',
      'check',
      'detections',
      'dynamodb',
      'health',
      'investigation',
      'local',
      'metrics',
      'slack',
    ])
      expect(mapped).toContain(`src/${part}/`);
    expect(mapped.filter((path) => !existsSync(path))).toEqual([]);
  });
});

describe('whoever does what docs/contributing.md says', () => {
  let copy: ScratchCopy;
  const edit = async (path: string, edited: (text: string) => string): Promise<void> => {
    const file = join(copy.folder, path);
    const before = await readFile(file, 'utf8');
    const after = edited(before);
    if (after === before) throw new Error(`${path} was not changed`);
    await writeFile(file, after);
  };
  /** `npm test -- …` without what comes before it: types, format, lint and a build. */
  const tests = (...files: readonly string[]) =>
    copy.run(`UPDATE_GOLDEN=1 npm test --ignore-scripts -- --runInBand ${files.join(' ')}`);

  beforeAll(async () => {
    copy = await scratchCopy([...COPIED, ...SETTINGS]);
    for (const { path, text } of FILES) await writeFile(join(copy.folder, path), text);
    for (const { path, text } of CHANGES) await edit(path, (before) => changed(before, text));
    await edit('test/detections/catalogue.test.ts', (text) => text.replace("'coverage',\n", "$&'launches',\n"));
    await writeFile(join(copy.folder, 'test/reply.test.ts'), REPLY);
  });
  afterAll(() => copy?.remove());

  it('is told by the tests what is missing in the README', async () => {
    const { code, output } = await tests('test/readme.test.ts');

    expect(output).toMatch(/\+ +"team",\n *\+ +"launches",/);
    expect(code).toBe(1);
  }, 60_000);

  it('has a question, a renderer and a command, with which all tests of their kind pass', async () => {
    await edit('README.md', (text) => text.replace('`/ir status`', '$& · `/ir team` · `/ir run launches`'));

    const { code, output } = await tests(
      ...FILES.map(({ path }) => path).filter((path) => path.startsWith('test/')),
      ...CHANGES.map(({ path }) => path).filter((path) => path.startsWith('test/')),
      'test/reply.test.ts',
      'test/readme.test.ts',
      'test/architecture.test.ts',
      'test/athena/golden.test.ts',
      'test/detections/catalogue.test.ts',
    );

    expect([code, output]).toEqual([0, expect.stringContaining('8 passed, 8 total')]);
    expect(existsSync(join(copy.folder, 'test/golden/bootstrap/launches.sql'))).toBe(true);
  }, 120_000);

  it('has nothing that the compiler, the formatter or the linter minds', async () => {
    const ours = BLOCKS.map(({ path }) => path);

    const types = await copy.run('node_modules/.bin/tsc --noEmit');
    const style = await copy.run(
      `node_modules/.bin/biome check --error-on-warnings --vcs-enabled=false ${ours.filter((path) => path.endsWith('.ts')).join(' ')}`,
    );

    expect(types.output.split('\n').filter((line) => ours.some((path) => line.startsWith(path)))).toEqual([]);
    expect([style.code, style.output]).toEqual([0, expect.stringMatching(/Checked 6 files/)]);
  }, 60_000);
});
