import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { LOG_PACKAGES, WORKSPACE_PACKAGES } from '../src/local/local-packages.js';
import { type Deployment, deployment } from './check/stage.js';
import { until } from './e2e/workspace.js';

/** What stands beside `dist` and `deploy` in the package. */
const ALONE = ['CHANGELOG.md', 'LICENSE', 'README.md', 'manifest.yml', 'package.json'];
const LOCAL = [...LOG_PACKAGES, ...WORKSPACE_PACKAGES];
const MAX_BYTES = 80_000_000;

const PACKED = z.array(z.object({ filename: z.string(), files: z.array(z.object({ path: z.string() })) })).length(1);
const LOCK = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean().optional(), optional: z.boolean().optional() })),
});
const VERSIONS = z.object({
  devDependencies: z.record(z.string(), z.string()),
  optionalDependencies: z.record(z.string(), z.string()).default({}),
});

const npm = spawnSync('npm', ['--version'], { timeout: 20_000 });
const isThere = npm.status === 0;
const what = isThere ? 'the package' : 'the package (skipped: npm does not run here)';

(isThere ? describe : describe.skip)(what, () => {
  let folder: string;
  let files: readonly string[];
  const children: ChildProcess[] = [];
  let deployed: Deployment | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-pack-'));
    const { stdout, stderr, status } = spawnSync(
      'npm',
      ['pack', '--json', '--ignore-scripts', '--pack-destination', folder],
      { encoding: 'utf8', timeout: 60_000 },
    );
    if (status !== 0) throw new Error(stderr);
    const [packed] = PACKED.parse(JSON.parse(stdout));
    files = packed?.files.map(({ path }) => path) ?? [];
    for (const name of ['bot', 'whole']) {
      await mkdir(join(folder, name));
      const archive = join(folder, packed?.filename ?? '');
      spawnSync('tar', ['-xzf', archive, '--strip-components=1', '-C', join(folder, name)], { timeout: 60_000 });
    }
    await installTopLevel(join(folder, 'bot'), await topLevelOfBot());
    await symlink(resolve('node_modules'), join(folder, 'whole', 'node_modules'));
  }, 150_000);
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
    await deployed?.close();
    deployed = undefined;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** The packages that `npm ci --omit=dev --omit=optional` puts at the top of node_modules. */
  async function topLevelOfBot(): Promise<readonly string[]> {
    const { packages } = LOCK.parse(JSON.parse(await readFile('package-lock.json', 'utf8')));
    return Object.entries(packages)
      .filter(([path, { dev, optional }]) => /^node_modules\/(?:@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional)
      .map(([path]) => path.slice('node_modules/'.length));
  }

  async function installTopLevel(root: string, names: readonly string[]): Promise<void> {
    for (const name of names) {
      const target = join(root, 'node_modules', name);
      await mkdir(dirname(target), { recursive: true });
      await symlink(resolve('node_modules', name), target);
    }
  }

  /** `ir-bot` as it was packed, with this environment and no other. */
  function run(place: 'bot' | 'whole', args: readonly string[], environment: NodeJS.ProcessEnv = {}) {
    const env = { PATH: process.env.PATH, AWS_EC2_METADATA_DISABLED: 'true', ...environment };
    const child = spawn(process.execPath, [join(folder, place, 'dist/local/cli.js'), ...args], { cwd: folder, env });
    children.push(child);
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = once(child, 'exit').then(([code]) => Number(code));
    return { child, exited, output: () => output };
  }

  it('holds what runs, and what its reader needs, and nothing else', async () => {
    const entries = await readdir('dist', { recursive: true, withFileTypes: true });
    const built = entries
      .filter((entry) => entry.isFile() && !entry.name.endsWith('.map'))
      .map(({ parentPath, name }) => join(parentPath, name));
    const isDeployment = (path: string) => path.startsWith('deploy/');

    expect(files.filter((path) => !isDeployment(path)).sort()).toEqual([...ALONE, ...built].sort());
    expect(files).toContain('deploy/cloudformation.yaml');
  });

  it('is smaller than 80 MB with the packages that the bot runs with', async () => {
    const names = await topLevelOfBot();
    const bytes = await Promise.all(
      [join(folder, 'bot', 'dist'), ...names.map((name) => join('node_modules', name))].map(bytesIn),
    );

    const total = bytes.reduce((sum, size) => sum + size, 0);
    expect(names.filter((name) => LOCAL.some((local) => local === name))).toEqual([]);
    expect(total).toBeGreaterThan(1_000_000);
    expect(total).toBeLessThan(MAX_BYTES);
  });

  it.each([[['local']], [['ask', 'authfail', '--logs', 'x']]])(
    'says without the packages of the local mode what adds them: ir-bot %s',
    async (args) => {
      const { devDependencies, optionalDependencies } = VERSIONS.parse(
        JSON.parse(await readFile('package.json', 'utf8')),
      );
      const versions = { ...devDependencies, ...optionalDependencies };
      const wanted = (args[0] === 'ask' ? LOG_PACKAGES : LOCAL).map((name) => `${name}@${versions[name]}`).join(' ');

      const { exited, output } = run('bot', args);

      expect(await exited).toBe(2);
      expect(output()).toContain(`Add them: npm i ${wanted}\n`);
    },
  );

  it('checks and starts the bot without them', async () => {
    deployed = await deployment();
    const checking = run('bot', ['check'], deployed.environment);
    const code = await checking.exited;
    const started = run('bot', ['start'], deployed.environment);
    await until('it runs', () => started.output().includes('ir-bot is running') || undefined);
    started.child.kill('SIGTERM');

    expect(checking.output()).toContain('The bot can go live.');
    expect([code, await started.exited]).toEqual([0, 0]);
  });

  it('ends a check with 1 where the bot cannot go live', async () => {
    const { exited, output } = run('bot', ['check', '--json']);

    expect(await exited).toBe(1);
    expect(output()).toContain('"isReady":false');
  });

  it('opens the local workspace with them', async () => {
    const { child, exited, output } = run('whole', ['local', '--port', '0', '--no-open']);
    await until(
      'the page is there',
      () => output().includes("ir-bot's workspace is at http://127.0.0.1:") || undefined,
    );
    child.kill('SIGTERM');

    expect(await exited).toBe(0);
  });

  it('names every package that the local mode loads beside those of the bot', async () => {
    const entries = await readdir('src/local', { recursive: true, withFileTypes: true });
    const sources = entries.filter((entry) => entry.name.endsWith('.ts') && !entry.parentPath.includes('/page'));
    const texts = await Promise.all(sources.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')));
    const loaded = texts.flatMap((text) => [
      ...text.matchAll(/^import (?!type ).*?from '((?:@[\w-]+\/)?[\w-]+)|import\('((?:@[\w-]+\/)?[\w-]+)/gms),
    ]);
    const names = new Set(loaded.map(([, from, dynamic]) => from ?? dynamic ?? ''));
    const ofBot = new Set(await topLevelOfBot());

    expect([...names].filter((name) => name !== 'node' && !ofBot.has(name)).sort()).toEqual([...LOCAL].sort());
  });
});

/** The bytes of all files in a folder. */
async function bytesIn(path: string): Promise<number> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const found = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(found.map(async ({ parentPath, name }) => (await stat(join(parentPath, name))).size));
  return sizes.reduce((sum, size) => sum + size, 0);
}
