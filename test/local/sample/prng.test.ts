import { describe, expect, it } from '@jest/globals';
import { createDice } from '../../../src/local/sample/prng.js';

const rolls = (dice: ReturnType<typeof createDice>) => Array.from({ length: 1000 }, () => dice.roll());

describe('createDice', () => {
  it('rolls the same for the same seed, and otherwise for another', () => {
    expect(rolls(createDice(1))).toEqual(rolls(createDice(1)));
    expect(rolls(createDice(1))).not.toEqual(rolls(createDice(2)));
  });

  it('has forks that do not depend on what was drawn before', () => {
    const drawnFrom = createDice(1);
    rolls(drawnFrom);

    expect(rolls(drawnFrom.fork('a'))).toEqual(rolls(createDice(1).fork('a')));
    expect(rolls(drawnFrom.fork('a'))).not.toEqual(rolls(drawnFrom.fork('b')));
  });

  it('is even over the whole range', () => {
    const dice = createDice(1);
    const numbers = Array.from({ length: 6000 }, () => dice.between(1, 6));
    const counts = [1, 2, 3, 4, 5, 6].map((face) => numbers.filter((number) => number === face).length);

    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6000);
    expect(Math.min(...counts)).toBeGreaterThan(850);
    expect(Math.max(...counts)).toBeLessThan(1150);
  });

  it('makes version 4 UUIDs', () => {
    expect(createDice(1).uuid()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('refuses to pick from nothing', () => {
    expect(() => createDice(1).pick([])).toThrow(RangeError);
  });
});
