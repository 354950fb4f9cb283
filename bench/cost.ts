import { readWindow, type Span, type Window } from '../src/investigation/window.js';
import type { LogEngine } from '../src/local/athena/log-engine.js';
import { readLogs } from '../src/local/athena/logs.js';
import { type BytesByDay, bytesByDay } from './cost-days.js';
import { LAYOUTS, limitOf, measureCost } from './cost-measure.js';
import { costSection, type WindowCost } from './cost-section.js';
import { type GeneratorOptions, keptLogs } from './generator.js';
import type { Section } from './report/section.js';

/** How much is measured. */
export interface CostSize {
  readonly logs: GeneratorOptions;
  /** How many windows, of which each ends a day earlier than the one before. */
  readonly windows: number;
}

const DAY_MS = 86_400_000;

/**
 * Counts what an investigation reads: in windows that end on each day of a week, since weekends have fewer events, on a table of which
 * that day is the last, as it is for who investigates on it.
 *
 * @throws AssertionError when the bot and the notebook do not find the same.
 */
export async function measureCosts({ logs, windows }: CostSize): Promise<Section> {
  const costs: WindowCost[] = [];
  for (let back = 0; back < windows; back += 1) {
    const endDay = new Date(Date.parse(logs.endDay) - back * DAY_MS).toISOString().slice(0, 10);
    const { folder } = await keptLogs({ ...logs, endDay });
    const engine = await readLogs(folder);
    try {
      costs.push(...(await costsOf({ engine, bytes: await bytesByDay(folder), endDay, isFirst: back === 0 })));
    } finally {
      engine.close();
    }
  }
  return costSection(logs, costs);
}

interface Logs {
  readonly engine: LogEngine;
  readonly bytes: BytesByDay;
  readonly endDay: string;
  readonly isFirst: boolean;
}

/** Every layout for the first window; the others are read from one, since they read the same days. */
async function costsOf({ engine, bytes, endDay, isFirst }: Logs): Promise<readonly WindowCost[]> {
  const window = lastDay(endDay);
  const costs: WindowCost[] = [];
  for (const layout of isFirst ? LAYOUTS : LAYOUTS.slice(0, 1)) {
    const cost = await measureCost(engine, layout, window, bytes);
    costs.push({ ...cost, endDay, limit: limitOf(window.span, bytes) });
  }
  return costs;
}

/** The last events of a day are delivered ten minutes before it ends. */
function lastDay(endDay: string): Window & { readonly span: Span } {
  const { text, span } = readWindow('24h', new Date(`${endDay}T23:50:00Z`));
  if (!span) throw new Error(`"${text}" has no span`);
  return { text, span };
}
