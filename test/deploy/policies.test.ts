import { describe, expect, it } from '@jest/globals';
import { advisedActions, calledActions } from './called-actions.js';
import { GIVEN, resolve } from './resolve.js';
import { isAllowed, type Statement, statementsOf } from './statements.js';
import { readTemplate } from './template.js';

const template = readTemplate();
const HERE = 'eu-central-1:111122223333';
const WORKGROUP = `arn:aws:athena:${HERE}:workgroup/ir-bot`;
const CATALOG = `arn:aws:athena:${HERE}:datacatalog/AwsDataCatalog`;
const STATE = `arn:aws:dynamodb:${HERE}:table/ir-bot-statetable`;
const TRAIL_KEY = 'arn:aws:kms:eu-west-1:444455556666:key/00000000-0000-0000-0000-000000000000';
const RESULTS_KEY = `arn:aws:kms:${HERE}:key/00000000-0000-0000-0000-000000000001`;
const REPOSITORY = `arn:aws:ecr:${HERE}:repository/ir-bot`;
const EVERY_KEY = {
  ...GIVEN,
  TrailKmsKeyArn: TRAIL_KEY,
  ResultsKmsKeyArn: RESULTS_KEY,
  ImageRepositoryArn: REPOSITORY,
  LakeFormation: 'true',
};

function of(role: string, given: { readonly [name: string]: string } = GIVEN): readonly Statement[] {
  const made = resolve(template, given).get(role);
  if (!made) throw new Error(`${role} is not made`);
  return statementsOf(made);
}
const actionsOf = (statements: readonly Statement[], effect: 'Allow' | 'Deny') =>
  new Set(statements.filter(({ Effect }) => Effect === effect).flatMap(({ Action }) => Action));

/** What the bot calls, and on what. */
const onWhat = (action: string): string => {
  if (action.startsWith('dynamodb:')) return STATE;
  return action === 'athena:GetTableMetadata' || action === 'athena:GetDataCatalog' ? CATALOG : WORKGROUP;
};

/** Calls in the code that the stack's bot does not come to, and why it is not allowed them. */
const NEVER_CALLED: ReadonlyMap<string, string> = new Map([
  ['dynamodb:CreateTable', 'the stack makes the table, and sets IR_CREATE_STATE_TABLE to false'],
]);

/**
 * What Athena does on behalf of whoever asks. https://docs.aws.amazon.com/athena/latest/ug/managed-policies.html,
 * https://docs.aws.amazon.com/athena/latest/ug/fine-grained-access-to-glue-resources.html (as of November 2026)
 */
const ON_BEHALF: ReadonlyMap<string, string> = new Map([
  ['athena:GetDataCatalog', 'a query names its catalog'],
  ['glue:GetDatabase', "a query names its database; Athena looks for every region's default one, too"],
  ['glue:GetTable', 'planning reads the table'],
  ['glue:GetPartition', 'planning reads partitions that were added by hand'],
  ['glue:GetPartitions', 'the same'],
  ['glue:BatchGetPartition', 'the same'],
  ['s3:GetObject', 'log files are read; result pages are read'],
  ['s3:ListBucket', 'log files are listed; a results bucket is looked at'],
  ['s3:GetBucketLocation', 'a bucket may be in another region'],
  ['s3:PutObject', 'results are written'],
  ['s3:AbortMultipartUpload', 'large results are written in parts'],
  ['s3:ListMultipartUploadParts', 'the same'],
  ['s3:ListBucketMultipartUploads', 'the same'],
  ['kms:Decrypt', "log files or results under the operator's own keys"],
  ['kms:GenerateDataKey', "results under the operator's own key"],
  ['lakeformation:GetDataAccess', 'where Lake Formation decides who may read the table'],
]);

/**
 * Actions without a resource to name. https://docs.aws.amazon.com/service-authorization/latest/reference/list_awslakeformation.html,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html (as of November 2026)
 */
const WITHOUT_RESOURCE = ['lakeformation:GetDataAccess', 'ecr:GetAuthorizationToken'];

describe("the bot's role", () => {
  it('allows every call that the code makes, on what it makes it', async () => {
    const called = (await calledActions()).filter((action) => !NEVER_CALLED.has(action));
    const statements = of('TaskRole');

    expect(called).toEqual(
      expect.arrayContaining(['athena:StartQueryExecution', 'dynamodb:PutItem', 'dynamodb:Query']),
    );
    expect(called.filter((action) => !isAllowed(statements, action, onWhat(action)))).toEqual([]);
  });

  it('allows nothing else without a reason', async () => {
    const called = await calledActions();
    const allowed = [...actionsOf(of('TaskRole', EVERY_KEY), 'Allow')];
    const known = (action: string) => (called.includes(action) && !NEVER_CALLED.has(action)) || ON_BEHALF.has(action);

    expect(allowed.filter((action) => !known(action))).toEqual([]);
    expect([...ON_BEHALF.keys()].filter((action) => !allowed.includes(action))).toEqual([]);
    expect([...NEVER_CALLED.keys()].filter((action) => !called.includes(action))).toEqual([]);
  });

  it('has what `ir-bot check` tells operators to add', async () => {
    const advised = await advisedActions();
    const allowed = actionsOf(of('TaskRole', EVERY_KEY), 'Allow');

    expect(advised).toContain('athena:StartQueryExecution');
    expect(advised.filter((action) => !allowed.has(action) && !NEVER_CALLED.has(action))).toEqual([]);
  });

  it('can neither delete the history nor take its protection away', () => {
    const statements = of('TaskRole');
    const whatever: Statement = { Sid: 'Whatever', Effect: 'Allow', Action: ['dynamodb:*'], Resource: ['*'] };
    const harmful = ['DeleteItem', 'BatchWriteItem', 'DeleteTable', 'PartiQLDelete', 'UpdateTable', 'UpdateTimeToLive'];
    const denied = (action: string) => !isAllowed([...statements, whatever], `dynamodb:${action}`, STATE);

    expect(harmful.filter((action) => !denied(action))).toEqual([]);
    expect(denied('PutItem')).toBe(false);
  });

  it.each([
    ['another table', 'dynamodb:PutItem', `arn:aws:dynamodb:${HERE}:table/payroll`],
    ['another workgroup', 'athena:StartQueryExecution', `arn:aws:athena:${HERE}:workgroup/primary`],
    ['another database', 'glue:GetTable', `arn:aws:glue:${HERE}:table/sales/orders`],
    ['another table of the database', 'glue:GetTable', `arn:aws:glue:${HERE}:table/security_analysis/vpcflow`],
    ['other files of the bucket', 's3:GetObject', 'arn:aws:s3:::trail-bucket/secrets.txt'],
    ['writing into the logs', 's3:PutObject', 'arn:aws:s3:::trail-bucket/AWSLogs/111122223333/a.json.gz'],
    ['deleting results', 's3:DeleteObject', 'arn:aws:s3:::ir-bot-resultsbucket/results/a.csv'],
    ['reading the tokens', 'secretsmanager:GetSecretValue', `arn:aws:secretsmanager:${HERE}:secret:ir-bot-slacktokens`],
  ])('does not allow %s', (_, action, resource) => {
    expect(isAllowed(of('TaskRole', EVERY_KEY), action, resource)).toBe(false);
  });

  it("reads under the trail's prefix, and in another account's catalog", () => {
    const statements = of('TaskRole', { ...GIVEN, TrailPrefix: 'audit/', CatalogAccountId: '444455556666' });
    const allowed = [
      isAllowed(statements, 's3:GetObject', 'arn:aws:s3:::trail-bucket/audit/AWSLogs/o-exampleorgid/a.json.gz'),
      isAllowed(statements, 's3:GetObject', 'arn:aws:s3:::trail-bucket/AWSLogs/a.json.gz'),
      isAllowed(
        statements,
        'glue:GetTable',
        'arn:aws:glue:eu-central-1:444455556666:table/security_analysis/cloudtrail',
      ),
      isAllowed(statements, 'glue:GetTable', `arn:aws:glue:${HERE}:table/security_analysis/cloudtrail`),
    ];

    expect(allowed).toEqual([true, false, true, false]);
  });

  it('uses keys through S3 alone, and the one of the logs to read only', () => {
    const keys = of('TaskRole', EVERY_KEY).filter(({ Action }) => Action.some((one) => one.startsWith('kms:')));

    expect(keys.map(({ Action, Resource }) => [Resource, Action])).toEqual([
      [[TRAIL_KEY], ['kms:Decrypt']],
      [[RESULTS_KEY], ['kms:Decrypt', 'kms:GenerateDataKey']],
    ]);
    for (const { Condition } of keys) expect(JSON.stringify(Condition)).toMatch(/"kms:ViaService":"s3\./);
    expect([...actionsOf(of('TaskRole'), 'Allow')].filter((action) => action.startsWith('kms:'))).toEqual([]);
  });

  it('goes to a table that was there before, where one is named', () => {
    const statements = of('TaskRole', { ...GIVEN, ExistingStateTable: 'ir-bot-restored' });

    expect(isAllowed(statements, 'dynamodb:PutItem', `arn:aws:dynamodb:${HERE}:table/ir-bot-restored`)).toBe(true);
    expect(JSON.stringify(statements)).not.toContain('ir-bot-statetable');
  });
});

describe('the role that starts the bot', () => {
  it('reads the tokens and the image, and writes the log: nothing else', () => {
    const allowed = of('ExecutionRole', EVERY_KEY).map(({ Action, Resource }) => [Resource, Action]);

    expect(allowed).toEqual([
      [[`arn:aws:secretsmanager:${HERE}:secret:ir-bot-slacktokens`], ['secretsmanager:GetSecretValue']],
      [[`arn:aws:logs:${HERE}:log-group:ir-bot-loggroup:*`], ['logs:CreateLogStream', 'logs:PutLogEvents']],
      [[REPOSITORY], ['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer']],
      [['*'], ['ecr:GetAuthorizationToken']],
    ]);
    expect([...actionsOf(of('ExecutionRole'), 'Allow')].filter((action) => action.startsWith('ecr:'))).toEqual([]);
  });
});

describe('both roles', () => {
  const all = [...of('TaskRole', EVERY_KEY), ...of('ExecutionRole', EVERY_KEY)];

  it('name their resources, where AWS has resources to name', () => {
    const open = all.filter(({ Resource }) =>
      Resource.some((one) => one === '*' || /:\*$|^arn:[^/]*\*/.test(one.replace(/(:log-group:[\w-]+):\*$/, '$1'))),
    );

    expect(open.flatMap(({ Action }) => Action)).toEqual(WITHOUT_RESOURCE);
  });

  it('name their actions', () => {
    expect(all.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([]);
  });

  it('can be taken by ECS alone', () => {
    for (const role of ['TaskRole', 'ExecutionRole']) {
      const trust = JSON.stringify(resolve(template).get(role)?.properties.AssumeRolePolicyDocument);

      expect(trust.match(/"Principal":\{[^}]*\}/g)).toEqual(['"Principal":{"Service":"ecs-tasks.amazonaws.com"}']);
    }
  });

  it('have the boundary that the account demands', () => {
    const boundary = 'arn:aws:iam::111122223333:policy/boundary';
    const boundaryOf = (role: string, given: { readonly [name: string]: string }) =>
      resolve(template, given).get(role)?.properties.PermissionsBoundary;

    for (const role of ['TaskRole', 'ExecutionRole']) {
      expect(boundaryOf(role, { ...GIVEN, PermissionsBoundaryArn: boundary })).toBe(boundary);
      expect(boundaryOf(role, GIVEN)).toBeUndefined();
    }
  });
});
