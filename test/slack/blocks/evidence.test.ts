import { describe, expect, it } from '@jest/globals';
import type { Evidence } from '../../../src/investigation/ports.js';
import { evidenceMessage } from '../../../src/slack/blocks/evidence.js';
import { textsIn } from './answers.js';
import { CASE } from './cases.js';

const FILE = { name: 'case-7-01-authfail-calls.csv', title: 'Refused calls', text: 'a', sha256: 'a'.repeat(64) };
const said = (files: Evidence['files']): string =>
  textsIn(evidenceMessage(CASE, { by: 'U0BOB', at: '2026-11-24T10:50:00.000Z', files }).blocks).join('');

describe('evidenceMessage', () => {
  it('names each file with what is in it and its sum', () => {
    expect(said([{ ...FILE, rows: { written: 1, total: 1, isCutOff: false } }])).toBe(
      `Evidence of case 7 · 1 file · exported by  2026-11-24 10:50 UTCcase-7-01-authfail-calls.csv  Refused calls · all 1 row · SHA-256 ${'a'.repeat(64)}`,
    );
  });

  it.each([
    ['all', { written: 310, total: 310, isCutOff: false }, 'all 310 rows'],
    ['the first of many', { written: 1_000, total: 2_310, isCutOff: false }, 'the first 1,000 of 2,310 rows'],
    [
      'the first of nobody knows how many',
      { written: 1_000, total: 1_000, isCutOff: true },
      'the first 1,000 rows; there are more, which were not read',
    ],
  ])('says which rows are in a file: %s', (_, rows, says) => {
    expect(said([{ ...FILE, rows }])).toContain(`Refused calls · ${says} · SHA-256`);
  });

  it('says nothing of rows where a file is no table', () => {
    expect(said([{ ...FILE, name: 'case-7-timeline.md', title: 'Timeline of case 7' }])).toContain(
      'Timeline of case 7 · SHA-256',
    );
  });

  it('counts the files that do not fit', () => {
    const text = said(Array.from({ length: 200 }, () => FILE));
    const listed = text.split('SHA-256').length - 1;

    expect(listed).toBeGreaterThan(50);
    expect(text).toContain(`${200 - listed} more files not listed here: the timeline has the sums of all.`);
  });
});
