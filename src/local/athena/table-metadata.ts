import type { LogEngine } from './log-engine.js';
import { COLUMNS, hiveType, PARTITION_KEYS } from './schema.js';

/**
 * The table as GetTableMetadata returns it: Bootstrap's, its partition projection covering what was loaded.
 *
 * @param today used as the first day when no event has one.
 */
export function tableMetadata(name: string, engine: LogEngine, today: Date) {
  const firstDate = engine.dates[0] ?? today.toISOString().slice(0, 10).replaceAll('-', '/');
  return {
    Name: name,
    TableType: 'EXTERNAL_TABLE',
    CreateTime: 0,
    Columns: COLUMNS.map(({ key, shape }) => ({ Name: key.toLowerCase(), Type: hiveType(shape) })),
    PartitionKeys: PARTITION_KEYS.map((key) => ({ Name: key, Type: 'string' })),
    Parameters: {
      EXTERNAL: 'TRUE',
      inputformat: 'com.amazon.emr.cloudtrail.CloudTrailInputFormat',
      'serde.serialization.lib': 'com.amazon.emr.hive.serde.CloudTrailSerde',
      location: 's3://local-logs/AWSLogs/',
      'projection.enabled': 'true',
      'projection.date_partition.type': 'date',
      'projection.date_partition.range': `${firstDate},NOW`,
      'projection.date_partition.format': 'yyyy/MM/dd',
      'projection.date_partition.interval': '1',
      'projection.date_partition.interval.unit': 'DAYS',
      'projection.region_partition.type': 'enum',
      'projection.region_partition.values': engine.regions.join(','),
      'projection.account_partition.type': 'enum',
      'projection.account_partition.values': engine.accounts.join(','),
      'storage.location.template': `s3://local-logs/AWSLogs/${placeholder('account_partition')}/CloudTrail/${placeholder('region_partition')}/${placeholder('date_partition')}`,
    },
  };
}

/** `${key}`, which Athena fills in. */
const placeholder = (key: (typeof PARTITION_KEYS)[number]): string => `\${${key}}`;
