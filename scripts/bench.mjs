// `npm run bench -- [name …] [options]`: runs the named benchmarks of bench/, by default all. Each is a file that exports
// `description`, one line, and `run(args)`. What they measure is compiled as in scripts/build.mjs, beside bench/.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, sourcesIn } from './compile.mjs';

const COMPILED = resolve('node_modules/.cache/ir-bot-bench');
await compile(sourcesIn('bench'), COMPILED);

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
