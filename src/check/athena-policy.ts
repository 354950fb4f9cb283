import type { AthenaCheckSettings } from './athena-settings.js';
import type { Denial } from './denial.js';
import { accountIn, allow, arnsOf, type PolicyStatement } from './policy.js';

/** https://docs.aws.amazon.com/athena/latest/ug/example-policies-workgroup.html (as of November 2026) */
const QUERY_ACTIONS = [
  'athena:StartQueryExecution',
  'athena:StopQueryExecution',
  'athena:GetQueryExecution',
  'athena:BatchGetQueryExecution',
  'athena:GetQueryResults',
  'athena:GetWorkGroup',
];
/** https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html (as of November 2026) */
const GLUE_ACTIONS = [
  'glue:GetDatabase',
  'glue:GetTable',
  'glue:GetPartition',
  'glue:GetPartitions',
  'glue:BatchGetPartition',
];
const READING_BUCKET = ['s3:ListBucket', 's3:GetBucketLocation'];
const WRITING_RESULTS = ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'];

/**
 * What to add to the role's policy after Athena, or what it asks on the bot's behalf, refused something for want of a permission;
 * nothing when it was refused for another reason.
 *
 * @param reason Athena's own words, without log data.
 */
export function statementsFor(
  denial: Denial | undefined,
  reason: string,
  settings: AthenaCheckSettings,
): readonly PolicyStatement[] {
  const [service = ''] = denial?.action?.split(':') ?? [];
  if (denial && service === 'athena') return [ofAthena(denial, settings)];
  if (denial && service === 'glue') return [ofGlue(denial, settings)];
  if (denial?.action !== undefined && service !== 's3') return [ofAction(denial.action, denial, service)];
  return /denied|forbidden|\b403\b|not authorized|permission/i.test(reason) ? ofBuckets(reason, settings) : [];
}

function ofAthena(denial: Denial, settings: AthenaCheckSettings): PolicyStatement {
  const { athena } = settings;
  const { arn } = arns(denial, settings);
  if (denial.action === 'athena:GetTableMetadata' || denial.action === 'athena:GetDataCatalog') {
    const actions = ['athena:GetTableMetadata', 'athena:GetDataCatalog'];
    return allow('IrBotAthenaTable', actions, [arn('athena', `datacatalog/${athena.catalog}`)]);
  }
  return allow('IrBotAthena', QUERY_ACTIONS, [arn('athena', `workgroup/${athena.workgroup}`)]);
}

/** Glue asks for leave for a table, its database and its catalog at once. */
function ofGlue(denial: Denial, settings: AthenaCheckSettings): PolicyStatement {
  const { database, table } = settings.athena;
  const { arn } = arns(denial, settings);
  const own = ['catalog', `database/${database}`, `table/${database}/${table}`].map((name) => arn('glue', name));
  // Athena also asks for the database "default", whatever the table's is.
  return allow('IrBotGlue', GLUE_ACTIONS, [...new Set([...own, ...(denial.resource ? [denial.resource] : [])])]);
}

const ofAction = (action: string, { resource = 'KEY_ARN' }: Denial, service: string): PolicyStatement =>
  service === 'lakeformation'
    ? // Lake Formation's one action for this knows no resources.
      allow('IrBotLakeFormation', [action], ['*'])
    : allow(service === 'kms' ? 'IrBotKeys' : 'IrBotOther', [action], [resource]);

/** S3 says which place was refused, and Athena whether it was to be read or written. */
function ofBuckets(reason: string, settings: AthenaCheckSettings): readonly PolicyStatement[] {
  const { s3 } = arnsOf(settings.region);
  const [, named, prefix = ''] = /s3:\/\/([a-z0-9][a-z0-9.-]+)(?:\/(\S*?)AWSLogs\/)?/.exec(reason) ?? [];
  const isWriting = /writ|output|results/i.test(reason);
  const [, configured] = isWriting ? (/^s3:\/\/([^/]+)/.exec(settings.athena.output ?? '') ?? []) : [];
  const bucket = named ?? configured ?? (isWriting ? 'RESULTS_BUCKET' : 'TRAIL_BUCKET');
  return isWriting
    ? [
        allow('IrBotResults', WRITING_RESULTS, [s3(`${bucket}/*`)]),
        allow('IrBotResultsBucket', [...READING_BUCKET, 's3:ListBucketMultipartUploads'], [s3(bucket)]),
      ]
    : [
        allow('IrBotLogs', ['s3:GetObject'], [s3(`${bucket}/${prefix}AWSLogs/*`)]),
        allow('IrBotLogsBucket', READING_BUCKET, [s3(bucket)]),
      ];
}

const arns = (denial: Denial, { region, account }: AthenaCheckSettings) =>
  arnsOf(region, accountIn(denial.resource) ?? denial.account ?? account);
