import { describe, expect, it } from '@jest/globals';
import type { Value } from '../../../src/detections/detection.js';
import { readDetection } from '../../../src/detections/read-detection.js';
import { ALL } from '../../../src/investigation/window.js';
import { csvText } from '../../../src/local/ask/csv-text.js';
import { jsonText } from '../../../src/local/ask/json-text.js';
import type { Printable } from '../../../src/local/ask/printable.js';
import { tableText } from '../../../src/local/ask/table-text.js';
import { ALICE, MINE } from './logs-folder.js';

const DETECTION = readDetection('by-user-agent', MINE.replace('arn: identity', 'arn: agent'));

/** An answer of one table: something out of the logs, and a count. */
function printable(rows: readonly (readonly [Value, Value])[], detection = DETECTION): Printable {
  return {
    question: { detection, window: ALL, parameters: {} },
    answer: {
      tables: [{ name: 'rows', rows, totalRows: rows.length, totalCalls: rows.length }],
      ...{ scannedBytes: 12_582_912, scans: 1, engineMs: 80, warnings: [], events: 1 },
    },
  };
}

const textOf = (pieces: Iterable<string>): string => [...pieces].join('');

describe('the CSV of an answer', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+1', "'+1"],
    ['-1', "'-1"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
    ['\r=1', '"\'\r=1"'],
    ['\n=1', '"\'\n=1"'],
    [' =1', "' =1"],
    ['\u00a0=1', "'\u00a0=1"],
    ['\u200b=1', "'\u200b=1"],
    ['＝1', "'＝1"],
  ])('makes text of %j', (value, cell) => {
    expect(textOf(csvText(printable([[value, '1']])))).toBe(`arn,total\n${cell},1\n`);
  });

  it.each(['a=1', '1-1', 'x@example.com', "'x", 'é –'])('leaves %j as it is', (value) => {
    expect(textOf(csvText(printable([[value, '1']])))).toBe(`arn,total\n${value},1\n`);
  });

  it('keeps lines, commas and quotes inside their cell', () => {
    expect(textOf(csvText(printable([['a,"b"\nc', '1']])))).toBe('arn,total\n"a,""b""\nc",1\n');
  });
});

describe('the JSON of an answer', () => {
  it('tells NULL from empty text, and counts from digits', () => {
    const { tables } = JSON.parse(
      textOf(
        jsonText(
          printable([
            [null, '2'],
            ['', null],
            ['42', '90071992547409931'],
          ]),
        ),
      ),
    );

    expect(tables).toEqual([
      {
        name: 'rows',
        columns: ['arn', 'total'],
        rows: [
          [null, 2],
          ['', null],
          ['42', '90071992547409931'],
        ],
        total: 3,
      },
    ]);
  });
});

describe('the tables of an answer', () => {
  it('cut long cells, and rows beyond the fiftieth, and say so', () => {
    const rows = Array.from({ length: 1_284 }, (_, at): [Value, Value] => ['x'.repeat(200), String(10_000 - at)]);

    const lines = textOf(tableText(printable(rows))).split('\n');

    expect(lines.slice(0, 3)).toEqual(['1,284 calls.', '', 'By address']);
    expect(lines[4]).toBe(`${'x'.repeat(59)}…  10,000`);
    expect(lines.filter((line) => line.startsWith('xx'))).toHaveLength(50);
    expect(lines.slice(-4)).toEqual([
      '… 1,234 more rows (--format csv or json shows all)',
      '',
      '12.0 MB scanned · 1 scan · 0.08 s',
      '',
    ]);
  });

  it('show identities whole, so that they can be asked about, and keep columns straight', () => {
    const session = `arn:aws:sts::111122223333:assumed-role/日本語-e\u0301/${'s'.repeat(40)}`;

    const lines = textOf(
      tableText(
        printable(
          [
            [session, '1'],
            [ALICE, '12'],
          ],
          readDetection('mine', MINE),
        ),
      ),
    ).split('\n');

    expect(lines[4]).toBe(`${session}      1`);
    expect(lines[5]).toBe(`${ALICE.padEnd([...session].length + 2)}     12`);
  });
});
