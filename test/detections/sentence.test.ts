import { describe, expect, it } from '@jest/globals';
import type { Detection, Value } from '../../src/detections/detection.js';
import { sentenceOf } from '../../src/detections/sentence.js';

const ALICE = 'arn:aws:iam::111122223333:user/alice';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/Ops/i-0abc';

const identities = (sentence: string): Detection => ({
  id: 'identities',
  title: 'Identities',
  asks: '?',
  sentence,
  columns: [
    { name: 'arn', kind: 'identity' },
    { name: 'total', kind: 'count' },
  ],
  parameters: [],
  source: '-',
  sql: 'SELECT',
});

const say = (sentence: string, rows: Value[][], totals = { totalRows: rows.length, totalCalls: 0 }): string =>
  sentenceOf({ detection: identities(sentence), rows, ...totals, suspect: SESSION })
    .map(({ text }) => text)
    .join('');

describe('sentenceOf', () => {
  it('counts with the right noun', () => {
    const sentence = '{rows:identity was|identities were} refused {calls:time|times}';

    expect(say(sentence, [], { totalRows: 1, totalCalls: 1 })).toBe('1 identity was refused 1 time');
    expect(say(sentence, [], { totalRows: 1200, totalCalls: 0 })).toBe('1,200 identities were refused 0 times');
  });

  it.each([
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
    [[[null, '2']], 'no ARN all'],
  ])('names the identity with the most calls and its share: %j', (rows, said) => {
    expect(say('{top:arn} {share:arn}', rows)).toBe(said);
  });

  it('counts a row as a call where no column counts', () => {
    const detection: Detection = {
      ...identities('{top:arn} {share:arn}'),
      columns: [{ name: 'arn', kind: 'identity' }],
    };

    const pieces = sentenceOf({ detection, rows: [[ALICE], [SESSION], [SESSION]], totalRows: 3, totalCalls: 3 });

    expect(pieces.map(({ text }) => text)).toEqual(['Ops/i-0abc', ' ', '67 %']);
  });

  it('marks what comes out of the log, and nothing else', () => {
    const pieces = sentenceOf({
      detection: identities('{suspect} and {first:arn} in {rows:row|rows}'),
      rows: [['<!channel>', '1']],
      totalRows: 1,
      totalCalls: 1,
      suspect: ALICE,
    });

    expect(pieces.filter(({ isLogData }) => isLogData).map(({ text }) => text)).toEqual(['user/alice', '<!channel>']);
  });
});
