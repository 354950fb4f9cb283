import { describe, expect, it } from '@jest/globals';
import { ACCOUNTS, awsService } from '../../../src/local/sample/identities.js';
import { createDice } from '../../../src/local/sample/prng.js';
import { followRoutine, type Pace, type Routine } from '../../../src/local/sample/routine.js';

/** From a Monday to the next. */
const WEEK = { from: Date.parse('2026-11-16T00:00:00Z'), to: Date.parse('2026-11-23T00:00:00Z') };

function timesAt(rhythm: Pace['rhythm'], span = WEEK): readonly Date[] {
  const routine: Routine = {
    name: 'somebody',
    accountId: ACCOUNTS.production,
    session: () => ({ caller: awsService('config.amazonaws.com') }),
    sessionHours: 24,
    pace: { rhythm, visitsPerDay: 50, callsPerVisit: [2, 2], pauseSeconds: 60 },
    regions: ['us-east-1'],
    calls: [() => ({ service: 'ec2', name: 'DescribeInstances' })],
  };
  return followRoutine(routine, span, createDice(3)).map(({ eventTime }) => new Date(eventTime));
}

const onWeekend = (time: Date) => time.getUTCDay() === 0 || time.getUTCDay() === 6;

describe('followRoutine', () => {
  it('keeps office hours, and hardly works on weekends', () => {
    const times = timesAt('office');
    const byDay = times.filter((time) => time.getUTCHours() >= 7 && time.getUTCHours() < 17);

    expect(byDay.length / times.length).toBeGreaterThan(0.85);
    expect(times.filter(onWeekend).length).toBe(2 * 5 * 2);
  });

  it('works at night only, where it is a nightly job', () => {
    expect(timesAt('nightly').every((time) => time.getUTCHours() <= 5)).toBe(true);
  });

  it('works at all hours and on all days, where it is a machine', () => {
    const times = timesAt('steady');

    expect(new Set(times.map((time) => time.getUTCHours())).size).toBe(24);
    expect(times.filter(onWeekend).length).toBe(2 * 50 * 2);
  });

  it('stays within its span, in the middle of a visit too', () => {
    const span = { from: Date.parse('2026-11-18T06:10:00Z'), to: Date.parse('2026-11-18T18:20:00Z') };
    const times = timesAt('steady', span).map((time) => time.getTime());

    expect(times.length).toBeGreaterThan(20);
    expect(Math.min(...times)).toBeGreaterThanOrEqual(span.from);
    expect(Math.max(...times)).toBeLessThan(span.to);
  });
});
