import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { machineLines } from '../../bench/report/machine.js';
import { resultsPage, summaryText } from '../../bench/report/results-page.js';
import { type Section, sectionText, type Target } from '../../bench/report/section.js';
import { slopeOf, spreadOf, spreadText } from '../../bench/report/spread.js';

const target = (changes: Partial<Target> = {}): Target => ({
  ...{ what: 'statements', promised: 'at most 2', measured: '2', isMet: true },
  ...changes,
});
const section = (...targets: readonly Target[]): Section => ({
  title: 'Cost',
  about: ['Two accounts.'],
  tables: [{ title: 'Bytes', columns: ['who', 'bytes'], rows: [['the bot', '7']] }],
  targets,
});

describe('a section', () => {
  it('is a table that also lines up in a terminal', () => {
    expect(sectionText(section())).toBe(
      '## Cost\n\nTwo accounts.\n\n**Bytes**\n\n| who     | bytes |\n|---------|-------|\n| the bot | 7     |',
    );
  });

  it('says why a target is missed, and no reason of one that is met', () => {
    const text = sectionText(section(target({ reason: 'never shown' }), target({ isMet: false, reason: 'too slow' })));

    expect(text).toContain('- **met**: statements: at most 2; measured 2\n');
    expect(text).toContain('- **MISSED**: statements: at most 2; measured 2\n  Why: too slow');
    expect(text).not.toContain('never shown');
  });
});

describe('the page of results', () => {
  const outcomes = [
    { name: 'cost', result: section(target(), target({ what: 'bytes', isMet: false })) },
    { name: 'soak', result: new Error('the bot does not start') },
  ];

  it('names what is missed and what could not be measured before everything else', () => {
    expect(summaryText(outcomes)).toBe(
      '1 of 2 targets are met.\n- missed, cost: bytes: at most 2; measured 2\n- not measured: soak',
    );
  });

  it('has each section, or why there is none', () => {
    const page = resultsPage(outcomes, ['2 cores'], '2026-11-24');

    expect(page).toMatch(/^# Results\n/);
    expect(page).toContain('- 2 cores');
    expect(page).toContain('## Cost\n');
    expect(page).toContain('## soak\n\nIt could not be measured: the bot does not start');
  });

  it('says what it was measured with, in versions', () => {
    const lines = machineLines().join('\n');

    expect(lines).toMatch(/^\d+ cores .* GiB of memory, \w+ \w+\nNode \d+\.\d+\.\d+; /);
    expect(lines).toMatch(/@duckdb\/node-api \d.*@slack\/bolt \d.*@aws-sdk\/client-athena \d/);
  });
});

describe('numbers that were measured several times', () => {
  it('are told by their median and what it lies between', () => {
    expect(spreadText([30, 10, 1_200], 'ms', 0)).toBe('30 (10 to 1,200) ms');
  });

  it('cannot be none', () => {
    expect(() => spreadOf([])).toThrow('nothing was measured');
  });

  it('have the slope of the line that they are on', () => {
    fc.assert(
      fc.property(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -1_000, max: 1_000 }), (slope, start) => {
        const points = [0, 1, 5, 9].map((at) => ({ at, value: start + slope * at }));

        expect(slopeOf(points)).toBeCloseTo(slope, 6);
      }),
    );
  });

  it('have no slope in one place', () => {
    expect(slopeOf([{ at: 3, value: 7 }])).toBe(0);
  });
});
