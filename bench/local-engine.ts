import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { MEASUREMENT, type Measurement } from './engine/measurement.js';
import { engineReport, type Targets } from './engine/report.js';
import { type GeneratorOptions, keptLogs } from './generator.js';

/** For the list of benchmarks. */
export const description =
  'reading logs and answering from them, against bare DuckDB; --large: 2 million events, --runs=5';

const WEEKS: GeneratorOptions = {
  seed: 7,
  accounts: 3,
  regions: 4,
  days: 14,
  endDay: '2026-11-24',
  events: 300_000,
  files: 1_200,
};
const LARGE: GeneratorOptions = { ...WEEKS, events: 2_000_000, files: 8_000 };
/** Of the days in both. */
const WINDOW = ['2026/11/20', '2026/11/24'] as const;
const GIB = 1_024;
const TARGETS = { firstAnswerRatio: 1.5, laterMs: 200, ownMs: 200, peakMiB: GIB } satisfies Targets;
const LARGE_TARGETS: Targets = { firstAnswerRatio: 1.5, laterMs: 200, peakMiB: 1.5 * GIB };

/**
 * Measures in turns, each time in a new process, and prints the medians.
 *
 * @throws when the two give different answers: then there is nothing to compare.
 */
export async function run(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { large: { type: 'boolean' }, runs: { type: 'string' } } });
  const runs = Number(values.runs ?? (values.large ? 3 : 5));
  if (!Number.isInteger(runs) || runs < 1) throw new RangeError(`--runs=${values.runs}: not a number of runs`);
  const logs = await keptLogs(values.large ? LARGE : WEEKS);
  const megabytes = (bytes: number) => Math.round(bytes / 1e6);
  process.stdout.write(
    `local-engine: ${logs.events.toLocaleString('en-US')} events in ${logs.files.toLocaleString('en-US')} files, ` +
      `${megabytes(logs.jsonBytes)} MB of JSON (${megabytes(logs.storedBytes)} MB stored), ${runs} runs each\n`,
  );
  const bare: Measurement[] = [];
  const ours: Measurement[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    bare.push(await measureIn('bare', logs.folder));
    ours.push(await measureIn('ours', logs.folder));
  }
  const answers = new Set([...bare, ...ours].map(({ answer }) => JSON.stringify(answer)));
  if (answers.size > 1) throw new Error(`local-engine: the same question had ${answers.size} different answers`);
  process.stdout.write(engineReport(bare, ours, values.large ? LARGE_TARGETS : TARGETS));
}

async function measureIn(child: 'bare' | 'ours', folder: string): Promise<Measurement> {
  const script = fileURLToPath(new URL(`engine/${child}.js`, import.meta.url));
  // The flag is the workspace's own; see src/local/main.ts.
  const args = ['--liftoff-only', script, folder, ...WINDOW];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return MEASUREMENT.parse(JSON.parse(stdout));
}
