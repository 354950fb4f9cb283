import type { Section, Target } from '../report/section.js';
import { fixed, p95, spreadOf, spreadText } from '../report/spread.js';
import { fewestLooks } from './fewest-looks.js';

/** What came of queries of one length and one queue. */
export interface Added {
  readonly lengthSeconds: number;
  readonly queueSeconds: number;
  readonly bot: readonly {
    /** From the command to `StartQueryExecution`. */
    readonly startMs: number;
    /** How long the query ran, its queue not counted. */
    readonly lengthMs: number;
    /** From its end to the posted answer. */
    readonly addedMs: number;
    /** From its end until the bot was told of it. */
    readonly lateMs: number;
  }[];
  /** That the bot looked with, for a query. */
  readonly calls: number;
  readonly poll: readonly { readonly lateMs: number; readonly calls: number }[];
}

const ALLOWED = { ms: 300, ofLength: 0.05 } as const;
const CALLS_SHARE = 0.4;
const LONG_SECONDS = 60;

/** What came of `queries` at once, and of one alone. */
export interface AddedTimes {
  readonly atOnce: readonly Added[];
  readonly alone: readonly Added[];
}

/** The numbers as tables, and the targets. */
export function addedTimeSection({ atOnce: added, alone }: AddedTimes, queries: number): Section {
  const names = ({ lengthSeconds, queueSeconds }: Added) => [`${lengthSeconds} s`, `${queueSeconds} s`];
  return {
    title: 'Time that the bot adds',
    about: [
      `${queries} questions of each length and queue, in as many channels with an open case, and beside them as many queries that are looked at once a second. Then one of each length while there is no other.`,
      'Lengths vary by a tenth. The bot runs as its own process, with its real wiring; ends are those that the stand-in for Athena gives.',
    ],
    tables: [
      {
        title: 'From the end of the query to the posted answer: median (least to most)',
        columns: [
          'query',
          'queue',
          'added by the bot',
          'p95',
          'of that, until it is told',
          'after that',
          '1 s poll, until it is told',
        ],
        rows: added.map((one) => [
          ...names(one),
          spreadText(
            one.bot.map(({ addedMs }) => addedMs),
            'ms',
            0,
          ),
          `${fixed(p95(one.bot.map(({ addedMs }) => addedMs)), 0)} ms`,
          spreadText(
            one.bot.map(({ lateMs }) => lateMs),
            'ms',
            0,
          ),
          spreadText(
            one.bot.map(({ addedMs, lateMs }) => addedMs - lateMs),
            'ms',
            0,
          ),
          spreadText(
            one.poll.map(({ lateMs }) => lateMs),
            'ms',
            0,
          ),
        ]),
      },
      {
        title: 'Calls to look with, for a query: of the 1 s poll median (least to most)',
        columns: ['query', 'queue', 'at once', 'calls of the bot', 'calls of the 1 s poll', 'ratio'],
        rows: [
          ...added.map((one) => [...names(one), `${queries}`, ...callCells(one)]),
          ...alone.map((one) => [...names(one), '1', ...callCells(one)]),
        ],
      },
      {
        title: 'From the command to StartQueryExecution: median (least to most)',
        columns: ['query', 'queue', 'from command to start'],
        rows: added.map((one) => [
          ...names(one),
          spreadText(
            one.bot.map(({ startMs }) => startMs),
            'ms',
            0,
          ),
        ]),
      },
    ],
    targets: [
      ...added.map(timeTarget),
      ...added.filter(isLong).map((one) => callsTarget(one, `${queries} at once`)),
      ...alone.filter(isLong).map((one) => callsTarget(one, 'alone')),
    ],
  };
}

const callCells = (one: Added): readonly string[] => [
  fixed(one.calls, 1),
  spreadText(
    one.poll.map(({ calls }) => calls),
    'calls',
    0,
  ),
  `${fixed(callsRatio(one), 2)} ×`,
];

const isLong = ({ lengthSeconds, queueSeconds }: Added): boolean =>
  lengthSeconds === LONG_SECONDS && queueSeconds === 0;

const callsRatio = ({ calls, poll }: Added): number => calls / spreadOf(poll.map((one) => one.calls)).median;

/** What is added is held against what is allowed for the same query, so that the longest of the lengths do not decide. */
function timeTarget({ lengthSeconds, queueSeconds, bot }: Added): Target {
  const over = p95(bot.map(({ addedMs, lengthMs }) => addedMs - ALLOWED.ofLength * lengthMs));
  const late = p95(bot.map(({ lateMs }) => lateMs));
  const rest = p95(bot.map(({ addedMs, lateMs }) => addedMs - lateMs));
  return {
    what: `added to ${lengthSeconds} s after ${queueSeconds} s in the queue, p95`,
    promised: `under ${ALLOWED.ms} ms beside ${ALLOWED.ofLength * 100} % of the length`,
    measured: `${fixed(over, 0)} ms`,
    isMet: over < ALLOWED.ms,
    reason:
      `p95 of the time until the bot looks and is told is ${fixed(late, 0)} ms, of reading and posting ${fixed(rest, 0)} ms. ` +
      `Pauses between two looks grow while a query waits and runs, up to ${fixed(Math.max(...bot.map(({ lateMs }) => lateMs)), 0)} ms here.`,
  };
}

function callsTarget(one: Added, company: string): Target {
  const lengthMs = one.lengthSeconds * 1_000;
  const needed = fewestLooks(lengthMs, ALLOWED.ms, ALLOWED.ofLength);
  const polls = spreadOf(one.poll.map(({ calls }) => calls)).median;
  return {
    what: `calls to look with for ${one.lengthSeconds} s, ${company}`,
    promised: `at most ${CALLS_SHARE * 100} % of the 1 s poll's`,
    measured: `${fixed(callsRatio(one) * 100, 0)} %`,
    isMet: callsRatio(one) <= CALLS_SHARE,
    reason:
      `Whoever looks at one query must, in the worst case, look again within ${ALLOWED.ms} ms and ${ALLOWED.ofLength * 100} % of the time so far; that is ` +
      `${needed} looks in ${one.lengthSeconds} s, where ${CALLS_SHARE * 100} % of the poll's are ${fixed(polls * CALLS_SHARE, 0)}.`,
  };
}
