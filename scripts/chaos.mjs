// `npm run test:chaos [-- --profile=kills --questions=50 --seed=7 …]`: the bot as its own processes, against stand-ins that fail. What
// runs is compiled as in scripts/build.mjs, to a place of its own, so that a run is not disturbed by the next build.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, sourcesIn } from './compile.mjs';

const COMPILED = resolve(`node_modules/.cache/ir-bot-chaos-${process.pid}`);
process.on('exit', () => rmSync(COMPILED, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
await compile([...sourcesIn('test/chaos'), 'test/e2e/calls.ts', 'test/dynamodb/dynalite.ts'], COMPILED);

// On Node 20 the SDK says at every start that it will want Node 22 in 2027.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { run } = await import(pathToFileURL(join(COMPILED, 'test/chaos/chaos.js')).href);
const isGood = await run([`--bot=${join(COMPILED, 'src/main.js')}`, ...process.argv.slice(2)]);
process.exit(isGood ? 0 : 1);
