import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../src/local/athena/log-engine.js';
import { freePort } from './e2e/free-port.js';
import { ALICE, startTestWorkspace, type TestWorkspace, until } from './e2e/workspace.js';
import { type Instruction, isInContext, readDockerfile, type Stage, wordsOf } from './read-dockerfile.js';

const stages = readDockerfile(await readFile('Dockerfile', 'utf8'));
const rules = await readFile('.dockerignore', 'utf8');
const image: Stage = stages.at(-1) ?? { from: '', name: undefined, instructions: [] };
const all = stages.flatMap(({ instructions }) => instructions);
const textsOf = (instructions: readonly Instruction[], name: string) =>
  instructions.filter((one) => one.name === name).map(({ text }) => text);
const last = (name: string) => textsOf(image.instructions, name).at(-1) ?? '';

describe('the Dockerfile', () => {
  it('starts each stage from an image with its version and its kind', () => {
    expect(stages.length).toBeGreaterThan(1);
    expect(stages.filter(({ from }) => !/^[\w./-]+:\d+(?:\.\d+)*-\w[\w.-]*$/.test(from))).toEqual([]);
    expect(new Set(stages.map(({ from }) => from)).size).toBe(1);
  });

  it('runs the bot as no root, by number, in exec form, where it says how it is', () => {
    expect(last('USER')).toMatch(/^[1-9]\d*:[1-9]\d*$/);
    expect(image.instructions.findIndex(({ name }) => name === 'USER')).toBeGreaterThan(
      image.instructions.findLastIndex(({ name }) => name === 'COPY' || name === 'RUN'),
    );
    expect(wordsOf(last('CMD'))).toEqual(['node', 'dist/main.js']);
    expect(wordsOf(last('HEALTHCHECK').replace(/^CMD\s+/, ''))[0]).toBe('node');
  });

  it('gives the bot none of the files that it runs from', () => {
    const copied = image.instructions.filter(({ name }) => name === 'COPY');

    expect(copied.length).toBeGreaterThan(0);
    expect(copied.filter(({ flags }) => flags.has('chown') || flags.has('chmod'))).toEqual([]);
    expect(textsOf(image.instructions, 'VOLUME')).toEqual([]);
  });

  it('installs what is locked and nothing else', () => {
    const commands = textsOf(all, 'RUN').flatMap((text) => text.split(/\s*&&\s*/));

    expect(commands).toContain('npm ci --omit=dev --ignore-scripts');
    expect(
      commands.filter((command) => !/^(?:npm ci(?: --[\w=-]+)*|npm run build|rm -rf dist\/local)$/.test(command)),
    ).toEqual([]);
    expect(all.filter(({ name }) => ['ADD', 'MAINTAINER', 'ONBUILD', 'SHELL', 'ARG'].includes(name))).toEqual([]);
  });

  it('has an absolute folder for every copy, and copies from stages that there are', () => {
    const before = stages.map((_, index) => stages.slice(0, index).map(({ name }) => name));

    for (const [index, { instructions }] of stages.entries()) {
      const workdir = instructions.findIndex(({ name, text }) => name === 'WORKDIR' && text.startsWith('/'));
      const copies = instructions.filter(({ name }) => name === 'COPY');
      expect(workdir).toBeGreaterThanOrEqual(0);
      expect(workdir).toBeLessThan(instructions.findIndex(({ name }) => name === 'COPY'));
      expect(copies.filter(({ flags }) => flags.has('from') && !before[index]?.includes(flags.get('from')))).toEqual(
        [],
      );
    }
  });

  it('holds no secret', () => {
    expect(textsOf(all, 'ENV').join(' ')).not.toMatch(/token|secret|password|_key|AWS_/i);
  });

  it.each(['.git', '.env', '.ir-bot', 'test', 'node_modules', 'dist', 'docs', '.ci/run', 'scripts/audit.mjs'])(
    'cannot see %s',
    (path) => {
      expect(isInContext(rules, path)).toBe(false);
    },
  );
});

/** npm itself says whether the registry that it is configured with answers. */
const asked = spawnSync('npm', ['view', 'pino', 'name', '--fetch-retries=0', '--fetch-timeout=10000'], {
  timeout: 20_000,
});
const isAnswering = asked.status === 0;
const where = isAnswering
  ? 'the image'
  : 'the image (skipped: the registry that npm is configured with does not answer)';
const CHECK_MS = 20_000;

(isAnswering ? describe : describe.skip)(where, () => {
  let folder: string;
  let app: string;
  let workspace: TestWorkspace;
  let bot: ChildProcess | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-image-'));
    for (const [index, stage] of stages.entries()) await replay(stage, index);
    app = rootOf(stages.length - 1);
    const engine = await recordsEngine([]);
    workspace = await startTestWorkspace(engine);
  }, 170_000);
  afterAll(async () => {
    bot?.kill('SIGKILL');
    await workspace?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const rootOf = (index: number) => join(folder, `stage-${index}`);

  /** Does what a stage says, in a folder for its WORKDIR. */
  async function replay({ instructions }: Stage, index: number): Promise<void> {
    const root = rootOf(index);
    await mkdir(root);
    const workdir = textsOf(instructions, 'WORKDIR').at(-1) ?? '';
    for (const { name, flags, text } of instructions) {
      if (name === 'COPY') await copy(text.split(/\s+/), flags.get('from'), workdir, root);
      // What builds is what is installed here: installing it once more would take a minute and show nothing about the image.
      if (name === 'RUN' && text === 'npm ci') await symlink(resolve('node_modules'), join(root, 'node_modules'));
      else if (name === 'RUN') runIn(root, text);
    }
  }

  async function copy(
    words: readonly string[],
    from: string | undefined,
    workdir: string,
    root: string,
  ): Promise<void> {
    const [target = '', ...sources] = words.toReversed();
    for (const source of sources) {
      const stage = stages.findIndex(({ name }) => name === from);
      const path = from === undefined ? source : join(rootOf(stage), source.slice(workdir.length));
      if (from === undefined && !isInContext(rules, source)) throw new Error(`.dockerignore leaves out ${source}`);
      await cp(path, join(root, target === './' ? source : target), { recursive: true, verbatimSymlinks: true });
    }
  }

  function runIn(cwd: string, command: string): void {
    const { status, stderr } = spawnSync('sh', ['-ec', command], { cwd, timeout: 150_000 });
    if (status !== 0) throw new Error(`${command}: ${stderr}`);
  }

  it('holds the bot and what it runs with: no stand-in, no test, nothing for development', async () => {
    const files = await readdir(app);
    const dist = await readdir(join(app, 'dist'));
    const installed = await readdir(join(app, 'node_modules'));
    const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8'));

    expect(files.sort()).toEqual(['dist', 'node_modules', 'package.json']);
    expect(dist).toContain('main.js');
    expect(dist).not.toContain('local');
    expect(installed).toContain('@slack');
    expect(
      installed.filter((name) => ['@duckdb', 'dynalite', 'react', 'jest', 'esbuild', 'playwright-core'].includes(name)),
    ).toEqual([]);
    for (const name of Object.keys(devDependencies)) {
      // Types that Bolt itself depends on come with it.
      if (!name.startsWith('@types/')) await expect(stat(join(app, 'node_modules', name))).rejects.toThrow('ENOENT');
    }
  });

  it('is smaller than 80 MB without Node itself', async () => {
    const entries = await readdir(app, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    const sizes = await Promise.all(files.map(async (path) => (await stat(path)).size));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);

    expect(bytes).toBeGreaterThan(1_000_000);
    expect(bytes).toBeLessThan(80_000_000);
  });

  it('runs by its CMD where it can write nothing, answers, says how it is, and ends on SIGTERM', async () => {
    const IR_HEALTH_PORT = String(await freePort());
    const [, ...args] = wordsOf(last('CMD'));
    for (const path of [folder, app]) await chmod(path, 0o555);
    // Root may write everywhere; the image's user may not. Nor has either of them leave of Node to write anywhere.
    const [uid, gid] = last('USER').split(':').map(Number);
    const user = process.getuid?.() === 0 ? { uid, gid } : {};
    bot = spawn(process.execPath, [...withoutWriting(), ...args], {
      cwd: app,
      env: { ...workspace.environment, NODE_ENV: 'production', TMPDIR: app, IR_HEALTH_PORT },
      ...user,
    });
    let output = '';
    bot.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    bot.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const exited = once(bot, 'exit');
    await until('it runs', () => output.includes('ir-bot is running') || undefined);
    const check = wordsOf(last('HEALTHCHECK').replace(/^CMD\s+/, '')).slice(1);
    const checked = () => checkHealth(check, IR_HEALTH_PORT);

    await workspace.command(ALICE, '/ir authfail');
    const [answer] = await workspace.answers(1);
    const health = await fetch(`http://127.0.0.1:${IR_HEALTH_PORT}/healthz`);
    const whileItRuns = await checked();
    bot.kill('SIGTERM');
    const [code] = await exited;
    await chmod(folder, 0o755);

    expect(JSON.stringify(answer?.blocks)).toContain('no matching events');
    expect([health.status, whileItRuns, code, await checked()]).toEqual([200, 0, 0, 1]);
    expect(output).not.toMatch(/EACCES|EROFS|ERR_ACCESS_DENIED|"level":"(?:error|fatal)"/);
  });
});

/** Node's own permissions: to read, and on the network, but not to write. Their flag was renamed in 23.5. */
function withoutWriting(): readonly string[] {
  const known = process.allowedNodeEnvironmentFlags;
  const flag = known.has('--permission') ? '--permission' : '--experimental-permission';
  return [flag, '--allow-fs-read=*', ...(known.has('--allow-net') ? ['--allow-net'] : [])];
}

/** The exit code of the image's HEALTHCHECK. */
async function checkHealth(args: readonly string[], port: string): Promise<number | null> {
  const child = spawn(process.execPath, [...args], { env: { IR_HEALTH_PORT: port }, timeout: CHECK_MS });
  const [code] = await once(child, 'exit');
  return code;
}
