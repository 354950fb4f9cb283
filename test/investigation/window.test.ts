import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { UserFacingError } from '../../src/errors.js';
import {
  ALL,
  briefWindow,
  describeWindow,
  isSameWindow,
  looksLikeWindow,
  readWindow,
} from '../../src/investigation/window.js';

const NOW = new Date('2026-11-24T10:41:07.512Z');
const later = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);

describe('readWindow', () => {
  it.each([
    ['15m', '2026-11-24T10:26:07Z', '2026-11-24T10:41:07Z'],
    ['24h', '2026-11-23T10:41:07Z', '2026-11-24T10:41:07Z'],
    ['7d', '2026-11-17T10:41:07Z', '2026-11-24T10:41:07Z'],
    ['2026-11-20', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z'],
    ['2026-11-20..2026-11-22', '2026-11-20T00:00:00Z', '2026-11-23T00:00:00Z'],
    ['2024-02-29', '2024-02-29T00:00:00Z', '2024-03-01T00:00:00Z'],
    ['2026-11-20T10:00Z..12:30Z', '2026-11-20T10:00:00Z', '2026-11-20T12:30:00Z'],
    ['2026-11-20T10:00..12:30', '2026-11-20T10:00:00Z', '2026-11-20T12:30:00Z'],
    ['2026-11-20t10:00z..12:30z', '2026-11-20T10:00:00Z', '2026-11-20T12:30:00Z'],
    ['2026-11-20T10:00:15Z..10:00:16Z', '2026-11-20T10:00:15Z', '2026-11-20T10:00:16Z'],
    ['2026-11-20T23:00Z..2026-11-21T01:00Z', '2026-11-20T23:00:00Z', '2026-11-21T01:00:00Z'],
    ['2026-11-20T10:00Z..2026-11-21', '2026-11-20T10:00:00Z', '2026-11-22T00:00:00Z'],
    ['2026-11-20..2026-11-21T06:00Z', '2026-11-20T00:00:00Z', '2026-11-21T06:00:00Z'],
    ['2026-11-20..12:30', '2026-11-20T00:00:00Z', '2026-11-20T12:30:00Z'],
    ['2026-11-20..now', '2026-11-20T00:00:00Z', '2026-11-24T10:41:07Z'],
    ['2026-11-24T10:00Z..NOW', '2026-11-24T10:00:00Z', '2026-11-24T10:41:07Z'],
    ['2026-11-24', '2026-11-24T00:00:00Z', '2026-11-25T00:00:00Z'],
  ])('reads %s', (text, from, to) => {
    expect(readWindow(text, NOW)).toEqual({ text, span: { from, to } });
  });

  it.each(['all', 'ALL', 'All'])('reads %s as no bound', (text) => {
    expect(readWindow(text, NOW)).toEqual({ text: 'all' });
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
    '..2026-11-20',
    '..',
    '2026-11-20..2026-11-21..2026-11-22',
    '2026-11-20T10:00Z',
    '2026-11-20T24:30Z..now',
    '2026-11-20T10:00Z..25:00Z',
    '2026-11-20T10:00+02:00..now',
    '2026-02-30T10:00Z..now',
    'now..2026-11-20',
    '12:00..12:30',
    'allx',
    ' all',
    "24h' OR 1=1",
  ])('refuses %j, quoting it and showing the way out', (text) => {
    expect(() => readWindow(text, NOW)).toThrow(UserFacingError);
    expect(() => readWindow(text, NOW)).toThrow(
      `"${text}" is not a window. Try 24h, 7d, 2026-11-20..2026-11-22, 2026-11-20T10:00Z..12:30Z or all.`,
    );
  });

  it.each([
    '2026-11-22..2026-11-20',
    '2026-11-20T12:30Z..10:00Z',
    '2026-11-20T10:00Z..10:00Z',
    '2026-11-25..now',
    '2026-11-20T10:00Z..2026-11-19',
  ])('refuses %s, which ends before it begins', (text) => {
    expect(() => readWindow(text, NOW)).toThrow(UserFacingError);
    expect(() => readWindow(text, NOW)).toThrow(`"${text}" ends before it begins. Put the earlier time first`);
  });

  it('gives two UTC times in order, or no bound, or refuses, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d.hdmT:Znow-]{1,40}$/)), (text) => {
        try {
          const { span } = readWindow(text, NOW);
          if (!span) return;

          expect(span.from).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          expect(span.to).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
          expect(span.to > span.from).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(UserFacingError);
        }
      }),
    );
  });

  it('refuses whatever moments are turned round', () => {
    const moment = fc
      .date({ min: new Date('2015-01-01'), max: new Date('2027-01-01'), noInvalidDate: true })
      .map((date) => `${date.toISOString().slice(0, 19)}Z`);

    fc.assert(
      fc.property(moment, moment, (one, other) => {
        const text = `${one}..${other}`;
        if (one < other) expect(readWindow(text, NOW)).toEqual({ text, span: { from: one, to: other } });
        else expect(() => readWindow(text, NOW)).toThrow('ends before it begins');
      }),
    );
  });
});

describe('looksLikeWindow', () => {
  it.each(['24h', '2026-11-20', '9', 'all', 'ALL'])('takes %s for one', (word) => {
    expect(looksLikeWindow(word)).toBe(true);
  });

  it.each(['now', 'allow', 'arn:aws:iam::111122223333:user/alice', '', 'name=value'])('takes %j for none', (word) => {
    expect(looksLikeWindow(word)).toBe(false);
  });
});

describe('isSameWindow', () => {
  const LAST_DAY = readWindow('24h', NOW);

  it.each([
    ['the same text a moment later', readWindow('24h', later(9)), true],
    ['the same text after ten minutes', readWindow('24h', later(10)), false],
    ['another text', readWindow('25h', NOW), false],
    ['all there is', ALL, false],
  ])('holds a window against %s', (_, other, isSame) => {
    expect(isSameWindow(LAST_DAY, other)).toBe(isSame);
    expect(isSameWindow(other, LAST_DAY)).toBe(isSame);
  });

  it('takes days for the same ones, whenever they were asked for', () => {
    expect(isSameWindow(readWindow('2026-11-20', NOW), readWindow('2026-11-20', later(600)))).toBe(true);
  });

  it('takes all there is for the same', () => {
    expect(isSameWindow(ALL, readWindow('ALL', NOW))).toBe(true);
  });
});

describe('describeWindow', () => {
  it('says both ends in UTC', () => {
    expect(describeWindow(readWindow('24h', NOW))).toBe('2026-11-23 10:41 → 2026-11-24 10:41 UTC');
  });

  it('says that there is no bound', () => {
    expect(describeWindow(ALL)).toBe('all there is');
  });
});

describe('briefWindow', () => {
  it.each([
    ['24h', 'last 24 h'],
    ['7d', 'last 7 d'],
    ['90m', 'last 90 m'],
    ['2026-11-20', '2026-11-20'],
    ['2026-11-20..2026-11-22', '2026-11-20..2026-11-22'],
    ['2026-11-20T10:00Z..12:30Z', '2026-11-20T10:00Z..12:30Z'],
    ['all', 'all there is'],
  ])('says %s as %s', (text, said) => {
    expect(briefWindow(readWindow(text, NOW))).toBe(said);
  });
});
