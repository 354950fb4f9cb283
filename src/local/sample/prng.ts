/** A small seeded generator: the same seed gives the same sample on every machine. It is not for secrets. */
export interface Dice {
  /** Uniform in [0, 1). */
  readonly roll: () => number;
  /** A whole number from `low` to `high`, both included. */
  readonly between: (low: number, high: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(choices: readonly T[]) => T;
  /** `length` characters of `alphabet`. */
  readonly word: (length: number, alphabet: string) => string;
  readonly uuid: () => string;
  /** An independent generator, so that drawing more here does not change what is drawn there. */
  readonly fork: (label: string) => Dice;
}

/** Alphabets of the identifiers that AWS hands out. */
export const ALPHABETS = {
  hex: '0123456789abcdef',
  accessKey: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567',
  alphanumeric: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
} as const;

const WARM_UP_ROUNDS = 12;

/** A generator for this seed. The algorithm is sfc32 (PractRand): 128 bits of state, so forks do not run into each other. */
export function createDice(seed: number, label = ''): Dice {
  const nextUint32 = sfc32(seed >>> 0, hashOf(label));
  const roll = () => nextUint32() / 2 ** 32;
  const below = (limit: number) => Math.floor(roll() * limit);
  return {
    roll,
    between: (low, high) => low + below(high - low + 1),
    chance: (probability) => roll() < probability,
    pick: (choices) => {
      const choice = choices[below(choices.length)];
      if (choice === undefined) throw new RangeError('there is nothing to pick from');
      return choice;
    },
    word: (length, alphabet) => {
      let word = '';
      for (let i = 0; i < length; i += 1) word += alphabet[below(alphabet.length)];
      return word;
    },
    uuid: () => uuidOf(nextUint32(), nextUint32(), nextUint32(), nextUint32()),
    fork: (childLabel) => createDice(seed, `${label}/${childLabel}`),
  };
}

function sfc32(seed: number, stream: number): () => number {
  let a = seed;
  let b = stream;
  let c = 0x9e3779b9;
  let counter = 1;
  const next = () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let round = 0; round < WARM_UP_ROUNDS; round += 1) next();
  return next;
}

/** FNV-1a. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

const UUID_TEXT = Buffer.from('00000000-0000-4000-8000-000000000000');
const HEX_CODES = Buffer.from(ALPHABETS.hex);
/** Where the 32 digits stand between the dashes. */
const UUID_DIGITS = [...UUID_TEXT.keys()].filter((index) => UUID_TEXT[index] !== '-'.charCodeAt(0));

/** Version 4, as CloudTrail's event ids are. There are 100,000 of them: putting them together from pieces takes ten times as long. */
function uuidOf(a: number, b: number, c: number, d: number): string {
  let digit = 0;
  for (const word of [a, (b & 0xffff0fff) | 0x4000, (c & 0x3fffffff) | 0x80000000, d]) {
    for (let shift = 28; shift >= 0; shift -= 4) {
      UUID_TEXT[UUID_DIGITS[digit] ?? 0] = HEX_CODES[(word >>> shift) & 15] ?? 0;
      digit += 1;
    }
  }
  return UUID_TEXT.toString('latin1');
}
