import { readLayout, type TableLayout } from '../../src/athena/layout.js';
import type { Detection } from '../../src/detections/detection.js';
import type { Query } from '../../src/investigation/ports.js';
import type { ColumnEdition } from '../../src/local/athena/table-columns.js';
import { type LayoutName, tableLayout } from '../../src/local/athena/table-layouts.js';
import { tableMetadata } from '../../src/local/athena/table-metadata.js';

/** A question over two columns with nothing to ask for. */
export const DETECTION: Detection = {
  id: 'newest',
  title: 'Newest calls',
  asks: 'What happened?',
  sentence: '{calls:call|calls}.',
  notes: [],
  isAboutSubject: false,
  parameters: [],
  tables: [
    {
      name: 'rows',
      title: 'Newest calls',
      columns: [
        { name: 'eventtime', kind: 'time' },
        { name: 'errorcode', kind: 'text' },
      ],
    },
  ],
  namesTables: false,
  source: 'this test',
  sql: [
    'SELECT eventtime, errorcode, count(*) OVER () AS table_rows, count(*) OVER () AS table_calls',
    'FROM events ORDER BY eventtime DESC, eventid LIMIT 1000',
  ].join('\n'),
  placeholders: [],
};

/** `DETECTION` over two whole days. */
export const QUERY: Query = {
  detection: DETECTION,
  window: { text: '2026-11-20..2026-11-21', span: { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' } },
  parameters: {},
  rowLimit: 1000,
  token: 'a-token-of-thirty-two-characters',
};

/** `DETECTION` with a text to ask for, twice. */
export const OF_TEXT: Detection = {
  ...DETECTION,
  id: 'of-text',
  parameters: [{ name: 'word', type: 'text' }],
  sql: [
    'SELECT eventtime, errorcode, count(*) OVER () AS table_rows, count(*) OVER () AS table_calls',
    'FROM events WHERE useridentity.arn = ? AND ? = arn ORDER BY eventtime DESC',
  ].join('\n'),
  placeholders: ['word', 'word'],
};

/** Every way in which a table is partitioned. */
export const LAYOUTS: readonly LayoutName[] = ['bootstrap', 'projection', 'manual', 'manual-account', 'console'];
/** Every edition of its columns. */
export const EDITIONS: readonly ColumnEdition[] = ['old', 'current'];

/** The layout of a table that AWS's own statements make, as the bot reads it. Bootstrap's lists two regions and an account. */
export function layoutOf(name: LayoutName, columns?: ColumnEdition): TableLayout {
  const regions = ['eu-west-1', 'us-east-1'];
  const accounts = ['111122223333'];
  const today = new Date('2026-11-24T10:41:00Z');
  const layout = tableLayout(name, columns, { regions, accounts, firstDate: '2026/01/01' });
  const table = { name: 'cloudtrail', layout, engine: { dates: ['2026/01/01'], regions, accounts }, today };
  return readLayout({ ...tableMetadata(table), CreateTime: today }, today);
}
