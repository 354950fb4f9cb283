import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ATTACKER_ARN } from '../generator.js';
import type { Measurement } from './measurement.js';

/** What a tool took. */
export interface ToolRuns {
  readonly name: string;
  /** Whether it is another's that reads the records as JSON, and so one to be faster than: what looks for text answers only how many. */
  readonly isStructured: boolean;
  readonly firstMs: readonly number[];
  readonly secondMs: readonly number[];
  /** How its answers were held against DuckDB's. */
  readonly agree: string;
}

type Rows = Measurement['answer'];

/**
 * Something that people read such a folder with, by a command of the shell that is given `$1`, the folder, `$2`, an ARN, `$3`, Node,
 * `$4`, the Node loop, and `$5`, the bot's own command.
 */
interface Tool {
  readonly name: string;
  readonly needs: string;
  /**
   * What it prints, a tab between its columns: ARN and time of each refused call, the event's id of each call of the ARN (`events`);
   * the answers themselves (`answers`); how many are refused (`a sum`); or nothing that counts (`nothing`).
   */
  readonly prints: 'events' | 'answers' | 'a sum' | 'nothing';
  readonly refused: string;
  readonly calls?: string;
}

/** Every file, as each tool gets it. */
const FILES = 'find "$1" -name \'*.json.gz\' -print0 | xargs -0 -n 50 zcat';
const REFUSED = 'AccessDenied|UnauthorizedOperation';

const ASK = '--logs "$1" --detections bench/engine/asked --format csv | sed 1d | tr -d \'"\\r\' | tr , "\\t"';

const TOOLS: readonly Tool[] = [
  {
    name: '`ir-bot ask`, the whole process',
    needs: 'node',
    prints: 'answers',
    refused: `"$3" "$5" ask refused ${ASK}`,
    calls: `"$3" "$5" ask how-many-calls --suspect "$2" ${ASK}`,
  },
  { name: 'zcat, which answers nothing', needs: 'zcat', prints: 'nothing', refused: `${FILES} | wc -c` },
  {
    name: 'jq',
    needs: 'jq',
    prints: 'events',
    refused: `${FILES} | jq -r '.Records[] | select((.errorCode // "") | test("${REFUSED}")) | [.userIdentity.arn, .eventTime] | @tsv'`,
    calls: `${FILES} | jq -r --arg arn "$2" '.Records[] | select(.userIdentity.arn == $arn) | .eventID'`,
  },
  {
    name: 'zcat | rg, which only counts',
    needs: 'rg',
    prints: 'a sum',
    refused: `${FILES} | rg -o '"errorCode":"[^"]*(${REFUSED})' | wc -l | tr -d ' '`,
  },
  {
    name: 'a plain Node loop',
    needs: 'node',
    prints: 'events',
    refused: `"$3" "$4" "$1" refused`,
    calls: `"$3" "$4" "$1" calls "$2"`,
  },
];
/** People ask for these, too; none could be had to try a command of theirs with. */
const NOT_TRIED: readonly string[] = ['cloudgrep', 'trailscraper'];

const run = promisify(execFile);
const LOOP = fileURLToPath(new URL('node-loop.js', import.meta.url));
const COMMAND = fileURLToPath(new URL('../../src/local/cli.js', import.meta.url));

/**
 * Asks each tool that is on this machine.
 *
 * @param expected the first answer, as DuckDB gave it: ARN, calls, first time.
 * @param calls how many calls the attacker made.
 * @throws when a tool answers something else.
 */
export async function askTools(folder: string, expected: Rows, calls: number, runs: number) {
  const skipped: string[] = [];
  const tools: ToolRuns[] = [];
  for (const tool of TOOLS) {
    if (tool.needs !== 'node' && !(await isThere(tool.needs))) skipped.push(`${tool.needs} is not on this machine.`);
    else tools.push(await askTool(tool, { folder, expected, calls, runs }));
  }
  for (const name of NOT_TRIED)
    skipped.push(`${name} is ${(await isThere(name)) ? '' : 'not '}on this machine; it is not measured.`);
  return { tools, skipped };
}

interface Asked {
  readonly folder: string;
  readonly expected: Rows;
  readonly calls: number;
  readonly runs: number;
}

async function askTool(tool: Tool, { folder, expected, calls, runs }: Asked): Promise<ToolRuns> {
  const firstMs: number[] = [];
  const secondMs: number[] = [];
  for (let at = 0; at < runs; at += 1) {
    const first = await shell(tool.refused, folder);
    firstMs.push(first.tookMs);
    assertFirst(tool, first.lines, expected);
    if (tool.calls === undefined) continue;
    const second = await shell(tool.calls, folder);
    secondMs.push(second.tookMs);
    const count = tool.prints === 'answers' ? second.lines[0] : String(new Set(second.lines).size);
    assertSame(tool.name, [count], [String(calls)]);
  }
  return {
    name: tool.name,
    isStructured: tool.prints === 'events',
    firstMs,
    secondMs,
    agree: AGREE[tool.prints],
  };
}

const AGREE = { events: 'equal', answers: 'equal', 'a sum': 'the sum is equal', nothing: 'none' } as const;

function assertFirst({ name, prints }: Tool, lines: readonly string[], expected: Rows): void {
  if (prints === 'events') assertSame(name, rowsOf(lines), expected);
  if (prints === 'a sum') assertSame(name, lines, [totalOf(expected)]);
  if (prints === 'answers') {
    const rows = lines.map((line) => line.split('\t').map((cell) => (cell === '' ? null : cell)));
    assertSame(name, rows, expected);
  }
}

async function shell(command: string, folder: string) {
  const start = performance.now();
  const args = ['-c', command, 'sh', folder, ATTACKER_ARN, process.execPath, LOOP, COMMAND];
  const { stdout } = await run('/bin/sh', args, { maxBuffer: 2 ** 30 });
  const lines = z.array(z.string()).parse(stdout.split('\n').filter((line) => line !== ''));
  return { tookMs: performance.now() - start, lines };
}

/** Calls by ARN, the most first, as the SQL has them. */
export function rowsOf(lines: readonly string[]): Rows {
  const found = new Map<string, { calls: number; firstTime: string }>();
  for (const line of lines) {
    const [arn = '', time = ''] = line.split('\t');
    const { calls = 0, firstTime = time } = found.get(arn) ?? {};
    found.set(arn, { calls: calls + 1, firstTime: time < firstTime ? time : firstTime });
  }
  return [...found]
    .sort(([one, { calls: ones }], [other, { calls: others }]) => others - ones || (one < other ? -1 : 1))
    .map(([arn, { calls, firstTime }]) => [arn === '' ? null : arn, String(calls), firstTime]);
}

const totalOf = (rows: Rows): string => String(rows.reduce((sum, [, calls]) => sum + Number(calls), 0));

/** In whatever order rows of the same number come. */
function assertSame(tool: string, answer: readonly unknown[], expected: readonly unknown[]): void {
  const inOrder = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
  const [theirs, ours] = [inOrder(answer), inOrder(expected)];
  if (theirs.join('\n') !== ours.join('\n')) {
    const odd = theirs.find((row, at) => row !== ours[at]) ?? 'nothing';
    throw new Error(`${tool} answers ${theirs.length} rows where there are ${ours.length}: ${odd.slice(0, 200)}`);
  }
}

const isThere = (command: string): Promise<boolean> =>
  run('/bin/sh', ['-c', 'command -v "$1"', 'sh', command]).then(
    () => true,
    () => false,
  );
