import { describe, expect, it } from '@jest/globals';
import type { Detection, Value } from '../../src/detections/detection.js';
import { readTables } from '../../src/detections/read-tables.js';
import { DETECTION } from '../athena/queries.js';

const SEVERAL: Detection = {
  ...DETECTION,
  id: 'several',
  namesTables: true,
  tables: [
    {
      name: 'services',
      title: 'Services',
      columns: [
        { name: 'eventsource', kind: 'service' },
        { name: 'total', kind: 'count' },
      ],
    },
    {
      name: 'summary',
      title: 'Summary',
      columns: [
        { name: 'total', kind: 'count' },
        { name: 'callers', kind: 'count' },
      ],
    },
  ],
};
const NAMES = ['table_name', 'eventsource', 'total', 'callers', 'table_rows', 'table_calls'];

const read = (rows: Value[][], { names = NAMES, isCutOff = false, detection = SEVERAL } = {}) =>
  readTables({ names, rows, isCutOff }, detection);

describe('readTables', () => {
  it('sorts rows into their tables, in the order of the detection, with the columns of each', () => {
    const tables = read([
      ['summary', null, '7', '2', '1', '7'],
      ['services', 'iam.amazonaws.com', '5', '2', '40', '900'],
      ['services', null, '2', '1', '40', '900'],
    ]);

    expect(tables).toEqual([
      {
        name: 'services',
        rows: [
          ['iam.amazonaws.com', '5'],
          [null, '2'],
        ],
        totalRows: 40,
        totalCalls: 900,
      },
      { name: 'summary', rows: [['7', '2']], totalRows: 1, totalCalls: 7 },
    ]);
  });

  it('goes by the names of columns, not by their order', () => {
    const names = ['total', 'table_calls', 'eventsource', 'table_name', 'callers', 'table_rows'];

    expect(read([['5', '9', 'iam.amazonaws.com', 'services', '2', '3']], { names })[0]).toMatchObject({
      rows: [['iam.amazonaws.com', '5']],
      totalRows: 3,
      totalCalls: 9,
    });
  });

  it('gives every table, those without rows too', () => {
    expect(read([])).toEqual([
      { name: 'services', rows: [], totalRows: 0, totalCalls: 0 },
      { name: 'summary', rows: [], totalRows: 0, totalCalls: 0 },
    ]);
  });

  it('counts rows and calls by itself where the SQL does not', () => {
    const names = ['table_name', 'eventsource', 'total', 'callers'];
    const rows = [
      ['services', 'iam.amazonaws.com', '5', null],
      ['services', 's3.amazonaws.com', '2', null],
    ];

    expect(read(rows, { names })[0]).toMatchObject({ totalRows: 2, totalCalls: 7 });
    expect(read(rows, { names, isCutOff: true })[0]).toMatchObject({ totalRows: 2, isCutOff: true });
  });

  it('counts a row as a call where no column counts', () => {
    const tables = read(
      [
        ['a', null],
        ['b', null],
      ],
      { names: ['eventtime', 'errorcode'], detection: DETECTION },
    );

    expect(tables).toEqual([
      {
        name: 'rows',
        rows: [
          ['a', null],
          ['b', null],
        ],
        totalRows: 2,
        totalCalls: 2,
      },
    ]);
  });

  it.each<[string, string[]]>([
    ['a column that is missing', NAMES.filter((name) => name !== 'callers')],
    ['no table_name', NAMES.filter((name) => name !== 'table_name')],
    ['a column too many', [...NAMES, 'useragent']],
    ['none', []],
  ])('refuses results with %s', (_, names) => {
    expect(() => read([], { names })).toThrow(/"several" declares the columns .*callers.*, but its SQL returned /);
  });

  it.each<[string, Value[], string]>([
    ['a table that is not declared', ['keys', null, '1', '1', '1', '1'], 'a row of the table "keys"'],
    ['no table', [null, null, '1', '1', '1', '1'], 'a row of the table null'],
    ['a total that is no number', ['services', null, '1', '1', 'many', '1'], 'table_rows = "many"'],
    ['a total that is missing', ['services', null, '1', '1', '1', null], 'table_calls = null'],
  ])('refuses a row with %s', (_, row, message) => {
    expect(() => read([row])).toThrow(message);
  });
});
