import { describe, expect, it } from '@jest/globals';
import type { Detection, TableRows, Value } from '../../src/detections/detection.js';
import { comparesRows, type Findings, notesOf, readSentence, sentenceOf } from '../../src/detections/sentence.js';
import type { Subject } from '../../src/detections/subject.js';
import { DETECTION } from '../athena/queries.js';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Ops/i-0abc';

const identities = (sentence: string, notes: readonly string[] = []): Detection => ({
  ...DETECTION,
  sentence,
  notes,
  namesTables: true,
  tables: [
    { name: 'activity', title: 'Activity', columns: [{ name: 'period', kind: 'time' }] },
    {
      name: 'identities',
      title: 'Identities',
      columns: [
        { name: 'arn', kind: 'identity' },
        { name: 'total', kind: 'count' },
      ],
    },
    {
      name: 'summary',
      title: 'Summary',
      columns: [
        { name: 'denied', kind: 'count' },
        { name: 'copies', kind: 'count' },
        { name: 'newest', kind: 'time' },
      ],
    },
  ],
});

interface Found {
  readonly rows?: Value[][];
  readonly totals?: { readonly totalRows: number; readonly totalCalls: number };
  readonly summary?: Value[];
  readonly about?: Subject;
}

const findings = (detection: Detection, { rows = [], totals, summary, about }: Found): Findings => {
  const table = (name: string, all: Value[][]): TableRows => ({
    name,
    rows: all,
    totalRows: all.length,
    totalCalls: 0,
  });
  const tables = [{ ...table('identities', rows), ...totals }, table('summary', summary ? [summary] : [])];
  return { detection, tables, about };
};

const say = (sentence: string, found: Found): string =>
  sentenceOf(findings(identities(sentence), found))
    .map(({ text }) => text)
    .join('');

describe('sentenceOf', () => {
  it('counts rows and calls with the right noun', () => {
    const sentence = '{rows:identity was|identities were} refused {calls:time|times}';

    expect(say(sentence, { totals: { totalRows: 1, totalCalls: 1 } })).toBe('1 identity was refused 1 time');
    expect(say(sentence, { totals: { totalRows: 1200, totalCalls: 0 } })).toBe('1,200 identities were refused 0 times');
  });

  it('speaks of the table that it names, and else of the first that is shown', () => {
    expect(
      say('{rows:row|rows}, {identities.rows:row|rows}, {summary.rows:row|rows}', {
        rows: [
          [ALICE, '2'],
          [null, '1'],
        ],
      }),
    ).toBe('2 rows, 2 rows, 0 rows');
  });

  it('gives the number of a column, with a noun or without', () => {
    expect(
      say('{summary.denied} {summary.denied:time|times} {summary.copies:copy|copies}', {
        summary: ['1234', '1', null],
      }),
    ).toBe('1,234 1,234 times 1 copy');
  });

  it('counts 0 where there is no summary', () => {
    expect(say('{summary.denied:time|times}', {})).toBe('0 times');
  });

  it('gives the first value, as people read it', () => {
    const found = { rows: [[SESSION, '1']], summary: ['1', '1', '2026-11-20T10:00:07Z'] };

    expect(say('{first:arn} {summary.first:newest}', found)).toBe('Ops/i-0abc 2026-11-20 10:00:07');
  });

  it.each<[Value[][], string]>([
    [
      [
        [ALICE, '205'],
        [SESSION, '9'],
      ],
      'user/alice 96 %',
    ],
    [[[ALICE, '205']], 'user/alice all'],
    [
      [
        [ALICE, '9999'],
        [SESSION, '1'],
      ],
      'user/alice 99 %',
    ],
    [
      [
        [SESSION, '1'],
        [ALICE, '2'],
      ],
      'user/alice 67 %',
    ],
    [[[null, '2']], 'unknown caller all'],
  ])('names the identity with the most calls and its share: %j', (rows, said) => {
    expect(say('{top:arn} {share:arn}', { rows })).toBe(said);
  });

  it('counts a row as a call where no column counts', () => {
    const detection: Detection = {
      ...identities('{top:arn} {share:arn}'),
      tables: [{ name: 'identities', title: 'Identities', columns: [{ name: 'arn', kind: 'identity' }] }],
    };

    const pieces = sentenceOf(findings(detection, { rows: [[ALICE], [SESSION], [SESSION]] }));

    expect(pieces.map(({ text }) => text)).toEqual(['Ops/i-0abc', ' ', '67 %']);
  });

  it.each<[Subject | undefined, string]>([
    [{ kind: 'identity', value: ALICE }, 'user/alice'],
    [{ kind: 'role', value: 'arn:aws:iam::111122223333:role/Ops' }, 'role/Ops'],
    [{ kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' }, 'AKIAIOSFODNN7EXAMPLE'],
    [undefined, 'nobody'],
  ])('names the subject %j', (about, said) => {
    expect(say('{subject}', { ...(about ? { about } : {}) })).toBe(said);
  });

  it('marks what comes out of the log, and nothing else', () => {
    const pieces = sentenceOf(
      findings(identities('{subject} and {first:arn} in {rows:row|rows}, {share:arn} by {top:arn}'), {
        rows: [['<!channel>', '1']],
        about: { kind: 'agent', value: '*x*' },
      }),
    );

    expect(pieces.filter(({ isLogData }) => isLogData).map(({ text }) => text)).toEqual([
      '*x*',
      '<!channel>',
      '<!channel>',
    ]);
  });
});

describe('notesOf', () => {
  const NOTES = ['{summary.copies:copy|copies} of {summary.denied:event|events}.', 'All of it is UTC.'];
  const notes = (summary: Value[]): string[] =>
    notesOf(findings(identities('', NOTES), { summary })).map((pieces) => pieces.map(({ text }) => text).join(''));

  it('says what there is a number for', () => {
    expect(notes(['5', '2', null])).toEqual(['2 copies of 5 events.', 'All of it is UTC.']);
  });

  it('leaves out a note whose first number is 0, whatever the others', () => {
    expect(notes(['5', '0', null])).toEqual(['All of it is UTC.']);
    expect(notes(['0', '2', null])).toEqual(['2 copies of 0 events.', 'All of it is UTC.']);
  });
});

describe('comparesRows', () => {
  it.each([
    ['{top:arn}', true],
    ['{identities.share:arn}', true],
    ['{first:arn} {rows:row|rows}', false],
    ['{summary.top:denied}', false],
  ])('tells whether %s rests on the rows at hand', (sentence, compares) => {
    expect(comparesRows(identities(sentence), 'identities')).toBe(compares);
  });
});

describe('readSentence', () => {
  const { tables } = identities('');

  it.each([
    ['{nobody.rows:row|rows}', 'names no table'],
    ['{}', 'names no column of identities'],
    ['{rows}', 'needs its noun, as in {rows:call|calls}'],
    ['{calls:times}', 'needs its noun'],
    ['{total:time}', 'needs a noun like {total:call|calls}'],
    ['{top:nothing}', 'names no column of identities'],
    ['{first:}', 'names no column of identities'],
    ['{denied}', 'names no column of identities'],
    ['{summary.top:arn}', 'names no column of summary'],
  ])('refuses %s: it %s', (template, why) => {
    expect(() => readSentence(`About ${template}.`, tables)).toThrow(`${template} is no placeholder: it ${why}`);
  });

  it('takes words without placeholders', () => {
    expect(() => readSentence('Nothing to count.', tables)).not.toThrow();
  });
});
