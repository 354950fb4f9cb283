import { REGIONS } from '../../athena/regions.js';
import type { LogEngine } from './log-engine.js';
import { hiveType } from './schema.js';
import type { LayoutName, TableLayout } from './table-layouts.js';

/** What a table's definition says of the logs themselves. */
export interface DescribedTable {
  readonly name: string;
  readonly layout: TableLayout;
  readonly engine: Pick<LogEngine, 'dates' | 'regions' | 'accounts'>;
  /** The first day of a projection over no events. */
  readonly today: Date;
}

const BUCKET = 's3://local-logs/AWSLogs';
const JSON_SERDE = 'org.apache.hive.hcatalog.data.JsonSerDe';
/** Of logs without events, so that a location can be named. */
const SOME_ACCOUNT = '111122223333';
const SOME_REGION = 'us-east-1';

/** The table as GetTableMetadata returns it. Where it has a partition projection, that covers what was loaded unless it was told otherwise. */
export function tableMetadata(table: DescribedTable) {
  const { columns, partitionKeys } = table.layout;
  return {
    Name: table.name,
    TableType: 'EXTERNAL_TABLE',
    CreateTime: 0,
    Columns: columns.map(({ key, shape }) => ({ Name: key.toLowerCase(), Type: hiveType(shape) })),
    PartitionKeys: partitionKeys.map(({ name }) => ({ Name: name, Type: 'string' })),
    Parameters: {
      EXTERNAL: 'TRUE',
      inputformat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
      outputformat: 'org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat',
      'serde.param.serialization.format': '1',
      'serde.serialization.lib': JSON_SERDE,
      ...PARAMETERS[table.layout.name](table),
    },
  };
}

const PARAMETERS: Readonly<Record<LayoutName, (table: DescribedTable) => Readonly<Record<string, string>>>> = {
  bootstrap: bootstrapParameters,
  projection: projectionParameters,
  manual: ({ engine }) => ({ location: `${BUCKET}/${accountOf(engine)}/` }),
  'manual-account': () => ({ location: `${BUCKET}/` }),
  console: ({ engine }) => ({
    classification: 'cloudtrail',
    comment: 'CloudTrail table for local-logs bucket',
    location: `${BUCKET}/${accountOf(engine)}/CloudTrail`,
  }),
};

function bootstrapParameters(table: DescribedTable) {
  const { engine, layout } = table;
  const [date, region, account] = ['date', 'region', 'account'].map((key) => placeholder(`${key}_partition`));
  return {
    'serde.serialization.lib': 'com.amazon.emr.hive.serde.CloudTrailSerde',
    location: `${BUCKET}/`,
    'projection.enabled': 'true',
    ...projectedDays('date_partition', table),
    'projection.region_partition.type': 'enum',
    'projection.region_partition.values': (layout.limits.regions ?? everyRegion(engine)).join(','),
    'projection.account_partition.type': 'enum',
    'projection.account_partition.values': (layout.limits.accounts ?? engine.accounts).join(','),
    'storage.location.template': `${BUCKET}/${account}/CloudTrail/${region}/${date}`,
  };
}

/** A folder of logs hides no region, so that every region of AWS is listed, and whatever else the logs call one. */
const everyRegion = ({ regions }: DescribedTable['engine']): readonly string[] => [
  ...new Set([...REGIONS.aws, ...regions]),
];

function projectionParameters(table: DescribedTable) {
  const { engine } = table;
  const location = `${BUCKET}/${accountOf(engine)}/CloudTrail/${engine.regions[0] ?? SOME_REGION}`;
  return {
    location,
    'projection.enabled': 'true',
    ...projectedDays('timestamp', table),
    'storage.location.template': `${location}/${placeholder('timestamp')}`,
  };
}

function projectedDays(key: string, { engine, layout, today }: DescribedTable) {
  const firstDate = layout.limits.firstDate ?? engine.dates[0] ?? today.toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    [`projection.${key}.type`]: 'date',
    [`projection.${key}.range`]: `${firstDate},NOW`,
    [`projection.${key}.format`]: 'yyyy/MM/dd',
    [`projection.${key}.interval`]: '1',
    [`projection.${key}.interval.unit`]: 'DAYS',
  };
}

const accountOf = ({ accounts }: DescribedTable['engine']): string => accounts[0] ?? SOME_ACCOUNT;

/** `${key}`, which Athena fills in. */
const placeholder = (key: string): string => `\${${key}}`;
