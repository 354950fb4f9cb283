import { describe, expect, it } from '@jest/globals';
import { billedBytes, priceUsd } from '../../src/investigation/cost.js';

const MB = 1_048_576;

describe('billedBytes', () => {
  it.each([
    ['nothing', 0, 10 * MB],
    ['one byte', 1, 10 * MB],
    ['the smallest bill', 10 * MB, 10 * MB],
    ['a byte more', 10 * MB + 1, 11 * MB],
    ['whole megabytes', 250 * MB, 250 * MB],
    ['a part of a megabyte', 250.5 * MB, 251 * MB],
  ])('rounds %s up to whole megabytes, 10 at least', (_, scanned, billed) => {
    expect(billedBytes(scanned)).toBe(billed);
  });
});

describe('priceUsd', () => {
  it.each([
    ['a terabyte', 2 ** 40, 5],
    ['10 GB', 10 * 2 ** 30, 0.048828125],
    ['nothing', 0, 0],
  ])('is 5 dollars a terabyte: %s', (_, billed, usd) => {
    expect(priceUsd(billed)).toBe(usd);
  });
});
