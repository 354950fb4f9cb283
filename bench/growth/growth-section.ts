import { median } from '../engine/measurement.js';
import type { GrowthSize } from '../growth.js';
import type { Section, Target } from '../report/section.js';
import { fixed, spreadText, times } from '../report/spread.js';
import type { CaseGrowth } from './case-growth.js';
import type { EventGrowth } from './event-growth.js';

const MIB = 2 ** 20;
const FLAT_RSS = 1.15;
const FLAT_TIME = 1.3;
/** Cases that the Home reads at most: `LISTED` of src/investigation/investigation.ts. */
export const LISTED = 200;

/** The numbers as tables, and the targets. */
export function growthSection(
  { runs }: GrowthSize,
  events: readonly EventGrowth[],
  cases: readonly CaseGrowth[],
): Section {
  const rss = ({ rssBytes }: { readonly rssBytes: number }) => `${fixed(rssBytes / MIB, 0)} MiB`;
  return {
    title: 'Growth',
    about: [
      `Each ${runs} times, after some that are not counted. The logs are in the stand-in for Athena, the cases in dynalite, in memory; the bot is its own process.`,
      'Cases are copies of one that the store itself wrote, closed, with two questions each.',
    ],
    tables: [
      {
        title: 'More events: two questions (`authfail`, `about`), from command to answer: median (least to most)',
        columns: ['events', 'both questions', 'RSS of the bot'],
        rows: events.map((one) => [fixed(one.events, 0), spreadText(one.questionMs, 'ms', 0), rss(one)]),
      },
      {
        title: 'More cases: median (least to most)',
        columns: ['cases', 'a question', '`/ir history`', '`/ir cases all`', 'Home', 'RSS of the bot'],
        rows: cases.map((one) => [
          fixed(one.cases, 0),
          spreadText(one.questionMs, 'ms', 0),
          spreadText(one.historyMs, 'ms', 0),
          spreadText(one.casesMs, 'ms', 0),
          spreadText(one.homeMs, 'ms', 0),
          rss(one),
        ]),
      },
    ],
    targets: [eventsTarget(events), ...casesTargets(cases)],
  };
}

function eventsTarget(events: readonly EventGrowth[]): Target {
  const [first, last] = [events.at(0), events.at(-1)];
  const [least, most] = [first?.rssBytes ?? Number.NaN, last?.rssBytes ?? Number.NaN];
  return {
    what: `memory of the bot with ${fixed(last?.events ?? 0, 0)} events, beside ${fixed(first?.events ?? 0, 0)}`,
    promised: `flat: at most ${FLAT_RSS} ×`,
    measured: times(most, least),
    isMet: most <= least * FLAT_RSS,
    reason:
      'answers of more events have more rows, up to 1,000 of each table, which the bot holds while it shows them.',
  };
}

/** Where there is only one case, the Home has nothing to show: it is held against the second number. */
function casesTargets(cases: readonly CaseGrowth[]): readonly Target[] {
  const [first, second, last] = [cases.at(0), cases.at(1), cases.at(-1)];
  if (!first || !second || !last) return [];
  const beside = (from: CaseGrowth, of: (one: CaseGrowth) => readonly number[]) => median(of(last)) / median(of(from));
  const target = (what: string, from: CaseGrowth, of: (one: CaseGrowth) => readonly number[], why: string): Target => ({
    what: `${what} with ${fixed(last.cases, 0)} cases, beside ${fixed(from.cases, 0)}`,
    promised: `independent of it: at most ${FLAT_TIME} ×`,
    measured: `${fixed(beside(from, of), 2)} ×`,
    isMet: beside(from, of) <= FLAT_TIME,
    reason: why,
  });
  const home = ({ homeMs }: CaseGrowth) => homeMs;
  const steps = cases
    .slice(1, -1)
    .map((one) => `${fixed(beside(one, home), 2)} × beside ${fixed(one.cases, 0)}`)
    .join(', ');
  return [
    target(
      '`/ir history`',
      first,
      ({ historyMs }) => historyMs,
      'it reads one case. What grows with the table is dynalite itself, which the table above shows in the questions, too.',
    ),
    target(
      'Home',
      second,
      home,
      `it reads the heads of the newest ${LISTED} cases of the team, one call each, however many there are, so it grows up to that number: ${steps}.`,
    ),
  ];
}
