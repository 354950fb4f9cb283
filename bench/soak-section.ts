import type { ProcessReport } from './bot/process-report.js';
import { median } from './engine/measurement.js';
import type { Section, Target } from './report/section.js';
import { fixed, slopeOf } from './report/spread.js';
import type { SoakSize } from './soak.js';

/** The process at one moment. */
export interface Sample extends ProcessReport {
  /** Since the first question. */
  readonly atSeconds: number;
}

/** What was seen. */
export interface Soaked {
  readonly size: SoakSize;
  readonly samples: readonly Sample[];
  readonly unanswered: number;
}

const MIB = 2 ** 20;
const LOOP_P99_MS = 50;
/** Handles come and go with questions under way; one that is left by each question would be hundreds. */
const HANDLES_MORE = 3;

/** The numbers as a table, and the targets. */
export function soakSection({ size, samples, unanswered }: Soaked): Section {
  const thirds = [0, 1, 2].map((third) => samples.filter((_, at) => Math.floor((3 * at) / samples.length) === third));
  const middle = (part: readonly Sample[], of: (sample: Sample) => number) => median(part.map(of));
  const second = samples.slice(Math.floor(samples.length / 2));
  return {
    title: 'Soak',
    about: [
      `${fixed(size.seconds / 60, 1)} minutes, ${size.channels} channels, a question a second, each of which Athena takes a second for.`,
      "Looked at once a second from inside the bot's process. Delays of the event loop have the 10 ms of the timer in them that measures.",
      `RSS grows by ${fixed(slope(samples), 2)} MiB a minute over the whole, by ${fixed(slope(second), 2)} in the second half (least squares).`,
    ],
    tables: [
      {
        title: 'Medians of each third of the time',
        columns: ['third', 'RSS', 'heap used', 'handles'],
        rows: thirds.map((part, at) => [
          ['first', 'second', 'last'][at] ?? '',
          `${fixed(
            middle(part, ({ rssBytes }) => rssBytes / MIB),
            0,
          )} MiB`,
          `${fixed(
            middle(part, ({ heapUsedBytes }) => heapUsedBytes / MIB),
            0,
          )} MiB`,
          fixed(
            middle(part, ({ resources }) => resources.length),
            0,
          ),
        ]),
      },
    ],
    targets: [loopTarget(samples), handlesTarget(thirds), answersTarget(samples.length, unanswered)],
  };
}

const slope = (samples: readonly Sample[]): number =>
  slopeOf(samples.map(({ atSeconds, rssBytes }) => ({ at: atSeconds / 60, value: rssBytes / MIB })));

/** The last report has the delays since the first question. */
function loopTarget(samples: readonly Sample[]): Target {
  const { p50 = Number.NaN, p99 = Number.NaN, max = Number.NaN } = samples.at(-1)?.loopDelayMs ?? {};
  return {
    what: 'delay of the event loop, p99',
    promised: `under ${LOOP_P99_MS} ms`,
    measured: `${fixed(p99, 1)} ms (median ${fixed(p50, 1)}, longest ${fixed(max, 0)})`,
    isMet: p99 < LOOP_P99_MS,
    reason:
      'the process had to wait for a core, or worked on something for that long; a profile (`node --cpu-prof`) tells which.',
  };
}

function handlesTarget([first = [], , last = []]: readonly (readonly Sample[])[]): Target {
  const before = median(first.map(({ resources }) => resources.length));
  const after = median(last.map(({ resources }) => resources.length));
  return {
    what: 'handles, median of the last third',
    promised: `at most ${HANDLES_MORE} more than in the first`,
    measured: `${fixed(after, 0)} after ${fixed(before, 0)}`,
    isMet: after <= before + HANDLES_MORE,
    reason: `the kinds that grew: ${grown(first, last).join(', ') || 'none by itself'}.`,
  };
}

const answersTarget = (asked: number, unanswered: number): Target => ({
  what: `questions of ${asked} without an answer`,
  promised: 'none',
  measured: String(unanswered),
  isMet: unanswered === 0,
});

/** Kinds of handles of which there are more in the last part than in the first, by their medians. */
function grown(first: readonly Sample[], last: readonly Sample[]): readonly string[] {
  const kinds = new Set(last.flatMap(({ resources }) => resources));
  const count = (part: readonly Sample[], kind: string) =>
    median(part.map(({ resources }) => resources.filter((one) => one === kind).length));
  return [...kinds].filter((kind) => count(last, kind) > count(first, kind));
}
