import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '../src/errors.js';
import { measureAcknowledgement } from './acknowledgement.js';
import { measureAddedTime } from './added-time.js';
import { measureCosts } from './cost.js';
import { measureGrowth } from './growth.js';
import { measureLocalEngine } from './local-engine.js';
import { QUICK } from './quick.js';
import { machineLines } from './report/machine.js';
import { type Outcome, resultsPage, summaryText } from './report/results-page.js';
import { type Section, sectionText } from './report/section.js';
import { FULL, type Sizes } from './sizes.js';
import { measureSoak } from './soak.js';

/** One thing that is measured. */
interface Benchmark {
  readonly name: string;
  /** For who chooses among them. */
  readonly says: string;
  /** Absent where a size has none of it. */
  readonly measure: (sizes: Sizes) => Promise<Section> | undefined;
}

/** In the order of the issue that asks for them. */
const BENCHMARKS: readonly Benchmark[] = [
  {
    name: 'cost',
    says: 'what an investigation reads of the table: the notebook, the notebook in a window, the bot',
    measure: ({ cost }) => measureCosts(cost),
  },
  {
    name: 'added-time',
    says: 'what the bot adds to a query of known length, beside a look a second',
    measure: ({ addedTime }) => measureAddedTime(addedTime),
  },
  {
    name: 'acknowledgement',
    says: 'many commands at once, beside apps that only acknowledge',
    measure: ({ acknowledgement }) => measureAcknowledgement(acknowledgement),
  },
  {
    name: 'local-engine',
    says: 'reading logs and answering from them, beside bare DuckDB and other tools',
    measure: ({ localEngine }) => measureLocalEngine(localEngine),
  },
  {
    name: 'local-engine-large',
    says: 'the same with two million events',
    measure: ({ localEngineLarge }) => localEngineLarge && measureLocalEngine(localEngineLarge),
  },
  { name: 'growth', says: 'more events, more cases', measure: ({ growth }) => measureGrowth(growth) },
  { name: 'soak', says: 'a question a second for minutes', measure: ({ soak }) => measureSoak(soak) },
];

const RESULTS = 'bench/results.md';
const print = (text: string): void => void process.stdout.write(`${text}\n\n`);

/**
 * Runs benchmarks one after the other and prints what came of each. All of them at full size are also written to `bench/results.md`,
 * after each one, so that one that fails late costs nobody the others.
 *
 * @returns whether each could be measured. A target that is missed is told, and is no failure.
 */
export async function runSuite(args: readonly string[]): Promise<boolean> {
  const { chosen, sizes, isWhole, help } = readArgs(args);
  if (help !== undefined) {
    print(help);
    return args.includes('--help');
  }
  const machine = machineLines();
  const day = new Date().toISOString().slice(0, 10);
  print(machine.join('\n'));
  const outcomes: Outcome[] = [];
  for (const { name, measure } of chosen) {
    const startMs = performance.now();
    const measuring = measure(sizes);
    if (!measuring) continue;
    const result = await measuring.catch((cause: unknown) =>
      cause instanceof Error ? cause : new Error(messageOf(cause)),
    );
    outcomes.push({ name, result });
    print(result instanceof Error ? `## ${name}\n\n${result.stack}` : sectionText(result));
    print(`(${name} took ${((performance.now() - startMs) / 1_000).toFixed(0)} s)`);
    if (isWhole) await writeFile(RESULTS, resultsPage(outcomes, machine, day));
  }
  print(summaryText(outcomes));
  return outcomes.every(({ result }) => !(result instanceof Error));
}

/** What the words of the command line choose. `help`: what is said in place of measuring. */
export function readArgs(args: readonly string[]) {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { minutes: { type: 'string' }, runs: { type: 'string' }, help: { type: 'boolean' } },
  });
  const names = positionals.filter((word) => word !== 'quick');
  const isQuick = positionals.includes('quick');
  const unknown = names.filter((name) => !BENCHMARKS.some((one) => one.name === name));
  const known = BENCHMARKS.map(({ name, says }) => `  ${name}: ${says}\n`).join('');
  const refused = unknown.map((name) => `No benchmark "${name}". `).join('');
  const isWhole = names.length === 0 && !isQuick && values.minutes === undefined && values.runs === undefined;
  return {
    chosen: BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name)),
    sizes: sized(isQuick ? QUICK : FULL, positive('minutes', values.minutes), positive('runs', values.runs)),
    isWhole,
    help:
      values.help || unknown.length > 0
        ? `${refused}quick: all of these, small. Else one or more of:\n${known}`
        : undefined,
  };
}

/** The same with other minutes of the soak, and other repetitions of what is repeated. */
function sized(sizes: Sizes, minutes: number | undefined, runs: number | undefined): Sizes {
  const { soak, acknowledgement, growth, localEngine, localEngineLarge } = sizes;
  return {
    ...sizes,
    soak: { ...soak, seconds: minutes === undefined ? soak.seconds : Math.round(minutes * 60) },
    acknowledgement: { ...acknowledgement, runs: runs ?? acknowledgement.runs },
    growth: { ...growth, runs: runs ?? growth.runs },
    localEngine: { ...localEngine, runs: runs ?? localEngine.runs },
    ...(localEngineLarge && { localEngineLarge: { ...localEngineLarge, runs: runs ?? localEngineLarge.runs } }),
  };
}

/** @throws RangeError of what is no number above 0. */
function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const number = Number(text);
  if (!(number > 0 && Number.isFinite(number))) throw new RangeError(`--${name}=${text}: not a number above 0`);
  return number;
}
