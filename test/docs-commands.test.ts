import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ALICE, allowedCall } from './detections/ask.js';
import { blocksOf, codeIn, namedBlocksOf, PAGES, pageAt } from './pages.js';
import { type ScratchCopy, scratchCopy } from './scratch-copy.js';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync('package.json', 'utf8')));

/** npm's own words, which are no scripts. */
const OF_NPM = ['ci', 'cit', 'pack'];

/** Files that the page speaks of and a command writes. */
const WRITTEN = ['bench/results.md'];

/** What a block is marked with that no test can run: on its first line. */
const NEEDS = /^# needs (?:AWS|Slack|Docker)(?:(?:, | and )(?:AWS|Slack|Docker))*\n/;

/** A command of the pages: the test that runs it, or what it starts, and how that stands in the test. */
interface RunBy {
  readonly test: string;
  readonly says: string;
}
const CHAOS = { test: 'test/chaos/chaos.test.ts', says: 'chaos(PROFILES.short)' };
const BENCH = { test: 'test/bench/suite.test.ts', says: 'scripts/bench.mjs' };
const HERE = { test: 'test/docs-commands.test.ts', says: 'copy.run(command)' };
const RECIPES = { test: 'test/contributing.test.ts', says: 'UPDATE_GOLDEN=1 npm test --ignore-scripts -- ' };

/** Commands by how they begin. The longest that fits counts. */
const RUN_BY: ReadonlyMap<string, RunBy> = new Map([
  ['npm ci', { test: 'test/dockerfile.test.ts', says: 'npm ci --omit=dev' }],
  ['npm cit', { test: 'test/supply.test.ts', says: "run('bash', ['.ci/run']" }],
  ['.ci/run', { test: 'test/supply.test.ts', says: "run('bash', ['.ci/run']" }],
  ['npm start', { test: 'test/e2e/process.test.ts', says: 'dist/main.js' }],
  ['npm run local', { test: 'test/e2e/local.test.ts', says: 'dist/local/main.js' }],
  ['npm run ask', HERE],
  ['npm test', RECIPES],
  ['UPDATE_GOLDEN=1 npm test', RECIPES],
  ['npm run fix', { test: 'test/contributing.test.ts', says: 'biome check' }],
  ['npm run check', { test: 'test/contributing.test.ts', says: 'tsc --noEmit' }],
  ['npm run bench', BENCH],
  ['npm run test:chaos', CHAOS],
  ['npm run screenshots', { test: 'test/e2e/story.test.ts', says: 'IR_SCREENSHOTS' }],
  ['npm run audit', { test: 'test/supply.test.ts', says: 'scripts/audit.mjs' }],
]);

/** The commands of a page that are not marked: each by itself, without its comment. */
const unmarkedIn = (page: string): readonly string[] =>
  blocksOf(page, 'sh')
    .filter((block) => !NEEDS.test(block))
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, ' ').split(/\n|&&/))
    .map((line) => line.replace(/(?:^|\s+)#.*$/, '').trim())
    .filter((line) => line !== '');

const COMMANDS = [...PAGES].flatMap(([path, page]) => unmarkedIn(page).map((command) => [path, command] as const));

const runBy = (command: string): RunBy | undefined => {
  const [longest] = [...RUN_BY.keys()]
    .filter((begin) => `${command} `.startsWith(`${begin} `))
    .sort((one, other) => other.length - one.length);
  return RUN_BY.get(longest ?? '');
};

describe('the commands of the documents', () => {
  it('are each run by a test, or marked with what they need', () => {
    expect(COMMANDS.length).toBeGreaterThan(15);
    expect(COMMANDS.filter(([, command]) => runBy(command) === undefined)).toEqual([]);
  });

  it('are each still there that a test is named for, in that test', () => {
    const unused = [...RUN_BY.keys()].filter((begin) => !COMMANDS.some(([, command]) => command.startsWith(begin)));
    const gone = [...RUN_BY.values()].filter(({ test, says }) => !readFileSync(test, 'utf8').includes(says));

    expect(unused).toEqual([]);
    expect(gone).toEqual([]);
  });

  it('are in blocks of the language sh, so that none is overlooked', () => {
    const others = [...PAGES].flatMap(([path, page]) =>
      [...page.matchAll(/^ *```(\w*)\n([\s\S]*?)^ *```/gm)].flatMap(([, language = '', block = '']) =>
        language !== 'sh' && /^ *(?:npm|npx|aws|docker|node|git) /m.test(block) ? [`${path}: ${language}`] : [],
      ),
    );

    expect(others).toEqual([]);
  });

  it.each([...PAGES.keys()])('of %s are scripts that there are, in its sentences, too', (path) => {
    const code = [...codeIn(pageAt(path)), ...blocksOf(pageAt(path), 'sh')].join('\n');
    const named = [...code.matchAll(/\bnpm (?:run (?:--silent )?)?([a-z][\w:]*)/g)].map(([text, name = '']) => ({
      name,
      isRun: text.startsWith('npm run'),
    }));

    expect(
      named
        .filter(({ name, isRun }) => !(name in scripts) && (isRun || !OF_NPM.includes(name)))
        .map(({ name }) => name),
    ).toEqual([]);
  });

  it('name test files that there are', () => {
    const files = COMMANDS.flatMap(([, command]) =>
      [...command.matchAll(/\btest\/\S+\.test\.ts/g)].map(([file]) => file),
    );

    expect(files.length).toBeGreaterThan(1);
    expect(files.filter((file) => !existsSync(file))).toEqual([]);
  });
});

describe('the paths of the documents', () => {
  it.each([...PAGES.keys()])('of %s are there', (path) => {
    const made = namedBlocksOf(pageAt(path)).map((block) => block.path);
    const paths = codeIn(pageAt(path)).filter((code) =>
      /^(?:\.ci|bench|deploy|docs|scripts|src|test)\/[\w./-]*$/.test(code),
    );

    expect(paths.filter((one) => !existsSync(one) && !made.includes(one) && !WRITTEN.includes(one))).toEqual([]);
  });

  it('lead to headings that there are', () => {
    const missing = [...PAGES].flatMap(([path, page]) =>
      [...page.matchAll(/\]\((?!https?:)([^)#\s]*)#([^)\s]+)\)/g)].flatMap(([, file = '', anchor = '']) => {
        const target = PAGES.get(file === '' ? path : join(dirname(path), file)) ?? '';
        const anchors = [...target.matchAll(/^#{1,4} (.+)$/gm)].map(([, heading = '']) => anchorOf(heading));
        return anchors.includes(anchor) ? [] : [`${path}: ${file}#${anchor}`];
      }),
    );

    expect(missing).toEqual([]);
  });
});

/** As GitHub makes it of a heading. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\w\s-]/g, '')
    .trim()
    .replaceAll(/\s/g, '-');

describe('npm run ask, as the documents have it', () => {
  let copy: ScratchCopy;
  const asked = COMMANDS.filter(([, command]) => command.startsWith('npm run ask'));

  beforeAll(async () => {
    copy = await scratchCopy(['src', 'scripts', 'package.json']);
    const logs = join(copy.folder, 'path/to/AWSLogs');
    const own = join(copy.folder, 'path/to/folder');
    await mkdir(logs, { recursive: true });
    await mkdir(own);
    const [example = ''] = blocksOf(pageAt('docs/detections.md'), 'sql');
    await writeFile(join(own, 'new-keys.sql'), example);
    const records = [
      allowedCall({
        eventTime: '2026-11-21T12:00:00Z',
        eventName: 'CreateAccessKey',
        requestParameters: { userName: 'bob' },
      }),
      allowedCall({ eventTime: '2026-11-21T12:00:00Z', errorCode: 'AccessDenied' }),
    ];
    await writeFile(join(logs, 'one.json'), JSON.stringify({ Records: records }));
  });
  afterAll(() => copy?.remove());

  it.each(asked)(
    'in %s: %s',
    async (_, command) => {
      const { code, output } = await copy.run(command);

      expect([code, output]).toEqual([0, expect.stringContaining(ALICE)]);
    },
    60_000,
  );
});
