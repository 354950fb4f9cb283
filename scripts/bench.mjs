// `npm run bench -- [name …] [options]`: runs the named benchmarks of bench/, by default all. Each is a file that exports
// `description`, one line, and `run(args)`. What they measure is compiled as in scripts/build.mjs, beside bench/.
import { cpSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const COMPILED = resolve('node_modules/.cache/ir-bot-bench');
const PAGE = join('src/local/slack/page', '/');

const sourcesIn = (folder) =>
  readdirSync(folder, { recursive: true })
    .map((path) => join(folder, path))
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.d.ts') && !path.startsWith(PAGE));

rmSync(COMPILED, { recursive: true, force: true });
await build({
  entryPoints: [...sourcesIn('bench'), ...sourcesIn('src')],
  outdir: COMPILED,
  outbase: '.',
  platform: 'node',
  format: 'esm',
  target: 'node20.19',
  sourcemap: true,
  logLevel: 'warning',
});
cpSync('src/detections', join(COMPILED, 'src/detections'), {
  recursive: true,
  filter: (path) => !path.endsWith('.ts'),
});

const benchmarks = new Map();
for (const file of readdirSync('bench').filter((name) => name.endsWith('.ts'))) {
  const name = file.replace(/\.ts$/, '');
  const benchmark = await import(pathToFileURL(join(COMPILED, 'bench', `${name}.js`)).href);
  if (typeof benchmark.run === 'function') benchmarks.set(name, benchmark);
}

const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('-'));
const unknown = names.filter((name) => !benchmarks.has(name));
if (unknown.length > 0 || args.includes('--help')) {
  const known = [...benchmarks].map(([name, { description }]) => `  ${name}: ${description}\n`).join('');
  process.stderr.write(`${unknown.map((name) => `no benchmark "${name}". `).join('')}There are:\n${known}`);
  process.exit(unknown.length > 0 ? 1 : 0);
}
for (const name of names.length > 0 ? names : benchmarks.keys()) {
  await benchmarks.get(name).run(args.filter((arg) => arg.startsWith('-')));
}
