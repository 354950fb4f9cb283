import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { activityBuckets } from '../../../src/slack/blocks/activity-chart.js';

const hour = (period: string, count: number) => ({ period, counts: [count] });
const DAY = { from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' };

describe('activityBuckets', () => {
  it('spreads a day over stretches of two hours, those without a call too', () => {
    const { each, buckets } = activityBuckets([hour('2026-11-24T03', 205), hour('2026-11-24T02', 9)], DAY) ?? {};

    expect(each).toBe('2 hours');
    expect(buckets).toHaveLength(13);
    expect(buckets?.[0]).toEqual({ label: '23 Nov 10:00', counts: [0] });
    expect(buckets?.[8]).toEqual({ label: '24 Nov 02:00', counts: [214] });
  });

  it.each([
    [
      '15 minutes',
      { from: '2026-11-24T03:00:00Z', to: '2026-11-24T03:15:00Z' },
      '2026-11-24T03:05',
      15,
      '24 Nov 03:05',
      'minute',
    ],
    ['a week', { from: '2026-11-17T10:41:00Z', to: '2026-11-24T10:41:00Z' }, '2026-11-24', 8, '24 Nov', 'day'],
    [
      'two years',
      { from: '2024-11-24T00:00:00Z', to: '2026-11-24T00:00:00Z' },
      '2025-05-25',
      14,
      '11 May 2025',
      '8 weeks',
    ],
  ])('labels %s by what changes in it', (_, span, period, length, label, each) => {
    const activity = activityBuckets([hour(period, 3)], span);

    expect(activity?.each).toBe(each);
    expect(activity?.buckets).toHaveLength(length);
    expect(activity?.buckets.find(({ counts }) => counts[0] === 3)?.label).toBe(label);
  });

  it('goes from the first period to the last where the window has no ends', () => {
    const { buckets = [] } = activityBuckets([hour('2026-11', 1), hour('2026-09', 2)], undefined) ?? {};

    expect(buckets.map(({ label, counts }) => [label, counts[0]])).toEqual([
      ['Sep 2026', 2],
      ['Oct 2026', 0],
      ['Nov 2026', 1],
    ]);
  });

  it.each([[[]], [[hour('', 1)]], [[hour('not a time', 1)]], [[{ period: null, counts: [1] }]]])(
    'draws nothing where nothing has a time: %j',
    (rows) => {
      expect(activityBuckets(rows, DAY)).toBeUndefined();
    },
  );

  it('never loses or makes up a call, has at most 20 stretches, and labels none like another', () => {
    const moment = fc.date({ min: new Date('2013-11-01'), max: new Date('2030-01-01'), noInvalidDate: true });
    const period = fc
      .tuple(moment, fc.constantFrom(7, 10, 13, 16))
      .map(([time, characters]) => time.toISOString().slice(0, characters));
    const rows = fc.array(fc.record({ period, counts: fc.tuple(fc.nat(1e6), fc.nat(1e6)) }), { minLength: 1 });
    const span = fc.tuple(moment, fc.integer({ min: 1, max: 900 * 86_400 })).map(([from, seconds]) => ({
      from: `${from.toISOString().slice(0, 19)}Z`,
      to: `${new Date(from.getTime() + seconds * 1000).toISOString().slice(0, 19)}Z`,
    }));

    fc.assert(
      fc.property(rows, fc.option(span, { nil: undefined }), (all, window) => {
        const { buckets = [] } = activityBuckets(all, window) ?? {};
        const sum = (counts: readonly (readonly number[])[], at: number) =>
          counts.reduce((total, one) => total + (one[at] ?? 0), 0);

        for (const at of [0, 1]) {
          expect(
            sum(
              buckets.map(({ counts }) => counts),
              at,
            ),
          ).toBe(
            sum(
              all.map(({ counts }) => counts),
              at,
            ),
          );
        }
        expect(buckets.length).toBeLessThanOrEqual(20);
        expect(new Set(buckets.map(({ label }) => label)).size).toBe(buckets.length);
        expect(buckets.every(({ label }) => label.length <= 20)).toBe(true);
      }),
    );
  });
});
