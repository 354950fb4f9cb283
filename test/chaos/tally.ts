import type { Fault } from '../../src/local/faults.js';
import type { Life, LogLine } from './bots.js';
import type { Verdict } from './outcome.js';
import type { Asked } from './people.js';
import { quantile } from './quantile.js';

/** What a run came to. */
export interface Tally {
  readonly faults: ReadonlyMap<Fault, number>;
  readonly kills: number;
  readonly socketCuts: number;
  /** `ofSlack`: Slack said that the bot did not answer it; that is all of a stated failure, or an answer came all the same. */
  readonly questions: readonly { readonly asked: Asked; readonly verdict: Verdict; readonly ofSlack: boolean }[];
  /** Messages that say that a question runs, when none does. */
  readonly leftRunning: number;
  /** Cards in channels that are no case's. */
  readonly strayCards: number;
  /** What is wrong in the cases that are kept, one sentence each. */
  readonly wrongCases: readonly string[];
  /** From sending to acknowledgement, milliseconds, of what was acknowledged. */
  readonly ackMs: readonly number[];
  /** Sent by a connection that stayed, and not acknowledged in Slack's 3 seconds. */
  readonly unacknowledged: number;
  /** The longest time that this process, and so every stand-in, was held up: what is above it is the bots' own. Milliseconds. */
  readonly heldUpMs: number;
  readonly lives: readonly Life[];
  /** Of bots that were told to stop, milliseconds. */
  readonly stopMs: number;
  readonly lines: readonly LogLine[];
}

/** What a run has to come to. */
export const TARGETS = { ackMaxMs: 3_000, ackP99Ms: 500, growthBytes: 20e6 } as const;

/** Fewer questions than these do not warm a bot up. */
const LONG_LIFE = 60;
const SAMPLES = 5;

/** How a bot's memory grew after the first third of its questions, of the bot that had the most; absent where none had enough. */
export function growthOf(
  lives: readonly Life[],
): { warmBytes: number; endBytes: number; questions: number } | undefined {
  const longest = lives.toSorted((one, other) => other.questions - one.questions)[0];
  if (!longest || longest.questions < LONG_LIFE) return undefined;
  const warm = longest.memory.filter(({ questions }) => questions >= longest.questions / 3).map(({ bytes }) => bytes);
  if (warm.length < 2 * SAMPLES) return undefined;
  return {
    warmBytes: quantile(warm.slice(0, SAMPLES), 0.5),
    endBytes: quantile(warm.slice(-SAMPLES), 0.5),
    questions: longest.questions,
  };
}

/** Whether bots were started all the time: how fast they are in their first second is not what the run is about. */
const isOfStarts = ({ kills, questions }: Tally): boolean => kills * 10 > questions.length;

/** Bots that ended by themselves, or not with 0 when they were told to. */
export const badExits = (lives: readonly Life[]): readonly Life[] =>
  lives.filter(({ exitCode, wasKilled }) => !wasKilled && exitCode !== 0);

/** Targets that were missed, one sentence each. */
export function missed(tally: Tally): readonly string[] {
  const count = (verdict: Verdict) => tally.questions.filter((one) => one.verdict === verdict).length;
  const growth = growthOf(tally.lives);
  const checks: readonly (readonly [boolean, string])[] = [
    [count('lost') > 0, `${count('lost')} questions were lost`],
    [count('duplicated') > 0, `${count('duplicated')} questions have more than one end`],
    [tally.wrongCases.length > 0, `${tally.wrongCases.length} things are wrong in the cases`],
    [
      quantile(tally.ackMs, 1) >= TARGETS.ackMaxMs || tally.unacknowledged > 0,
      'not everything was acknowledged in 3 seconds',
    ],
    [
      !isOfStarts(tally) && quantile(tally.ackMs, 0.99) >= TARGETS.ackP99Ms,
      'one in a hundred acknowledgements took more than 500 ms',
    ],
    [growth !== undefined && growth.endBytes - growth.warmBytes >= TARGETS.growthBytes, 'a bot grew by 20 MB or more'],
    [badExits(tally.lives).length > 0, 'a bot ended by itself, or not with 0'],
  ];
  return checks.flatMap(([isMissed, what]) => (isMissed ? [what] : []));
}
