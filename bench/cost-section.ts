import { bytesText, counted } from '../src/text.js';
import { type LayoutCost, nominalLimitOf } from './cost-measure.js';
import type { Cost } from './cost-table.js';
import { median } from './engine/measurement.js';
import type { GeneratorOptions } from './generator.js';
import type { Section, Target } from './report/section.js';
import { fixed, spreadOf } from './report/spread.js';

/** What an investigation on a table cost whose logs, and whose window, end on a day. */
export interface WindowCost extends LayoutCost {
  readonly endDay: string;
  /** The least part of the notebook's bytes that it could have been. */
  readonly limit: number;
}

/** The target is a part of 85 where the limit is one of 90; for other days than 60, as much more than theirs. */
const ABOVE_LIMIT = 90 / 85;
const TARGET_STATEMENTS = 2;
const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
/** For the limit, were all days alike: any 24 hours that begin at ten to midnight. */
const ANY_DAY = { from: '2026-11-19T23:50:00Z', to: '2026-11-20T23:50:00Z' };

/** The numbers as tables, and the targets. */
export function costSection(logs: GeneratorOptions, costs: readonly WindowCost[]): Section {
  const { days, accounts, regions, events, files } = logs;
  const [{ endDay = '' } = {}] = costs;
  const windows = windowsOf(costs);
  const { least, most } = spreadOf(windows.map(({ share }) => share));
  return {
    title: 'Cost of an investigation',
    about: [
      `${days} days, ${counted(accounts, 'account')}, ${counted(regions, 'region')}, ${counted(events, 'event')} in ${counted(files, 'file')}; a window of 24 h, which is in the partitions of two days.`,
      'Beside the bot: the six queries of the notebook as they stand, and the same six inside the window. All find the same refusals, services, actions and times, which is asserted.',
      `The limit is those two days twice, against all days six times: were all days alike, ${ratio(nominalLimitOf(ANY_DAY, days))}; weekends are lighter.`,
    ],
    tables: [
      {
        title: `On every table layout, the window ending on ${endDay}`,
        columns: ['table', 'asked by', 'statements', 'scans', 'scanned', 'rows read', 'of the notebook'],
        rows: costs.filter((cost) => cost.endDay === endDay).flatMap(layoutRows),
      },
      {
        title: `One window ending on each day of a week: median ${ratio(median(windows.map(({ share }) => share)))}, between ${ratio(most)} and ${ratio(least)}, all together ${ratio(shareOfAll(windows))}`,
        columns: ['ends on', 'scanned', 'by the notebook', 'of the notebook', 'limit', 'above the limit'],
        rows: windows.map((cost) => [
          `${cost.endDay}, ${WEEKDAYS[new Date(cost.endDay).getUTCDay()]}`,
          bytesText(cost.bot.scannedBytes),
          bytesText(cost.notebook.scannedBytes),
          ratio(cost.share),
          ratio(cost.limit),
          `${fixed(cost.aboveLimit * 100, 1)} %`,
        ]),
      },
    ],
    targets: [shareTarget(windows, days), statementsTarget(costs)],
  };
}

/** One layout's: the others read the same days. */
const windowsOf = (costs: readonly WindowCost[]): readonly WindowCost[] =>
  costs.filter(({ layout }) => layout === costs[0]?.layout);

/** Nobody chooses the day of an incident, and weekends are lighter: a window on each day of a week, together, is what is promised. */
function shareTarget(windows: readonly WindowCost[], days: number): Target {
  const target = ABOVE_LIMIT * nominalLimitOf(ANY_DAY, days);
  const share = shareOfAll(windows);
  const mostAbove = Math.max(...windows.map(({ aboveLimit }) => aboveLimit));
  return {
    what: "the bot's bytes as a part of the notebook's, all windows together",
    promised: `at most ${ratio(target)}`,
    measured: ratio(share),
    isMet: share <= target,
    reason:
      `no window is more than ${fixed(mostAbove * 100, 1)} % above its own limit, which is between ` +
      `${ratio(Math.max(...windows.map(({ limit }) => limit)))} and ${ratio(Math.min(...windows.map(({ limit }) => limit)))}: their days are heavier than the average day.`,
  };
}

const shareOfAll = (windows: readonly WindowCost[]): number =>
  windows.reduce((sum, { bot }) => sum + bot.scannedBytes, 0) /
  windows.reduce((sum, { notebook }) => sum + notebook.scannedBytes, 0);

function statementsTarget(costs: readonly WindowCost[]): Target {
  const most = Math.max(...costs.map(({ bot }) => bot.statements));
  return {
    what: 'statements of the bot',
    promised: `at most ${TARGET_STATEMENTS}`,
    measured: String(most),
    isMet: most <= TARGET_STATEMENTS,
  };
}

function layoutRows({ layout, notebook, bounded, bot, share }: WindowCost): readonly (readonly string[])[] {
  return [
    [layout, 'the notebook', ...numbers(notebook), ratio(1)],
    ['', 'the notebook, in the window', ...numbers(bounded), ratio(bounded.scannedBytes / notebook.scannedBytes)],
    ['', 'the bot', ...numbers(bot), ratio(share)],
  ];
}

const numbers = ({ statements, scans, scannedBytes, pagedRows }: Cost): readonly string[] => [
  String(statements),
  String(scans),
  bytesText(scannedBytes),
  fixed(pagedRows, 0),
];

/** `1/73.4`: a part as what it goes into. */
const ratio = (part: number): string => `1/${(1 / part).toFixed(1).replace(/\.0$/, '')}`;
