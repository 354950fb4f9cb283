import type { TableInspection } from '../investigation/ports.js';
import { missingRegions } from './coverage.js';
import { EVENT_COLUMNS } from './event-columns.js';
import type { LayoutName, TableLayout } from './layout.js';

const LAYOUTS: Readonly<Record<LayoutName, string>> = {
  bootstrap: 'AWS Security Analytics Bootstrap',
  projection: "CloudTrail's documentation, with partition projection",
  manual: "CloudTrail's documentation, with partitions added by hand",
  unpartitioned: 'the CloudTrail console, without partitions',
};

/** Parts of a table that questions make use of where they are there. */
const OPTIONAL = [...EVENT_COLUMNS, 'useridentity.onbehalfof.userid'];

/** What a table's layout says about it, for people. */
export function inspectionOf(
  names: Pick<TableInspection, 'catalog' | 'database' | 'table' | 'workgroup'>,
  layout: TableLayout,
  scanCapBytes: number | undefined,
): TableInspection {
  const { catalog, database, table, workgroup } = names;
  return {
    catalog,
    database,
    table,
    workgroup,
    layout: LAYOUTS[layout.name],
    partitionKeys: layout.partitionKeys,
    columns: layout.columns,
    missingColumns: OPTIONAL.filter((path) => !layout.has(path)),
    ...layout.coverage,
    missingRegions: missingRegions(layout.coverage),
    scanCapBytes,
  };
}
