import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserFacingError } from '../../src/errors.js';
import { briefWindow, describeWindow, readWindow } from '../../src/investigation/window.js';

const NOW = new Date('2026-11-24T10:41:07.512Z');

describe('readWindow', () => {
  it.each([
    ['15m', '2026-11-24T10:26:07Z', '2026-11-24T10:41:07Z'],
    ['24h', '2026-11-23T10:41:07Z', '2026-11-24T10:41:07Z'],
    ['7d', '2026-11-17T10:41:07Z', '2026-11-24T10:41:07Z'],
    ['2026-11-20', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['2026-11-20..2026-11-22', '2026-11-20T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
  ])('reads %s', (text, from, to) => {
    expect(readWindow(text, NOW)).toEqual({ from, to });
  });

  it.each([
    'soon',
    '',
    '24',
    '0h',
    '-1h',
    '9999d',
    '2026-13-01',
    '2026-02-30',
    '2026-11-20..',
    '2026-11-20..2026-11-21..2026-11-22',
    "24h' OR 1=1",
  ])('refuses %j, quoting it and showing the way out', (text) => {
    expect(() => readWindow(text, NOW)).toThrow(`"${text}" is not a window. Try 24h, 7d or 2026-11-20..2026-11-22.`);
  });

  it('refuses a window that ends before it begins, and turns it round', () => {
    expect(() => readWindow('2026-11-22..2026-11-20', NOW)).toThrow('Try 2026-11-20..2026-11-22.');
  });

  it('gives two UTC times in order, or refuses, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.hdmT:Z-]{1,30}$/)), (text) => {
        try {
          const { from, to } = readWindow(text, NOW);

          expect(from).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          expect(to > from).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserFacingError);
        }
      }),
    );
  });
});

describe('describeWindow', () => {
  it('says both ends in UTC', () => {
    expect(describeWindow(readWindow('24h', NOW))).toBe('2026-11-23 10:41 → 2026-11-24 10:41 UTC');
  });
});

describe('briefWindow', () => {
  it.each([
    ['24h', 'last 24 h'],
    ['7d', 'last 7 d'],
    ['90m', 'last 90 m'],
    ['2026-11-20', '2026-11-20'],
    ['2026-11-20..2026-11-22', '2026-11-20..2026-11-22'],
  ])('says %s as %s', (text, said) => {
    expect(briefWindow(readWindow(text, NOW), NOW.toISOString())).toBe(said);
  });

  it('says both ends of a window that is neither days nor up to now', () => {
    expect(briefWindow(readWindow('90m', NOW), '2026-11-24T18:00:00.000Z')).toBe(
      '2026-11-24 09:11 → 2026-11-24 10:41 UTC',
    );
  });
});
