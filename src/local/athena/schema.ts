/** A value's shape in a CloudTrail record: Athena's tables keep everything that is no fixed structure as text. */
export type Shape = 'string' | { readonly fields: Readonly<Record<string, Shape>> } | { readonly items: Shape };

/** A column of the table: its key in a CloudTrail record, which is also its name but for the case, and its shape. */
export interface SourceColumn {
  readonly key: string;
  readonly shape: Shape;
}

const text = (key: string): SourceColumn => ({ key, shape: 'string' });

const USER_IDENTITY: Shape = {
  fields: {
    type: 'string',
    principalId: 'string',
    arn: 'string',
    accountId: 'string',
    invokedBy: 'string',
    accessKeyId: 'string',
    userName: 'string',
    sessionContext: {
      fields: {
        attributes: { fields: { mfaAuthenticated: 'string', creationDate: 'string' } },
        sessionIssuer: {
          fields: { type: 'string', principalId: 'string', arn: 'string', accountId: 'string', userName: 'string' },
        },
      },
    },
  },
};

/**
 * The columns of the table that AWS Security Analytics Bootstrap creates, in its order.
 * https://github.com/awslabs/aws-security-analytics-bootstrap, sql/ddl/create_tables/create_cloudtrail_table.sql (as of November 2026)
 */
export const COLUMNS: readonly SourceColumn[] = [
  text('eventVersion'),
  { key: 'userIdentity', shape: USER_IDENTITY },
  text('eventTime'),
  text('eventSource'),
  text('eventName'),
  text('awsRegion'),
  text('sourceIPAddress'),
  text('userAgent'),
  text('errorCode'),
  text('errorMessage'),
  text('requestParameters'),
  text('responseElements'),
  text('additionalEventData'),
  text('requestID'),
  text('eventID'),
  { key: 'resources', shape: { items: { fields: { ARN: 'string', accountId: 'string', type: 'string' } } } },
  text('eventType'),
  text('apiVersion'),
  text('readOnly'),
  text('recipientAccountId'),
  text('serviceEventDetails'),
  text('sharedEventID'),
  text('vpcEndpointId'),
];

/** The partition keys of the same table, all text: `2026/11/24`, `eu-west-1`, `111122223333`. */
export const PARTITION_KEYS = ['date_partition', 'region_partition', 'account_partition'] as const;

/** A shape as a table definition in Athena's catalogue has it: `struct<type:string,…>`. */
export function hiveType(shape: Shape): string {
  if (shape === 'string') return 'string';
  if ('items' in shape) return `array<${hiveType(shape.items)}>`;
  return `struct<${fieldsOf(shape).map(([name, field]) => `${name.toLowerCase()}:${hiveType(field)}`)}>`;
}

/** A shape as a DuckDB type whose fields are named as in the records, or as in Athena: in lower case. */
export function duckdbType(shape: Shape, naming: 'record' | 'athena'): string {
  if (shape === 'string') return 'VARCHAR';
  if ('items' in shape) return `${duckdbType(shape.items, naming)}[]`;
  const named = fieldsOf(shape).map(([name, field]) => {
    return `"${naming === 'athena' ? name.toLowerCase() : name}" ${duckdbType(field, naming)}`;
  });
  return `STRUCT(${named.join(', ')})`;
}

/** A shape as DuckDB's `from_json` takes it. */
export function jsonStructure(shape: Shape): unknown {
  if (shape === 'string') return 'VARCHAR';
  if ('items' in shape) return [jsonStructure(shape.items)];
  return Object.fromEntries(fieldsOf(shape).map(([name, field]) => [name, jsonStructure(field)]));
}

const fieldsOf = (shape: Exclude<Shape, string | { items: Shape }>): [string, Shape][] => Object.entries(shape.fields);

/** One CloudTrail record, as far as the table has columns for it. */
export const RECORD: Shape = { fields: Object.fromEntries(COLUMNS.map(({ key, shape }) => [key, shape])) };
