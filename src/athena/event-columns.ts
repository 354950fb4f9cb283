import type { Span } from '../investigation/window.js';
import { identifier } from './identifier.js';
import type { TableLayout } from './layout.js';

/**
 * CloudTrail's own columns of `events`. Where an old table lacks one, `events` has NULL in it. `responseelements` is not among them: it holds session tokens
 * in clear. https://github.com/awslabs/aws-security-analytics-bootstrap, create_cloudtrail_table.sql, and
 * https://docs.aws.amazon.com/athena/latest/ug/cloudtrail-logs.html (as of November 2026)
 */
export const EVENT_COLUMNS = [
  'eventversion',
  'useridentity',
  'eventtime',
  'eventsource',
  'eventname',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'errormessage',
  'requestparameters',
  'additionaleventdata',
  'requestid',
  'eventid',
  'resources',
  'eventtype',
  'apiversion',
  'readonly',
  'recipientaccountid',
  'serviceeventdetails',
  'sharedeventid',
  'vpcendpointid',
  'eventcategory',
  'vpcendpointaccountid',
  'sessioncredentialfromconsole',
  'edgedevicedetails',
] as const;

/** A column of `events` that is made from others. */
export interface DerivedColumn {
  readonly name: string;
  /** What it is, for those who write detections. */
  readonly says: string;
  sql(layout: TableLayout, span: Span | undefined): string;
}

/**
 * Error codes that mean "you may not", as AWS's services spell them: `AccessDenied`, `AccessDeniedException`,
 * `Client.UnauthorizedOperation`, `VpceAccessDenied`, `AuthorizationError`, `NotAuthorizedException`, … CloudTrail has no list of
 * them. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html (as of November 2026)
 */
const REFUSED_CODES = '(?i)(AccessDenied|Unauthorized|NotAuthorized|AuthorizationError|Forbidden|AuthFailure)';

/** Failed sign-ins have no error code. https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html (as of November 2026) */
const FAILED_SIGN_IN = `eventsource = 'signin.amazonaws.com' AND (json_extract_scalar(responseelements, '$.ConsoleLogin') = 'Failure' OR errormessage <> '')`;

/** Object-level calls to S3, for tables without `eventcategory`. */
const OBJECT_CALLS = [
  'GetObject',
  'PutObject',
  'DeleteObject',
  'DeleteObjects',
  'HeadObject',
  'CopyObject',
  'ListObjects',
  'ListObjectsV2',
];

/**
 * What an event is told from others by. Its id and time would do for what CloudTrail writes; with the rest, no record is taken for
 * a copy that is not one, and records without an id are told apart too. `concat_ws` because a long chain of `||` is a deep tree to
 * every parser, and a hash because these texts may be long.
 */
const COPY_KEY = `to_hex(md5(to_utf8(concat_ws('|', ${[
  'eventid',
  'eventtime',
  'useridentity.principalid',
  'useridentity.arn',
  'useridentity.accesskeyid',
  'eventsource',
  'eventname',
  'awsregion',
  'sourceipaddress',
  'useragent',
  'errorcode',
  'errormessage',
  'requestid',
  'requestparameters',
  'responseelements',
  'additionaleventdata',
]
  .map((column) => `coalesce(${column}, '')`)
  .join(', ')}))))`;

const text = (column: string): string => `nullif(${column}, '')`;

/** A caller's issuer says which role it is; without one, its ARN does, but for the role's path. */
const ROLE = `CASE WHEN useridentity.sessioncontext.sessionissuer.type = 'Role' THEN useridentity.sessioncontext.sessionissuer.arn
         WHEN useridentity.arn LIKE '%:assumed-role/%' THEN concat('arn:', split_part(useridentity.arn, ':', 2), ':iam::', split_part(useridentity.arn, ':', 5), ':role/', split_part(useridentity.arn, '/', 2))
         WHEN useridentity.arn LIKE '%:role/%' THEN useridentity.arn END`;

/** The columns of `events` beside CloudTrail's own, so that every question means the same by the same word. */
export const DERIVED_COLUMNS: readonly DerivedColumn[] = [
  {
    name: 'arn',
    says: "the caller's ARN, NULL when it has none",
    sql: () => text('useridentity.arn'),
  },
  {
    name: 'actor',
    says: 'who called, stable: the ARN, else the Identity Center user, the principal id, the role, the user name, the account or the service',
    sql: (layout) =>
      `coalesce(${[
        'useridentity.arn',
        ...(layout.has('useridentity.onbehalfof.userid') ? ['useridentity.onbehalfof.userid'] : []),
        'useridentity.principalid',
        'useridentity.sessioncontext.sessionissuer.arn',
        'useridentity.username',
        'useridentity.accountid',
        'useridentity.invokedby',
      ]
        .map(text)
        .join(', ')})`,
  },
  {
    name: 'actor_type',
    says: '`userIdentity.type`: `IAMUser`, `AssumedRole`, `Root`, …',
    sql: () => text('useridentity.type'),
  },
  { name: 'role', says: 'the ARN of the role whose session called, NULL for other callers', sql: () => ROLE },
  { name: 'accesskeyid', says: 'the access key id', sql: () => text('useridentity.accesskeyid') },
  {
    name: 'is_service',
    says: 'whether AWS itself called: a service, not a user, role or account',
    sql: () =>
      `(coalesce(useridentity.type, '') = 'AWSService' OR (coalesce(useridentity.type, '') = '' AND coalesce(useridentity.arn, '') = '' AND coalesce(useridentity.invokedby, '') LIKE '%.amazonaws.com'))`,
  },
  {
    name: 'outcome',
    says: '`refused` (not authorized, failed sign-ins too), `dry run` (the caller has the permission), `failed` (any other error) or `succeeded`',
    sql: () => `CASE WHEN regexp_like(errorcode, '${REFUSED_CODES}') OR (${FAILED_SIGN_IN}) THEN 'refused'
         WHEN errorcode = 'Client.DryRunOperation' THEN 'dry run' WHEN errorcode <> '' THEN 'failed' ELSE 'succeeded' END`,
  },
  {
    name: 'code',
    says: 'the error code; of a failed sign-in, which has none, its message',
    sql: () =>
      `coalesce(${text('errorcode')}, ${text('errormessage')}, CASE WHEN ${FAILED_SIGN_IN} THEN 'Failure' END)`,
  },
  {
    name: 'meaning',
    says: 'what the error code means, for people; NULL for a call that succeeded',
    sql: () => `CASE WHEN regexp_like(errorcode, '${REFUSED_CODES}') THEN 'not authorized'
         WHEN ${FAILED_SIGN_IN} THEN 'failed sign-in'
         WHEN errorcode = 'Client.DryRunOperation' THEN 'dry run: the caller has the permission'
         WHEN errorcode = 'Client.InvalidPermission.NotFound' THEN 'no refusal: there is no such security group rule'
         WHEN errorcode = 'Client.OperationNotPermitted' THEN 'no refusal: not possible in the state of the resource'
         WHEN errorcode <> '' THEN 'another error' END`,
  },
  {
    name: 'is_data_event',
    says: 'whether it is a data event, such as reading an object of S3',
    sql: (layout) => {
      const objects = `(eventsource = 's3.amazonaws.com' AND eventname IN (${OBJECT_CALLS.map((call) => `'${call}'`).join(', ')}))`;
      return layout.has('eventcategory') ? `(coalesce(eventcategory, '') = 'Data' OR ${objects})` : objects;
    },
  },
  {
    name: 'moment',
    says: '`eventtime` without its `Z`: sorts by time, also where some events have fractions of a second',
    sql: () => "replace(eventtime, 'Z', '')",
  },
  {
    name: 'period',
    says: 'the minute, hour, day or month of the event, fine enough for a picture of the window',
    sql: (_, span) => `substr(eventtime, 1, ${periodCharacters(span)})`,
  },
  {
    name: 'copy_key',
    says: 'the same in all copies of an event that was delivered more than once',
    sql: () => COPY_KEY,
  },
];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Few enough different beginnings of `eventtime` to be rows. */
function periodCharacters(span: Span | undefined): number {
  const spanMs = span ? Date.parse(span.to) - Date.parse(span.from) : Number.POSITIVE_INFINITY;
  if (spanMs <= 2 * HOUR_MS) return '2026-11-24T10:41'.length;
  if (spanMs <= 2 * DAY_MS) return '2026-11-24T10'.length;
  return spanMs <= 900 * DAY_MS ? '2026-11-24'.length : '2026-11'.length;
}

/** The columns that `events` has over a table, each as `expression AS name`. */
export function eventColumns(layout: TableLayout, span: Span | undefined): string[] {
  return [
    ...EVENT_COLUMNS.map((column) =>
      layout.has(column) ? identifier(column) : `CAST(NULL AS varchar) AS ${identifier(column)}`,
    ),
    ...DERIVED_COLUMNS.map(({ name, sql }) => `${sql(layout, span)} AS ${identifier(name)}`),
  ];
}
