import { type Statement, statementOf } from '../../src/athena/statement.js';
import type { Detection } from '../../src/detections/detection.js';
import { readParameters } from '../../src/detections/parameter.js';
import { readWindow } from '../../src/investigation/window.js';
import type { ColumnEdition } from '../../src/local/athena/table-columns.js';
import type { LayoutName } from '../../src/local/athena/table-layouts.js';
import { layoutOf } from './queries.js';

/** Where AWS's own texts put a table of each layout: database and table, which columns it has, and the folder of its golden files. */
export const PLACES: Readonly<Record<LayoutName, Place>> = {
  bootstrap: { folder: 'bootstrap', database: 'security_analysis', table: 'cloudtrail', columns: 'old' },
  projection: { folder: 'projection', database: 'default', table: 'cloudtrail_logs_pp', columns: 'current' },
  manual: { folder: 'manual', database: 'default', table: 'cloudtrail_logs', columns: 'current' },
  'manual-account': {
    folder: 'manual-organization',
    database: 'default',
    table: 'cloudtrail_logs',
    columns: 'current',
  },
  console: { folder: 'console', database: 'default', table: 'cloudtrail_logs_example_trail_bucket', columns: 'old' },
};

interface Place {
  readonly folder: string;
  readonly database: string;
  readonly table: string;
  readonly columns: ColumnEdition;
}

const ALICE = 'arn:aws:iam::111122223333:user/alice';

/** A built-in question about alice, over 20 and 21 November, as it is sent for a table of a layout. */
export function sentFor(detection: Detection, layout: LayoutName): Statement {
  const { database, table, columns } = PLACES[layout];
  const query = {
    detection,
    window: readWindow('2026-11-20..2026-11-21', new Date('2026-11-24T10:41:00Z')),
    about: { kind: 'identity', value: ALICE },
    parameters: readParameters(detection.parameters, detection.parameters.length > 0 ? { suspect: ALICE } : {}),
    rowLimit: 1000,
    token: '',
  } as const;
  return statementOf(query, { database, table, layout: layoutOf(layout, columns) });
}

/** Text, quoted names and comments, which a `?` may stand in, and the `?` that does not. */
const TOKENS = /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*[\s\S]*?\*\/|\?/g;

/** The statement as a reader can paste it into Athena's console: with its values in their places. */
export function pasteable({ sql, executionParameters }: Statement): string {
  const left = [...executionParameters];
  const filled = sql.replace(TOKENS, (token) => {
    if (token !== '?') return token;
    const value = left.shift();
    if (value === undefined) throw new Error('the statement has more places than values');
    return value;
  });
  if (left.length > 0) throw new Error('the statement has fewer places than values');
  return filled;
}

/** A golden file: one line that says what it is, and the statement. */
export const goldenText = (detection: Detection, layout: LayoutName): string =>
  `-- ${detection.asks} (ir-bot's "${detection.id}", on a table by ${MADE_BY[layout]})\n${pasteable(sentFor(detection, layout))}\n`;

const MADE_BY: Readonly<Record<LayoutName, string>> = {
  bootstrap: 'AWS Security Analytics Bootstrap',
  projection: "Athena's guide, with partition projection",
  manual: "Athena's guide, with partitions added by hand",
  'manual-account': "Athena's guide for an organization's trail, with partitions added by hand",
  console: "CloudTrail's console",
};
