import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { z } from 'zod';
import { ATTACKER_ARN } from '../generator.js';
import type { Measurement } from './measurement.js';

/** What a tool took. */
export interface ToolRuns {
  readonly name: string;
  /** Whether it reads the records as JSON: one that looks for text answers only how many. */
  readonly isStructured: boolean;
  readonly firstMs: readonly number[];
  readonly secondMs: readonly number[];
  /** How its answers were held against DuckDB's. */
  readonly agree: string;
}

type Rows = Measurement['answer'];

/** Something that people read such a folder with, by a command of the shell that is given `$1`, the folder, and `$2`, an ARN. */
interface Tool {
  readonly name: string;
  readonly needs: string;
  readonly isStructured: boolean;
  /** Prints a tab between its columns: ARN and time of each refused call, or how many there are; what answers nothing, anything. */
  readonly refused: string;
  readonly answersNothing?: true;
  /** Prints the event's id of each call of the ARN. */
  readonly calls?: string;
}

/** Every file, as each tool gets it. */
const FILES = 'find "$1" -name \'*.json.gz\' -print0 | xargs -0 -n 50 zcat';
const REFUSED = 'AccessDenied|UnauthorizedOperation';

const TOOLS: readonly Tool[] = [
  {
    name: 'zcat, which answers nothing',
    needs: 'zcat',
    isStructured: false,
    refused: `${FILES} | wc -c`,
    answersNothing: true,
  },
  {
    name: 'jq',
    needs: 'jq',
    isStructured: true,
    refused: `${FILES} | jq -r '.Records[] | select((.errorCode // "") | test("${REFUSED}")) | [.userIdentity.arn, .eventTime] | @tsv'`,
    calls: `${FILES} | jq -r --arg arn "$2" '.Records[] | select(.userIdentity.arn == $arn) | .eventID'`,
  },
  {
    name: 'zcat | rg, which only counts',
    needs: 'rg',
    isStructured: false,
    refused: `${FILES} | rg -o '"errorCode":"[^"]*(${REFUSED})' | wc -l | tr -d ' '`,
  },
  {
    name: 'a plain Node loop',
    needs: 'node',
    isStructured: true,
    refused: `"$3" "$4" "$1" refused`,
    calls: `"$3" "$4" "$1" calls "$2"`,
  },
];
/** People ask for these, too; none could be had to try a command of theirs with. */
const NOT_TRIED: readonly string[] = ['cloudgrep', 'trailscraper'];

const run = promisify(execFile);
const LOOP = fileURLToPath(new URL('node-loop.js', import.meta.url));

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
    if (tool.answersNothing) continue;
    assertSame(
      tool.name,
      tool.isStructured ? rowsOf(first.lines) : first.lines,
      tool.isStructured ? expected : [totalOf(expected)],
    );
    if (tool.calls === undefined) continue;
    const second = await shell(tool.calls, folder);
    secondMs.push(second.tookMs);
    assertSame(tool.name, [String(new Set(second.lines).size)], [String(calls)]);
  }
  return {
    name: tool.name,
    isStructured: tool.isStructured,
    firstMs,
    secondMs,
    agree: tool.answersNothing ? 'none' : tool.isStructured ? 'equal' : 'the sum is equal',
  };
}

async function shell(command: string, folder: string) {
  const start = performance.now();
  const args = ['-c', command, 'sh', folder, ATTACKER_ARN, process.execPath, LOOP];
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
