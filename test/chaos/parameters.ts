import { parseArgs } from 'node:util';
import { z } from 'zod';
import type { FaultRates } from '../../src/local/faults.js';

/** How hard a run is, and how long. */
export interface Parameters {
  readonly questions: number;
  readonly channels: number;
  readonly people: number;
  /** Bots that share the work, each a process. */
  readonly replicas: number;
  /** Bots that are killed (SIGKILL) and started again while questions run. */
  readonly kills: number;
  /** The share of the questions during which they are: behind it, bots live long enough to see whether they grow. 0 to 1. */
  readonly killsWithin: number;
  /** Whether bots are killed and connections cut only while all are connected, so that Slack always has somebody to send to. */
  readonly isGentle: boolean;
  /** Between two cuts of a connection to Slack, milliseconds; 0: never. */
  readonly socketDropMs: number;
  readonly rates: FaultRates;
  /** How long a query runs at most, milliseconds. */
  readonly queryMs: number;
  /** How long a person waits between two questions at most, milliseconds. */
  readonly thinkMs: number;
  /** How long a person waits for an answer before the next question, milliseconds. */
  readonly patienceMs: number;
  /** How long what is not settled is waited for when everything was asked, milliseconds. */
  readonly restMs: number;
  /** How long nothing may have happened before everything counts as settled, milliseconds. */
  readonly quietMs: number;
  /** How long the question of a bot that was killed is left alone. A storm delays renewals, too, by seconds. */
  readonly leaseSeconds: number;
  readonly seed: number;
  /** The built bot. */
  readonly bot: string;
}

const STORM: FaultRates = {
  'Athena throttled': 0.3,
  'Athena internal error': 0.1,
  'Athena answer lost': 0.02,
  'Athena query failed': 0.02,
  'Slack rate limit': 0.2,
  'Slack server error': 0.02,
  'DynamoDB throttled': 0.1,
  'DynamoDB internal error': 0.02,
  'DynamoDB answer lost': 0.02,
};

const FULL: Parameters = {
  questions: 500,
  channels: 20,
  people: 40,
  replicas: 2,
  kills: 20,
  killsWithin: 0.4,
  isGentle: false,
  socketDropMs: 10_000,
  rates: STORM,
  queryMs: 1_500,
  thinkMs: 3_000,
  patienceMs: 90_000,
  restMs: 150_000,
  quietMs: 10_000,
  leaseSeconds: 5,
  seed: 1,
  bot: 'dist/main.js',
};

/** The runs that have a name. */
export const PROFILES = {
  full: FULL,
  /** 100 kills at random moments of running questions, in fine weather. */
  kills: { ...FULL, questions: 200, kills: 100, killsWithin: 1, socketDropMs: 0, rates: {}, leaseSeconds: 2 },
  /** A little of everything, for every run of the tests. */
  short: {
    ...FULL,
    questions: 24,
    channels: 6,
    people: 12,
    kills: 2,
    killsWithin: 1,
    isGentle: true,
    socketDropMs: 7_000,
    queryMs: 600,
    thinkMs: 800,
    patienceMs: 20_000,
    restMs: 25_000,
    quietMs: 3_000,
  },
} as const satisfies { readonly [name: string]: Parameters };

const NUMBERS = [
  'questions',
  'channels',
  'people',
  'replicas',
  'kills',
  'killsWithin',
  'socketDropMs',
  'queryMs',
  'thinkMs',
  'patienceMs',
  'restMs',
  'quietMs',
  'leaseSeconds',
  'seed',
] as const;

const general = z.object({
  profile: z.enum(['full', 'kills', 'short']).default('full'),
  storm: z.coerce.number().min(0).max(2).default(1),
  bot: z.string().default(FULL.bot),
});
const numbers = z.partialRecord(z.enum(NUMBERS), z.coerce.number().nonnegative());

/**
 * Reads `--profile=kills --questions=50 --seed=7 …`: a profile, and what is different from it. `--storm=0` is fine weather, and
 * `--storm=0.5` half of the profile's rates.
 *
 * @throws Error that says which argument is wrong.
 */
export function readParameters(args: readonly string[]): Parameters {
  const names = ['profile', 'storm', 'bot', ...NUMBERS];
  const { values } = parseArgs({
    args: [...args],
    options: Object.fromEntries(names.map((name) => [name, { type: 'string' }])),
  });
  const { profile, storm, bot } = general.parse(values);
  const changes = numbers.parse(Object.fromEntries(Object.entries(values).filter(([name]) => isNumber(name))));
  const base: Parameters = PROFILES[profile];
  const rates = Object.fromEntries(Object.entries(base.rates).map(([fault, rate]) => [fault, rate * storm]));
  const chosen = { ...base, ...changes, rates, bot };
  if (chosen.questions > chosen.people * chosen.channels)
    throw new RangeError('a person asks once in a channel: there are not enough people and channels for the questions');
  return chosen;
}

const isNumber = (name: string): boolean => NUMBERS.some((known) => known === name);
