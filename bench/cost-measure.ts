import type { Span, Window } from '../src/investigation/window.js';
import type { LogEngine } from '../src/local/athena/log-engine.js';
import type { LayoutName } from '../src/local/athena/table-layouts.js';
import type { BytesByDay } from './cost-days.js';
import { type Comparison, compareInvestigations } from './cost-investigation.js';
import { openTable } from './cost-table.js';

/** An investigation on one table, in three ways. */
export interface LayoutCost extends Comparison {
  readonly layout: LayoutName;
  /** The bot's bytes as a part of the notebook's. */
  readonly share: number;
  /** How far the share is above its limit: 0.05 is 5 % above. */
  readonly aboveLimit: number;
}

/** Every way in which a table is partitioned. */
export const LAYOUTS: readonly LayoutName[] = ['bootstrap', 'projection', 'manual', 'manual-account', 'console'];
/** How often the bot and the notebook read the table. */
const BOT_SCANS = 2;
const NOTEBOOK_SCANS = 6;
const DAY_MS = 86_400_000;

/** Measures an investigation of a window on a table in one layout. The caller closes the engine. */
export async function measureCost(
  engine: LogEngine,
  layout: LayoutName,
  window: Window & { readonly span: Span },
  bytes: BytesByDay,
): Promise<LayoutCost> {
  const table = await openTable(engine, layout);
  try {
    const comparison = await compareInvestigations(table, window);
    const share = comparison.bot.scannedBytes / comparison.notebook.scannedBytes;
    return { layout, ...comparison, share, aboveLimit: share / limitOf(window.span, bytes) - 1 };
  } finally {
    await table.close();
  }
}

/** The least part of the notebook's bytes that an investigation can do with: the window's days, twice, against everything, six times. */
export const limitOf = (span: Span, bytes: BytesByDay): number =>
  (BOT_SCANS * bytesOf(daysOf(span), bytes)) / (NOTEBOOK_SCANS * bytesOf([...bytes.keys()], bytes));

/** The same, were all days alike. */
export const nominalLimitOf = (span: Span, days: number): number =>
  (BOT_SCANS * daysOf(span).length) / (NOTEBOOK_SCANS * days);

/** The days, UTC, that a window touches. */
export function daysOf({ from, to }: Span): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from.slice(0, 10)); at < Date.parse(to); at += DAY_MS) {
    days.push(new Date(at).toISOString().slice(0, 10));
  }
  return days;
}

/** What the files of some days weigh together. */
export const bytesOf = (days: readonly string[], bytes: BytesByDay): number =>
  days.reduce((sum, day) => sum + (bytes.get(day) ?? 0), 0);
