import type { Partition } from './log-engine.js';
import type { SourceColumn } from './schema.js';
import { bootstrapColumns, type ColumnEdition, guideColumns, projectionColumns } from './table-columns.js';

/**
 * How a CloudTrail table is partitioned. `bootstrap`: by AWS Security Analytics Bootstrap. `projection`, `manual`: by Athena's guide,
 * with partition projection or with partitions added by hand; `manual-account`: the latter for an organization's trail.
 * `console`: by CloudTrail's console, which makes no partitions.
 */
export type LayoutName = 'bootstrap' | 'projection' | 'manual' | 'manual-account' | 'console';

/** A partition key: its value in a partition, and as DuckDB finds it in a record. */
export interface PartitionKey {
  readonly name: string;
  readonly valueIn: (partition: Partition) => string | null;
  readonly duckdbSql: string;
}

/** What a table's partition projection covers; absent: everything there is. Athena does not see what lies outside. */
export interface ProjectionLimits {
  readonly regions?: readonly string[] | undefined;
  readonly accounts?: readonly string[] | undefined;
  /** `2026/11/20` */
  readonly firstDate?: string | undefined;
}

/** A CloudTrail table, as CREATE TABLE made it. */
export interface TableLayout {
  readonly name: LayoutName;
  readonly columns: readonly SourceColumn[];
  readonly partitionKeys: readonly PartitionKey[];
  readonly limits: ProjectionLimits;
}

const DATE = 'date_partition';
const date = (name: string): PartitionKey => ({ name, valueIn: (partition) => partition.date, duckdbSql: DATE });
const region = (name: string): PartitionKey => ({
  name,
  valueIn: (partition) => partition.region,
  duckdbSql: 'region_partition',
});
const account = (name: string): PartitionKey => ({
  name,
  valueIn: (partition) => partition.account,
  duckdbSql: 'account_partition',
});
/** A part of `2026/11/24`, from the character at an offset on. */
const datePart = (name: string, offset: number, length: number): PartitionKey => ({
  name,
  valueIn: (partition) => partition.date?.slice(offset, offset + length) ?? null,
  duckdbSql: `substr(${DATE}, ${offset + 1}, ${length})`,
});

const MANUAL = [region('region'), datePart('year', 0, 4), datePart('month', 5, 2), datePart('day', 8, 2)] as const;
const PARTITION_KEYS_OF: Readonly<Record<LayoutName, readonly PartitionKey[]>> = {
  bootstrap: [date('date_partition'), region('region_partition'), account('account_partition')],
  projection: [date('timestamp')],
  manual: MANUAL,
  'manual-account': [account('account'), ...MANUAL],
  console: [],
};

/**
 * A table in one of the layouts.
 *
 * @param columns by default those of Bootstrap's own statement for its table, and the current ones for the others.
 * @param limits of the partition projection: `bootstrap` has all three, `projection` the first day, the others none.
 */
export function tableLayout(name: LayoutName, columns?: ColumnEdition, limits: ProjectionLimits = {}): TableLayout {
  const partitionKeys = PARTITION_KEYS_OF[name];
  switch (name) {
    case 'bootstrap':
      return { name, columns: bootstrapColumns(columns ?? 'old'), partitionKeys, limits };
    case 'projection': {
      const { firstDate } = limits;
      return { name, columns: projectionColumns(columns ?? 'current'), partitionKeys, limits: { firstDate } };
    }
    default:
      return { name, columns: guideColumns(columns ?? 'current'), partitionKeys, limits: {} };
  }
}

/** Whether the projection covers a partition. */
export function isCovered({ limits }: TableLayout, partition: Partition): boolean {
  const { accounts, firstDate, regions } = limits;
  if (regions && (partition.region === null || !regions.includes(partition.region))) return false;
  if (accounts && (partition.account === null || !accounts.includes(partition.account))) return false;
  return firstDate === undefined || (partition.date !== null && partition.date >= firstDate);
}
