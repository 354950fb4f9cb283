import { ALPHABETS, createDice } from '../../src/local/sample/prng.js';
import { ACCOUNT_IDS, REGION_NAMES } from './population.js';

/** What a folder of logs is to be like. The same options give the same files, byte for byte. */
export interface GeneratorOptions {
  readonly seed: number;
  /** How many accounts deliver; the first has most of the events. */
  readonly accounts: number;
  readonly regions: number;
  /** How many days, of which `endDay` (UTC, `2026-11-24`) is the last. */
  readonly days: number;
  readonly endDay: string;
  readonly events: number;
  readonly files: number;
}

/** One file before its records are made. */
export interface PlannedFile {
  readonly index: number;
  /** Below the bucket, as CloudTrail names it. */
  readonly path: string;
  readonly accountId: string;
  readonly region: string;
  readonly events: number;
  /** When its events happened: from, inclusive, to, exclusive. The first file of a day also has the last minutes of the day before. */
  readonly fromEpochMs: number;
  readonly toEpochMs: number;
  /** Whether whoever has the leaked key is at work in it. */
  readonly isAttacked: boolean;
}

const DAY_MS = 86_400_000;
/** Events are delivered some minutes after they happened, those of the last minutes of a day on the next. */
const DELIVERY_MS = 600_000;
const ATTACK_DAYS = 3;
const WEEKEND_SHARE = 0.35;

interface Place {
  readonly accountId: string;
  readonly region: string;
  readonly dayEpochMs: number;
  readonly weight: number;
  readonly isAttacked: boolean;
}

/**
 * Which files there will be, and how many events each has; together exactly as many as asked for.
 *
 * @throws RangeError for more accounts or regions than there are names for, or fewer events than files.
 */
export function planFiles(options: GeneratorOptions): readonly PlannedFile[] {
  const places = placesOf(options);
  const filesAt = shares(
    options.files,
    places.map(({ weight }) => weight),
  );
  const dice = createDice(options.seed, 'plan');
  const slots = places.flatMap((place, index) => {
    const count = filesAt[index] ?? 0;
    return Array.from({ length: count }, (_, slot) => ({
      place,
      slot,
      count,
      weight: (place.weight / count) * (0.4 + 1.2 * dice.roll()),
    }));
  });
  const extra = shares(
    options.events - slots.length,
    slots.map(({ weight }) => weight),
  );
  return slots.map(({ place, slot, count }, index) => {
    const fromEpochMs = place.dayEpochMs - DELIVERY_MS + Math.floor((slot * DAY_MS) / count);
    const toEpochMs = place.dayEpochMs - DELIVERY_MS + Math.floor(((slot + 1) * DAY_MS) / count);
    const { accountId, region, isAttacked } = place;
    const path = pathOf(place, toEpochMs + DELIVERY_MS - 1, dice.word(16, ALPHABETS.alphanumeric));
    return { index, path, accountId, region, events: 1 + (extra[index] ?? 0), fromEpochMs, toEpochMs, isAttacked };
  });
}

function placesOf({ accounts, regions, days, endDay, events, files }: GeneratorOptions): readonly Place[] {
  if (accounts < 1 || accounts > ACCOUNT_IDS.length)
    throw new RangeError(`accounts: 1 to ${ACCOUNT_IDS.length}, not ${accounts}`);
  if (regions < 1 || regions > REGION_NAMES.length)
    throw new RangeError(`regions: 1 to ${REGION_NAMES.length}, not ${regions}`);
  if (files < 1 || events < files)
    throw new RangeError(`files: 1 to ${events}, one for each event at most, not ${files}`);
  const end = Date.parse(`${endDay}T00:00:00Z`);
  if (Number.isNaN(end) || days < 1) throw new RangeError(`not ${days} days up to "${endDay}"`);
  return Array.from({ length: days }, (_, day) => end - (days - 1 - day) * DAY_MS).flatMap((dayEpochMs) =>
    ACCOUNT_IDS.slice(0, accounts).flatMap((accountId, account) =>
      REGION_NAMES.slice(0, regions).map((region, index) => ({
        accountId,
        region,
        dayEpochMs,
        weight: dayWeight(dayEpochMs) / (account + 1) / (index + 1),
        isAttacked: account === 0 && dayEpochMs > end - ATTACK_DAYS * DAY_MS,
      })),
    ),
  );
}

const dayWeight = (epochMs: number): number => ([0, 6].includes(new Date(epochMs).getUTCDay()) ? WEEKEND_SHARE : 1);

/** A whole number in parts as the weights are; the parts add up. */
function shares(total: number, weights: readonly number[]): readonly number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  let weight = 0;
  let given = 0;
  return weights.map((its) => {
    weight += its;
    const share = Math.round((total * weight) / sum) - given;
    given += share;
    return share;
  });
}

function pathOf({ accountId, region, dayEpochMs }: Place, deliveredEpochMs: number, word: string): string {
  const day = new Date(dayEpochMs).toISOString().slice(0, 10).replaceAll('-', '/');
  const [date = '', time = ''] = new Date(deliveredEpochMs).toISOString().split('T');
  const stamp = `${date.replaceAll('-', '')}T${time.slice(0, 5).replace(':', '')}Z`;
  return `AWSLogs/${accountId}/CloudTrail/${region}/${day}/${accountId}_CloudTrail_${region}_${stamp}_${word}.json.gz`;
}
