/** A value's shape: Athena's CloudTrail tables keep everything that is no fixed structure as text, or as a `map` of texts. */
export type Shape = 'string' | 'map' | { readonly fields: Readonly<Record<string, Shape>> } | { readonly items: Shape };

/** A column of the table: its key in a CloudTrail record, which is also its name but for the case, and its shape. */
export interface SourceColumn {
  readonly key: string;
  readonly shape: Shape;
}

const text = (key: string): SourceColumn => ({ key, shape: 'string' });

/** The fields of a structure, by their keys in a record. */
export type Fields = Readonly<Record<string, Shape>>;

/** `userIdentity`: what every table has of it, and what a table has besides in it and in its session context. */
export const userIdentityShape = (more: Fields, moreOfSession: Fields): Shape => ({
  fields: {
    type: 'string',
    principalId: 'string',
    arn: 'string',
    accountId: 'string',
    invokedBy: 'string',
    accessKeyId: 'string',
    userName: 'string',
    ...more,
    sessionContext: {
      fields: {
        attributes: { fields: { mfaAuthenticated: 'string', creationDate: 'string' } },
        sessionIssuer: {
          fields: { type: 'string', principalId: 'string', arn: 'string', accountId: 'string', userName: 'string' },
        },
        ...moreOfSession,
      },
    },
  },
});

/** On whose behalf an identity of IAM Identity Center calls. */
export const ON_BEHALF_OF: Fields = { onBehalfOf: { fields: { userId: 'string', identityStoreArn: 'string' } } };

/** Every column that one of the layouts of a CloudTrail table has, whatever `table-layouts.ts` shows of it. */
export const COLUMNS: readonly SourceColumn[] = [
  text('eventVersion'),
  {
    key: 'userIdentity',
    shape: userIdentityShape(ON_BEHALF_OF, {
      ec2RoleDelivery: 'string',
      webIdFederationData: { fields: { federatedProvider: 'string', attributes: 'string' } },
    }),
  },
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
  text('vpcEndpointAccountId'),
  text('eventCategory'),
  {
    key: 'addendum',
    shape: {
      fields: { reason: 'string', updatedFields: 'string', originalRequestID: 'string', originalEventID: 'string' },
    },
  },
  text('sessionCredentialFromConsole'),
  text('edgeDeviceDetails'),
  {
    key: 'tlsDetails',
    shape: { fields: { tlsVersion: 'string', cipherSuite: 'string', clientProvidedHostHeader: 'string' } },
  },
];

/** Where records lie in the bucket, all text: `2026/11/24`, `eu-west-1`, `111122223333`. The layouts' own partition keys come from these. */
export const PARTITION_KEYS = ['date_partition', 'region_partition', 'account_partition'] as const;

/** A shape as a table definition in Athena's catalogue has it: `struct<type:string,…>`. */
export function hiveType(shape: Shape): string {
  if (shape === 'string') return 'string';
  if (shape === 'map') return 'map<string,string>';
  if ('items' in shape) return `array<${hiveType(shape.items)}>`;
  return `struct<${fieldsOf(shape).map(([name, field]) => `${name.toLowerCase()}:${hiveType(field)}`)}>`;
}

/** A shape as a DuckDB type whose fields are named as in the records, or as in Athena: in lower case. */
export function duckdbType(shape: Shape, naming: 'record' | 'athena'): string {
  if (shape === 'string') return 'VARCHAR';
  if (shape === 'map') return 'MAP(VARCHAR, VARCHAR)';
  if ('items' in shape) return `${duckdbType(shape.items, naming)}[]`;
  const named = fieldsOf(shape).map(([name, field]) => {
    return `"${naming === 'athena' ? name.toLowerCase() : name}" ${duckdbType(field, naming)}`;
  });
  return `STRUCT(${named.join(', ')})`;
}

/** A shape as DuckDB's `from_json` takes it. */
export function jsonStructure(shape: Shape): unknown {
  if (typeof shape === 'string') return duckdbType(shape, 'record');
  if ('items' in shape) return [jsonStructure(shape.items)];
  return Object.fromEntries(fieldsOf(shape).map(([name, field]) => [name, jsonStructure(field)]));
}

const fieldsOf = (shape: Exclude<Shape, string | { items: Shape }>): [string, Shape][] => Object.entries(shape.fields);

/** One CloudTrail record, as far as the table has columns for it. */
export const RECORD: Shape = { fields: Object.fromEntries(COLUMNS.map(({ key, shape }) => [key, shape])) };
