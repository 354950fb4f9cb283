import { type CallMaker, callWith, failed, instanceId, plainMakers, SERVICES } from './calls.js';
import { ALPHABETS } from './prng.js';

/** The deployment pipeline: images, task definitions, functions, stacks. */
export const PIPELINE_CALLS: readonly CallMaker[] = [
  ...plainMakers(
    'sts: GetCallerIdentity',
    'ecr: GetAuthorizationToken',
    'ecs: ListClusters',
    'cloudformation: ListStacks',
  ),
  (dice, accountId) => {
    const request = { repositoryName: dice.pick(SERVICES), imageTag: dice.word(7, ALPHABETS.hex) };
    return callWith('ecr', 'PutImage', request, { image: { ...request, registryId: accountId } });
  },
  (dice) => callWith('ecr', 'DescribeImages', { repositoryName: dice.pick(SERVICES) }),
  (dice) => callWith('ecr', 'BatchCheckLayerAvailability', { repositoryName: dice.pick(SERVICES) }),
  (dice) => callWith('ecs', 'DescribeServices', { cluster: 'main', services: [dice.pick(SERVICES)] }),
  (dice) => callWith('ecs', 'DescribeTaskDefinition', { taskDefinition: dice.pick(SERVICES) }),
  (dice, accountId) => {
    const family = dice.pick(SERVICES);
    const revision = dice.between(100, 900);
    const taskDefinitionArn = `arn:aws:ecs:us-east-1:${accountId}:task-definition/${family}:${revision}`;
    return callWith(
      'ecs',
      'RegisterTaskDefinition',
      { family },
      { taskDefinition: { taskDefinitionArn, family, revision } },
    );
  },
  (dice) => {
    const service = dice.pick(SERVICES);
    return callWith(
      'ecs',
      'UpdateService',
      { cluster: 'main', service },
      { service: { serviceName: service, status: 'ACTIVE' } },
    );
  },
  (dice) => {
    const functionName = dice.pick(SERVICES);
    return callWith('lambda', 'UpdateFunctionCode20150331v2', { functionName }, { functionName, version: '$LATEST' });
  },
  (dice) => callWith('cloudformation', 'DescribeStackEvents', { stackName: `${dice.pick(SERVICES)}-service` }),
  (dice) => callWith('ssm', 'GetParameter', { name: `/deploy/${dice.pick(SERVICES)}/version`, withDecryption: false }),
];

/** What people look at in the console and on the command line. */
export const DEVELOPER_CALLS: readonly CallMaker[] = [
  ...plainMakers(
    'ec2: DescribeInstances DescribeInstanceStatus DescribeSecurityGroups DescribeVolumes DescribeRegions DescribeTags',
    'cloudwatch: DescribeAlarms ListDashboards ListMetrics',
    'logs: DescribeLogGroups DescribeQueries',
    'lambda: ListFunctions20150331 GetAccountSettings20160819',
    'ecs: ListServices ListTasks',
    's3: ListBuckets',
    'rds: DescribeDBInstances DescribeDBClusters',
    'health: DescribeEventAggregates',
    'sts: GetCallerIdentity',
    'cloudtrail: LookupEvents',
  ),
  (dice) => callWith('logs', 'FilterLogEvents', { logGroupName: `/aws/ecs/${dice.pick(SERVICES)}`, limit: 100 }),
  (dice) =>
    callWith(
      'logs',
      'StartQuery',
      { logGroupName: `/aws/ecs/${dice.pick(SERVICES)}`, limit: 1000 },
      { queryId: dice.uuid() },
    ),
  (dice) => callWith('ecs', 'DescribeTasks', { cluster: 'main', tasks: [dice.word(32, ALPHABETS.hex)] }),
  (dice) => callWith('lambda', 'GetFunction20150331v2', { functionName: dice.pick(SERVICES) }),
  (dice) => callWith('s3', 'GetBucketLocation', { bucketName: `example-${dice.pick(SERVICES)}-assets` }),
  (dice) =>
    callWith(
      'ssm',
      'StartSession',
      { target: instanceId(dice) },
      { sessionId: `session-${dice.word(17, ALPHABETS.hex)}` },
    ),
  (dice) =>
    failed(
      callWith('s3', 'GetBucketPolicy', { bucketName: `example-${dice.pick(SERVICES)}-assets`, policy: '' }),
      'NoSuchBucketPolicy',
      'The bucket policy does not exist',
    ),
  (dice) => {
    const call = callWith('ec2', 'StopInstances', { instancesSet: { items: [{ instanceId: instanceId(dice) }] } });
    const wouldHaveSucceeded = 'Request would have succeeded, but DryRun flag is set.';
    return dice.chance(0.2)
      ? failed(call, 'Client.DryRunOperation', wouldHaveSucceeded)
      : { service: 'ec2', name: 'DescribeImages' };
  },
];

/** A plan or an apply: everything is read, little is changed. */
export const TERRAFORM_CALLS: readonly CallMaker[] = [
  ...plainMakers(
    'ec2: DescribeVpcs DescribeSubnets DescribeRouteTables DescribeSecurityGroupRules DescribeNatGateways DescribeVpcAttribute',
    'elasticloadbalancing: DescribeLoadBalancers DescribeTargetGroups DescribeListeners DescribeRules',
    'rds: DescribeDBSubnetGroups ListTagsForResource',
    'acm: DescribeCertificate',
    'route53: ListResourceRecordSets GetHostedZone',
    'sqs: GetQueueAttributes',
    'sns: GetTopicAttributes',
  ),
  (dice) => callWith('iam', 'GetRole', { roleName: `${dice.pick(SERVICES)}-task` }),
  (dice) => callWith('iam', 'ListAttachedRolePolicies', { roleName: `${dice.pick(SERVICES)}-task` }),
  (dice, accountId) =>
    callWith('iam', 'GetPolicyVersion', {
      policyArn: `arn:aws:iam::${accountId}:policy/${dice.pick(SERVICES)}`,
      versionId: 'v3',
    }),
  (dice) =>
    callWith('s3', 'GetBucketVersioning', { bucketName: `example-${dice.pick(SERVICES)}-assets`, versioning: '' }),
  (dice) => ({
    ...callWith('s3', 'GetBucketWebsite', { bucketName: `example-${dice.pick(SERVICES)}-assets`, website: '' }),
    error: {
      code: 'NoSuchWebsiteConfiguration',
      message: 'The specified bucket does not have a website configuration',
    },
  }),
  (dice) => callWith('dynamodb', 'DescribeTable', { tableName: `terraform-locks-${dice.pick(SERVICES)}` }),
  (dice) =>
    callWith('ec2', 'CreateTags', { resourcesSet: { items: [{ resourceId: instanceId(dice) }] } }, { _return: true }),
];

/** The nightly reports and snapshots of two old IAM users. */
export const NIGHTLY_CALLS: readonly CallMaker[] = [
  ...plainMakers(
    'athena: GetQueryResults GetQueryExecution',
    'glue: GetTable GetPartitions',
    'ec2: DescribeSnapshots DescribeVolumes',
  ),
  (dice) => callWith('athena', 'StartQueryExecution', { workGroup: 'reporting' }, { queryExecutionId: dice.uuid() }),
  (dice) => {
    const volumeId = `vol-${dice.word(8, ALPHABETS.hex)}example`;
    return callWith(
      'ec2',
      'CreateSnapshot',
      { volumeId },
      { snapshotId: `snap-${dice.word(8, ALPHABETS.hex)}example`, volumeId, status: 'pending' },
    );
  },
];
