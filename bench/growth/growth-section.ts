import { MESSAGE_CASES } from '../../src/slack/blocks/cases.js';
import { HOME_CASES } from '../../src/slack/blocks/home.js';
import { median } from '../engine/measurement.js';
import type { GrowthSize } from '../growth.js';
import type { Section, Target } from '../report/section.js';
import { fixed, spreadText, times } from '../report/spread.js';
import { type CaseGrowth, DEEDS, type Deed } from './case-growth.js';
import type { EventGrowth } from './event-growth.js';

const MIB = 2 ** 20;
const FLAT_RSS = 1.15;
const FLAT_TIME = 1.3;
const NAMES: readonly Deed[] = ['question', 'history', 'all', 'mine', 'home', 'homeOfAll'];

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
        columns: ['cases', ...Object.values(DEEDS), 'RSS of the bot'],
        rows: cases.map((one) => [
          fixed(one.cases, 0),
          ...NAMES.map((deed) => spreadText(one.taken[deed].ms, 'ms', 0)),
          rss(one),
        ]),
      },
      {
        title: 'More cases: calls of DynamoDB, the inbox included: median (least to most)',
        columns: ['cases', ...Object.values(DEEDS)],
        rows: cases.map((one) => [
          fixed(one.cases, 0),
          ...NAMES.map((deed) => spreadText(one.taken[deed].calls, '', 0).trim()),
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

/** What is to cost the same, beside the least number of cases that fill its page: with fewer there is less to show. */
const STEADY: readonly { readonly deed: Deed; readonly atLeast: number; readonly reason: string }[] = [
  { deed: 'history', atLeast: 1, reason: 'it reads one case.' },
  { deed: 'home', atLeast: 1, reason: 'it reads the list of the open cases, and these.' },
  { deed: 'all', atLeast: MESSAGE_CASES, reason: 'it reads the cases of one page.' },
  { deed: 'mine', atLeast: MESSAGE_CASES, reason: "it reads the list of the person's cases, and those of one page." },
  { deed: 'homeOfAll', atLeast: HOME_CASES, reason: 'it reads the cases of one page.' },
];

function casesTargets(cases: readonly CaseGrowth[]): readonly Target[] {
  const last = cases.at(-1);
  if (!last) return [];
  return STEADY.flatMap(({ deed, atLeast, reason }) => {
    const first = cases.find((one) => one.cases >= atLeast);
    if (!first || first.cases >= last.cases) return [];
    const ratio = median(last.taken[deed].ms) / median(first.taken[deed].ms);
    // What else the bot does now and then, as looking for questions that were left alone, only adds to them.
    const calls = (one: CaseGrowth) => fixed(Math.min(...one.taken[deed].calls), 0);
    const isSame = calls(last) === calls(first);
    return [
      {
        what: `${DEEDS[deed]} with ${fixed(last.cases, 0)} cases, beside ${fixed(first.cases, 0)}`,
        promised: `independent of it: the same calls, at most ${FLAT_TIME} × the time`,
        measured: `${isSame ? `${calls(last)} calls` : `${calls(last)} calls beside ${calls(first)}`}, ${fixed(ratio, 2)} ×`,
        isMet: isSame && ratio <= FLAT_TIME,
        reason: `${reason} Calls are exact; times are looked at every few milliseconds, and have in them what else the machine and dynalite do.`,
      },
    ];
  });
}
