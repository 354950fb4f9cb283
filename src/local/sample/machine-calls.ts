import {
  type CallMaker,
  CUSTOMER_BUCKET,
  callWith,
  customerObject,
  failed,
  instanceId,
  LOG_BUCKET,
  plainMakers,
  SERVICES,
} from './calls.js';
import { ALPHABETS } from './prng.js';
import { objectCall } from './records.js';

const getSecret: CallMaker = (dice) =>
  callWith('secretsmanager', 'GetSecretValue', { secretId: `${dice.pick(SERVICES)}/database` });
const decrypt: CallMaker = () =>
  callWith('kms', 'Decrypt', {
    encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
    encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${CUSTOMER_BUCKET}` },
  });
const createLogStream: CallMaker = (dice) =>
  callWith('logs', 'CreateLogStream', {
    logGroupName: `/aws/lambda/${dice.pick(SERVICES)}`,
    logStreamName: `[$LATEST]${dice.word(32, ALPHABETS.hex)}`,
  });

/** The read-only round of a monitoring vendor; it runs into the rate limits at times. */
export const MONITORING_CALLS: readonly CallMaker[] = [
  ...plainMakers(
    'cloudwatch: GetMetricData ListMetrics DescribeAlarms',
    'ec2: DescribeInstances DescribeVolumes DescribeAddresses DescribeVpnConnections DescribeAvailabilityZones',
    'rds: DescribeDBInstances DescribeEvents',
    'elasticloadbalancing: DescribeLoadBalancers DescribeTargetHealth DescribeTags',
    'autoscaling: DescribeAutoScalingGroups',
    'lambda: ListFunctions20150331 ListTags20170331',
    'ecs: ListClusters DescribeClusters ListContainerInstances',
    'elasticache: DescribeCacheClusters',
    'sqs: ListQueues',
    'dynamodb: ListTables',
    'tag: GetResources',
    's3: ListBuckets',
    'cloudfront: ListDistributions2020_05_31',
    'health: DescribeEvents',
  ),
  (dice, accountId) =>
    callWith('sqs', 'GetQueueAttributes', {
      queueUrl: `https://sqs.us-east-1.amazonaws.com/${accountId}/${dice.pick(SERVICES)}`,
    }),
  (dice) => {
    const call = callWith('cloudwatch', 'GetMetricData', { maxDatapoints: 500 });
    return dice.chance(0.2) ? failed(call, 'ThrottlingException', 'Rate exceeded') : call;
  },
  (dice) => {
    const call = callWith('ec2', 'DescribeInstanceStatus', { includeAllInstances: true });
    return dice.chance(0.1) ? failed(call, 'Client.RequestLimitExceeded', 'Request limit exceeded.') : call;
  },
];

/** The fleet of servers: agents reporting, and the application reading its data. */
export const SERVER_CALLS: readonly CallMaker[] = [
  (dice) =>
    callWith('ssm', 'UpdateInstanceInformation', {
      instanceId: instanceId(dice),
      agentVersion: '3.3.1345.0',
      platformType: 'Linux',
    }),
  ...plainMakers('ssm: ListInstanceAssociations', 'ec2: DescribeTags', 'dynamodb: DescribeTable'),
  (dice) => objectCall('GetObject', customerObject(dice), dice),
  (dice) => objectCall('PutObject', customerObject(dice), dice),
  decrypt,
  getSecret,
];

/** Functions and tasks. */
export const WORKER_CALLS: readonly CallMaker[] = [
  createLogStream,
  createLogStream,
  decrypt,
  getSecret,
  ...plainMakers('sqs: GetQueueUrl', 'dynamodb: DescribeTable', 'states: DescribeExecution'),
  (dice) => callWith('dynamodb', 'DescribeTimeToLive', { tableName: dice.pick(SERVICES) }),
  (dice) => callWith('ecr', 'GetDownloadUrlForLayer', { repositoryName: dice.pick(SERVICES) }),
];

/** What AWS Config records. */
export const CONFIG_CALLS: readonly CallMaker[] = plainMakers(
  'ec2: DescribeInstances DescribeNetworkInterfaces DescribeSecurityGroups DescribeVolumes DescribeSnapshots DescribeRouteTables',
  'iam: ListRoles ListUsers ListPolicies',
  's3: ListBuckets GetBucketAcl GetBucketPublicAccessBlock',
  'rds: DescribeDBInstances DescribeDBSnapshots',
  'kms: ListKeys DescribeKey GetKeyRotationStatus',
  'lambda: ListFunctions20150331',
  'cloudtrail: DescribeTrails',
);

/** Log delivery, and the services that encrypt for it. */
export const DELIVERY_CALLS: readonly CallMaker[] = [
  () => callWith('s3', 'GetBucketAcl', { bucketName: LOG_BUCKET, acl: '' }),
  () =>
    callWith('kms', 'GenerateDataKey', {
      keySpec: 'AES_256',
      encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::${LOG_BUCKET}` },
    }),
];

/** Groups that grow and shrink. */
export const SCALING_CALLS: readonly CallMaker[] = [
  ...plainMakers(
    'ec2: DescribeInstances DescribeInstanceStatus DescribeLaunchTemplateVersions',
    'elasticloadbalancing: DescribeTargetHealth',
  ),
  (dice) => callWith('elasticloadbalancing', 'RegisterTargets', { targets: [{ id: instanceId(dice), port: 8080 }] }),
  (dice) =>
    callWith(
      'ec2',
      'RunInstances',
      { instancesSet: { items: [{ minCount: 1, maxCount: 1 }] }, instanceType: 'm7g.large' },
      { instancesSet: { items: [{ instanceId: instanceId(dice), instanceState: { code: 0, name: 'pending' } }] } },
    ),
  (dice) => callWith('ec2', 'TerminateInstances', { instancesSet: { items: [{ instanceId: instanceId(dice) }] } }),
];
