import { describe, expect, it } from '@jest/globals';
import { chaos } from './chaos.js';
import { PROFILES } from './parameters.js';
import { reportOf } from './report.js';
import { badExits, type Tally } from './tally.js';

const of = (tally: Tally, wanted: string): number => tally.questions.filter(({ verdict }) => verdict === wanted).length;

describe('the bot in bad weather', () => {
  it('loses no question and answers none twice', async () => {
    const { tally, inquiries } = await chaos(PROFILES.short);

    const told = `${reportOf(tally)}\n${inquiries.join('\n')}`;
    expect([told, of(tally, 'lost'), of(tally, 'duplicated')]).toEqual([told, 0, 0]);
    expect(tally.questions).toHaveLength(PROFILES.short.questions);
    expect(tally.kills).toBe(PROFILES.short.kills);
    expect([...tally.faults.values()].reduce((sum, times) => sum + times, 0)).toBeGreaterThan(20);
    expect(of(tally, 'answered')).toBeGreaterThan(PROFILES.short.questions / 2);
    expect(tally.wrongCases).toEqual([]);
    expect(badExits(tally.lives)).toEqual([]);
  }, 120_000);
});
