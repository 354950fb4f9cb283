import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { MEASUREMENT, type Measurement } from './engine/measurement.js';
import { engineSection, type Targets } from './engine/report.js';
import { askTools } from './engine/tools.js';
import { type GeneratorOptions, keptLogs } from './generator.js';
import type { Section } from './report/section.js';
import { fixed } from './report/spread.js';

/** How much is measured. */
export interface LocalEngineSize {
  readonly logs: GeneratorOptions;
  readonly targets: Targets;
  readonly runs: number;
  /** How often each other tool is asked; 0: not at all. */
  readonly toolRuns: number;
}

/** All days that any of the sizes has: what reads the files one after the other reads as many as DuckDB does. */
const WINDOW = ['2026/01/01', '2026/12/31'] as const;

/**
 * Measures in turns, each time in a new process: the stand-in for Athena, bare DuckDB, and what else people read such logs with.
 *
 * @throws when they give different answers: then there is nothing to compare.
 */
export async function measureLocalEngine({
  logs: options,
  targets,
  runs,
  toolRuns,
}: LocalEngineSize): Promise<Section> {
  const logs = await keptLogs(options);
  const bare: Measurement[] = [];
  const ours: Measurement[] = [];
  for (let turn = 0; turn < runs; turn += 1) {
    bare.push(await measureIn('bare', logs.folder));
    ours.push(await measureIn('ours', logs.folder));
  }
  const answers = new Set([...bare, ...ours].map(({ answer }) => JSON.stringify(answer)));
  const [first] = bare;
  if (answers.size > 1 || !first) throw new Error(`the same question had ${answers.size} different answers`);
  const { tools, skipped } =
    toolRuns === 0 ? { tools: [], skipped: [] } : await askTools(logs.folder, first.answer, first.calls, toolRuns);
  const megabytes = (bytes: number) => fixed(bytes / 1e6, 0);
  const about = [
    `${fixed(logs.events, 0)} events in ${fixed(logs.files, 0)} files, ${megabytes(logs.jsonBytes)} MB of JSON (${megabytes(logs.storedBytes)} MB stored); ${runs} runs each, in turns, other tools ${toolRuns}.`,
    'All give the same first answer, which is asserted.',
  ];
  return engineSection(`Local engine, ${fixed(logs.events, 0)} events`, about, { bare, ours, tools, skipped }, targets);
}

async function measureIn(child: 'bare' | 'ours', folder: string): Promise<Measurement> {
  const script = fileURLToPath(new URL(`engine/${child}.js`, import.meta.url));
  // The flag is the workspace's own; see src/local/main.ts.
  const args = ['--liftoff-only', script, folder, ...WINDOW];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 });
  return MEASUREMENT.parse(JSON.parse(stdout));
}
