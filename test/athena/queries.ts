import type { Detection } from '../../src/detections/detection.js';
import type { Query } from '../../src/investigation/ports.js';

/** A question over two columns with nothing to ask for. */
export const DETECTION: Detection = {
  id: 'newest',
  title: 'Newest calls',
  asks: 'What happened?',
  sentence: '{calls:call|calls}.',
  columns: [
    { name: 'eventtime', kind: 'time' },
    { name: 'errorcode', kind: 'text' },
  ],
  parameters: [],
  source: 'this test',
  sql: [
    'SELECT eventtime, errorcode, count(*) OVER () AS table_rows, count(*) OVER () AS table_calls',
    'FROM events ORDER BY eventtime DESC, eventid LIMIT 1000',
  ].join('\n'),
};

/** `DETECTION` over two whole days. */
export const QUERY: Query = {
  detection: DETECTION,
  window: { from: '2026-11-20T00:00:00Z', to: '2026-11-22T00:00:00Z' },
  parameters: {},
  token: 'a-token-of-thirty-two-characters',
};
