// `npm run bench [-- quick] [-- name … --minutes=10 --runs=5]`: runs the benchmarks of bench/, by default all, and writes
// bench/results.md where they were all run at their full size.
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { compile, sourcesIn } from './compile.mjs';

// A place for each run, so that one is not disturbed by the next.
const COMPILED = resolve(`node_modules/.cache/ir-bot-bench-${process.pid}`);
/** What the benchmarks use of the tests. */
const OF_TESTS = ['test/e2e/calls.ts', 'test/dynamodb/dynalite.ts', 'test/local/slack/pages.ts'];

process.on('exit', () => rmSync(COMPILED, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
await compile([...sourcesIn('bench'), ...sourcesIn('test/chaos'), ...OF_TESTS], COMPILED);

// On Node 20 the SDK says at every start that it will want Node 22 in 2027.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';
const { runSuite } = await import(pathToFileURL(join(COMPILED, 'bench/suite.js')).href);
process.exit((await runSuite(process.argv.slice(2))) ? 0 : 1);
