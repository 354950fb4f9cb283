import { createDice, type Dice } from './sample/prng.js';

/** What the real services do under stress, as it is counted. Each is answered instead of doing what was asked, but for the lost ones. */
export const FAULTS = [
  'Athena throttled',
  'Athena internal error',
  'Athena answer lost',
  'Athena query failed',
  'Slack rate limit',
  'Slack server error',
  'DynamoDB throttled',
  'DynamoDB internal error',
  'DynamoDB answer lost',
] as const;

/** One of them. Where an answer is lost, what was asked is done, and the connection breaks. */
export type Fault = (typeof FAULTS)[number];

/** How often each happens, of all calls where it can: 0 to 1. What is left out never does. */
export type FaultRates = { readonly [fault in Fault]?: number };

/** Bad weather for the stand-ins: one for all of them, so that it is counted in one place. None falls until `setRates`. */
export class Faults {
  private readonly counted = new Map<Fault, number>();
  private readonly dice: Dice;
  private rates: FaultRates = {};

  /** @param seed the same one gives the same faults to the same calls in the same order. */
  constructor(seed: number) {
    this.dice = createDice(seed, 'faults');
  }

  /** From now on. `undefined`: fine weather. */
  setRates(rates: FaultRates | undefined): void {
    this.rates = rates ?? {};
  }

  /** Which of these faults a call meets, if any; at most one, and it is counted. */
  draw<Possible extends Fault>(...possible: readonly Possible[]): Possible | undefined {
    let left = this.dice.roll();
    for (const fault of possible) {
      left -= this.rates[fault] ?? 0;
      if (left >= 0) continue;
      this.counted.set(fault, (this.counted.get(fault) ?? 0) + 1);
      return fault;
    }
    return undefined;
  }

  /** How often each has happened; those that never did are not there. */
  get counts(): ReadonlyMap<Fault, number> {
    return this.counted;
  }
}
