import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, resolve } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';

const versions = z.record(z.string(), z.string());
const MANIFEST = z.object({ dependencies: versions, devDependencies: versions });
const LOCKED = z.object({
  version: z.string().optional(),
  resolved: z.string().optional(),
  integrity: z.string().optional(),
  license: z.string().optional(),
  link: z.boolean().optional(),
  dev: z.boolean().optional(),
  devOptional: z.boolean().optional(),
  hasInstallScript: z.boolean().optional(),
});
const LOCK = z.object({ packages: z.record(z.string(), LOCKED) });
const INSTALLED = z.object({ scripts: versions.default({}), gypfile: z.boolean().optional() });

/** None of them asks for more than to be named with its text, or for nothing. */
const LICENCES = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'BlueOak-1.0.0', 'ISC', 'MIT'];

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));
const manifest = async () => MANIFEST.parse(await json('package.json'));

/** Every package of the lock file but the bot itself. */
const locked = async () =>
  Object.entries(LOCK.parse(await json('package-lock.json')).packages).filter(([path]) => path !== '');

/** What `npm ci --omit=dev` installs. */
const production = async () => (await locked()).filter(([, { dev, devOptional }]) => !dev && !devOptional);

describe('what the bot is made of', () => {
  it('is pinned: each direct dependency has one version, which is the one that is locked', async () => {
    const { dependencies, devDependencies } = await manifest();
    const packages = new Map(await locked());
    const direct = Object.entries({ ...dependencies, ...devDependencies });

    expect(direct.filter(([, version]) => !/^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version))).toEqual([]);
    expect(direct.filter(([name, version]) => packages.get(`node_modules/${name}`)?.version !== version)).toEqual([]);
  });

  it('comes from whatever registry npm is configured with, and has to be what it was', async () => {
    const packages = await locked();

    expect(packages.length).toBeGreaterThan(100);
    expect(packages.filter(([, { resolved, link }]) => resolved !== undefined || link)).toEqual([]);
    expect(packages.filter(([, { integrity }]) => !/^sha512-[\w+/]{86}==$/.test(integrity ?? ''))).toEqual([]);
  });

  it('runs nothing when it is installed', async () => {
    const packages = await production();
    const scripted = await Promise.all(
      packages.map(async ([path]) => {
        const { scripts, gypfile } = INSTALLED.parse(await json(join(path, 'package.json')));
        const files = await readdir(path);
        const hooks = ['preinstall', 'install', 'postinstall'].filter((hook) => scripts[hook] !== undefined);
        // npm builds what has such a file, without a script that says so.
        return gypfile || files.includes('binding.gyp') ? [...hooks, `${path}: binding.gyp`] : hooks;
      }),
    );

    expect(packages.length).toBeGreaterThan(50);
    expect(scripted.flat()).toEqual([]);
    expect(packages.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  it('may be used as it is: its licences are on the list', async () => {
    const packages = await production();

    expect(
      packages.flatMap(([path, { license = 'none' }]) => (LICENCES.includes(license) ? [] : [[path, license]])),
    ).toEqual([]);
  });

  it('is all that the bot imports: what is for development is not', async () => {
    const { dependencies } = await manifest();
    const paths = (await readdir('src', { recursive: true })).filter(
      (path) => /\.ts$/.test(path) && !/^local/.test(path),
    );
    const sources = await Promise.all(paths.map((path) => readFile(join('src', path), 'utf8')));
    const imported = sources.flatMap((source) =>
      [...source.matchAll(/(?:^(?:import|export)[^';]* from |import\()'([^'.][^']*)'/gm)].map(([, name = '']) => name),
    );
    const isKnown = (name: string) =>
      name.startsWith('node:') ||
      Object.keys(dependencies).some((known) => name === known || name.startsWith(`${known}/`));

    expect(imported).toContain('@slack/bolt');
    expect(imported.filter((name) => builtinModules.includes(name))).toEqual([]);
    expect(imported.filter((name) => !isKnown(name))).toEqual([]);
  });
});

/** Runs a program, with these changes to the environment. */
function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = '.') {
  return new Promise<{ code: number | null; output: string }>((done, reject) => {
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env } });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.on('error', reject).on('close', (code) => done({ code, output }));
  });
}

const advisoryOf = (severity: string) => ({
  pino: [
    { id: 1, url: 'https://github.com/advisories/GHSA-0000', title: 'A hole', severity, vulnerable_versions: '<999' },
  ],
});

describe('scripts/audit.mjs', () => {
  let folder: string;
  let registry: Server | undefined;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
  });
  afterEach(async () => {
    registry?.closeAllConnections();
    await new Promise((done) => (registry ? registry.close(done) : done(undefined)));
    registry = undefined;
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Asks a registry that answers so for advisories, and knows no package; npm remembers nothing from before. */
  async function audit(bulk: { status?: number; body: string } | 'silence', ...options: string[]) {
    const server = createServer((request, response) => {
      const isBulk = request.method === 'POST' && request.url === '/-/npm/v1/security/advisories/bulk';
      if (!isBulk) response.writeHead(404).end('{}');
      else if (bulk !== 'silence') response.writeHead(bulk.status ?? 200).end(bulk.body);
    });
    registry = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    const cache = await mkdtemp(join(folder, 'cache-'));
    return run('node', ['scripts/audit.mjs', `--registry=http://127.0.0.1:${port}/`, `--cache=${cache}`, ...options]);
  }

  it('says that there are none, of how many packages', async () => {
    const { code, output } = await audit({ body: '{}' });

    expect(output).toMatch(/^advisories were checked: 0 of \d{2,} production packages have one, 0 high or critical\n$/);
    expect(code).toBe(0);
  });

  it.each([
    ['critical', 1],
    ['high', 1],
    ['moderate', 0],
    ['low', 0],
  ])('names a package with a %s one', async (severity, expected) => {
    const { code, output } = await audit({ body: JSON.stringify(advisoryOf(severity)) });

    expect(output).toContain(`  ${severity}: pino: A hole (<999) https://github.com/advisories/GHSA-0000\n`);
    expect(output).toMatch(expected === 1 ? /1 of \d+ .* 1 high or critical/ : /1 of \d+ .* 0 high or critical/);
    expect(code).toBe(expected);
  });

  it('does not ask about what is for development', async () => {
    const { output } = await audit({ body: JSON.stringify({ jest: advisoryOf('critical').pino }) });

    expect(output).toContain('advisories were checked: 0 of');
  });

  it.each([
    ['knows no advisories', { status: 404, body: '{"error":"not found"}' }, '404 Not Found'],
    ['does not let us ask', { status: 405, body: '' }, '405 Method Not Allowed'],
    ['is down', { status: 503, body: '' }, '503 Service Unavailable'],
    ['answers with something else', { body: '<html>Sign in</html>' }, 'invalid json response body'],
    ['does not answer', 'silence' as const, 'no answer within 3 seconds'],
  ])('says that nothing was checked where the registry %s', async (_, bulk, why) => {
    const { code, output } = await audit(bulk, '--timeout-seconds=3');

    expect(output).toMatch(/^advisories were not checked: .*\n$/);
    expect(output).toContain(why);
    expect(output).not.toContain('were checked');
    expect(code).toBe(0);
  });

  it('says that nothing was checked where nobody is', async () => {
    const { code, output } = await run('node', ['scripts/audit.mjs', '--registry=http://127.0.0.1:9/']);

    expect(output).toMatch(/^advisories were not checked: .*ECONNREFUSED/);
    expect(code).toBe(0);
  });

  it('fails where there is no lock file to ask about', async () => {
    await writeFile(join(folder, 'package.json'), '{}');

    const { code, output } = await run('node', [resolve('scripts/audit.mjs')], {}, folder);

    expect(output).toContain('advisories cannot be checked: This command requires an existing lockfile.');
    expect(code).toBe(1);
  });
});

describe('.ci/run', () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    await stub('apt-get', 'exit 0');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function stub(name: string, script: string): Promise<void> {
    await writeFile(join(folder, name), `#!/bin/sh\n${script}\n`);
    await chmod(join(folder, name), 0o755);
  }

  /** With an npm whose tests end so, and whose audit finds this. */
  async function ci(tests: string, auditPrints: unknown) {
    await writeFile(join(folder, 'audit.json'), JSON.stringify(auditPrints));
    await stub('npm', `if [ "$1" = audit ]; then cat '${join(folder, 'audit.json')}'; else ${tests}; fi`);
    const path = [folder, dirname(process.execPath), process.env.PATH].join(delimiter);
    const { code, output } = await run('bash', ['.ci/run'], { PATH: path });
    return { code, lines: output.trim().split('\n') };
  }

  const dependencies = { prod: 150 };
  const clean = { vulnerabilities: {}, metadata: { dependencies } };
  const hole = {
    vulnerabilities: { pino: { name: 'pino', severity: 'high', via: ['thread-stream'] } },
    metadata: { dependencies },
  };
  const passing = 'echo "Tests:       1 skipped, 7 passed, 8 total"';

  it.each([
    ['passes', passing, clean, 'advisories were checked: 0 of', '7 passed, 0 failed, 1 skipped', 0],
    [
      'passes without an advisory source',
      passing,
      { message: '405' },
      'were not checked',
      '7 passed, 0 failed, 1 skipped',
      0,
    ],
    ['fails for a known hole', passing, hole, '1 high or critical', '7 passed, 1 failed, 1 skipped', 1],
    ['fails for a test', 'echo "Tests:  1 failed, 6 passed, 7 total"; exit 1', clean, '0 of', '6 passed, 1 failed', 1],
    ['fails for both', 'echo "Tests:  1 failed, 6 passed, 7 total"; exit 1', hole, '1 high', '6 passed, 2 failed', 1],
    ['fails for what stops before the tests', 'exit 2', clean, '0 of', '0 passed, 1 failed', 2],
  ])('%s, with the counts in its last line', async (_, tests, auditPrints, advisories, counts, expected) => {
    const { code, lines } = await ci(tests, auditPrints);

    expect(lines.at(-1)).toBe(counts);
    expect(lines.at(-2)).toContain(advisories);
    expect(code).toBe(expected);
  });
});
