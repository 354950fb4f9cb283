import { readWindow, type Span, type Window } from '../src/investigation/window.js';
import { type LogEngine, readLogs } from '../src/local/athena/logs.js';
import { bytesText, counted } from '../src/text.js';
import { type BytesByDay, bytesByDay } from './cost-days.js';
import { bytesOf, daysOf, LAYOUTS, type LayoutCost, limitOf, measureCost, nominalLimitOf } from './cost-measure.js';
import type { Cost } from './cost-table.js';
import { type GeneratorOptions, keptLogs } from './generator.js';

/** What this measures, for who chooses among the benchmarks. */
export const description = 'what an investigation reads of the table: the notebook, the notebook in a window, the bot';

/** Bytes are counted, not time, so that small files do; so many that each account has one a day in each region. */
const LOGS: GeneratorOptions = {
  seed: 1,
  accounts: 2,
  regions: 3,
  days: 60,
  // A Friday: none of the days that are read is a weekend's, which has fewer events.
  endDay: '2026-11-20',
  events: 40_000,
  files: 2_400,
};
const DAY_MS = 86_400_000;
/** The last events of the logs are delivered ten minutes before the day ends. */
const END_OF_LOGS = new Date(`${LOGS.endDay}T23:50:00Z`);
const TARGET = 0.05;

/** The logs, read, with what each of their days weighs. */
interface Logs {
  readonly engine: LogEngine;
  readonly bytes: BytesByDay;
}

/**
 * Prints what an investigation costs on every table layout, as ratios.
 *
 * @throws AssertionError when the bot and the notebook do not find the same.
 */
export async function run(): Promise<void> {
  const { folder } = await keptLogs(LOGS);
  const engine = await readLogs(folder);
  try {
    const logs = { engine, bytes: await bytesByDay(folder) };
    await compare(logs);
    await compareDayBefore(logs);
  } finally {
    engine.close();
  }
  print('In all of these, the bot and the notebook found the same refusals, services, actions and times.');
}

async function compare({ engine, bytes }: Logs): Promise<void> {
  const { days, accounts, regions } = LOGS;
  const window = lastDay(END_OF_LOGS);
  const touched = daysOf(window.span);
  print(
    `cost: ${days} days, ${counted(accounts, 'account')}, ${counted(regions, 'region')}: ${counted(engine.events, 'event')} in ${counted(engine.files, 'file')}, ${bytesText(bytesOf([...bytes.keys()], bytes))} as stored`,
    `The window: the last 24 h, in the partitions of ${touched.join(' and ')}, ${bytesText(bytesOf(touched, bytes))}`,
    `The limit: these days twice, against everything six times: ${ratio(limitOf(window.span, bytes))} (were all days alike, ${ratio(nominalLimitOf(window.span, days))})`,
    '',
    row(['table', 'asked by', 'statements', 'scans', 'scanned', 'rows read', 'of the notebook', 'above the limit']),
  );
  for (const layout of LAYOUTS) print(...rowsOf(await measureCost(engine, layout, window, bytes)));
}

/** Where the logs go on after the window, the day after it is read too. */
async function compareDayBefore({ engine, bytes }: Logs): Promise<void> {
  const window = lastDay(new Date(END_OF_LOGS.getTime() - DAY_MS));
  const { bot, share, aboveLimit } = await measureCost(engine, 'bootstrap', window, bytes);
  print(
    '',
    `The 24 h before: ${bytesText(bot.scannedBytes)}, ${ratio(share)} of the notebook, ${percent(aboveLimit)} above the limit of its two days, since the day after is read too: events are delivered late.`,
  );
}

function lastDay(now: Date): Window & { readonly span: Span } {
  const { text, span } = readWindow('24h', now);
  if (!span) throw new Error(`"${text}" has no span`);
  return { text, span };
}

function rowsOf(cost: LayoutCost): string[] {
  const { layout, notebook, bounded, bot, share, aboveLimit } = cost;
  const ofNotebook = ({ scannedBytes }: Cost) => ratio(scannedBytes / notebook.scannedBytes);
  const verdict =
    layout === 'console'
      ? 'no partitions to leave out'
      : `${percent(aboveLimit)} ${aboveLimit <= TARGET ? '(target: 5 %)' : '(MISSES the target of 5 %)'}`;
  return [
    row([layout, 'the notebook', ...numbers(notebook), ratio(1), '']),
    row(['', 'the notebook, in the window', ...numbers(bounded), ofNotebook(bounded), '']),
    row(['', 'the bot', ...numbers(bot), ratio(share), verdict]),
  ];
}

const numbers = ({ statements, scans, scannedBytes, pagedRows }: Cost): string[] => [
  String(statements),
  String(scans),
  bytesText(scannedBytes),
  pagedRows.toLocaleString('en-US'),
];

/** `1/73.4`: a part as what it goes into. */
const ratio = (part: number): string => `1/${(1 / part).toFixed(1).replace(/\.0$/, '')}`;

const percent = (part: number): string => `${(part * 100).toFixed(1)} %`;

const WIDTHS = [-15, -28, 10, 7, 10, 10, 16] as const;

/** Cells in columns: a negative width is that of text, which begins at the left. */
const row = (cells: readonly string[]): string =>
  cells
    .map((cell, at) => {
      const width = WIDTHS[at] ?? 0;
      if (width === 0) return `  ${cell}`;
      return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
    })
    .join('')
    .trimEnd();

const print = (...lines: readonly string[]): void => {
  process.stdout.write(`${lines.join('\n')}\n`);
};
