import { ALPHABETS, type Dice } from '../../src/local/sample/prng.js';
import type { Json } from '../../src/local/sample/records.js';

/** A call to an AWS API with what it was asked and what it answered. */
export interface GeneratedCall {
  /** As in `eventSource`, without the domain. */
  readonly service: string;
  readonly name: string;
  readonly request: Json;
  /** Only calls that change something, or hand out credentials, have one. */
  readonly response?: Json;
  readonly resources?: Json;
}

type CallMaker = (dice: Dice, accountId: string) => GeneratedCall;

const TEAMS = ['payments', 'platform', 'search', 'data', 'mobile', 'security'] as const;
const instance = (dice: Dice) => `i-${dice.word(17, ALPHABETS.hex)}`;
const arn = (service: string, accountId: string, rest: string) => `arn:aws:${service}:us-east-1:${accountId}:${rest}`;
const kmsKey = (dice: Dice, accountId: string) => arn('kms', accountId, `key/${dice.uuid()}`);

/** What programs do all day. */
const ROUTINE: readonly CallMaker[] = [
  (dice) => ({ service: 'ec2', name: 'DescribeInstances', request: instancesRequest(dice) }),
  (dice) => ({
    service: 'ec2',
    name: 'DescribeTags',
    request: { filterSet: { items: [{ name: 'resource-id', valueSet: { items: [{ value: instance(dice) }] } }] } },
  }),
  (dice, accountId) => ({
    service: 'sts',
    name: 'AssumeRole',
    request: {
      roleArn: `arn:aws:iam::${accountId}:role/${dice.pick(TEAMS)}-reader`,
      roleSessionName: `run-${dice.between(1, 9_999_999)}`,
    },
    response: {
      credentials: {
        accessKeyId: `ASIA${dice.word(9, ALPHABETS.accessKey)}EXAMPLE`,
        sessionToken: `EXAMPLE${dice.word(200, ALPHABETS.alphanumeric)}EXAMPLE`,
        expiration: 'Nov 24, 2026, 11:00:00 AM',
      },
    },
    resources: [
      { accountId, type: 'AWS::IAM::Role', ARN: `arn:aws:iam::${accountId}:role/${dice.pick(TEAMS)}-reader` },
    ],
  }),
  (dice, accountId) => {
    const key = kmsKey(dice, accountId);
    return {
      service: 'kms',
      name: 'Decrypt',
      request: {
        encryptionContext: { 'aws:s3:arn': `arn:aws:s3:::example-${dice.pick(TEAMS)}-${dice.between(1, 90)}` },
        encryptionAlgorithm: 'SYMMETRIC_DEFAULT',
      },
      resources: [{ accountId, type: 'AWS::KMS::Key', ARN: key }],
    };
  },
  (dice, accountId) => ({
    service: 'secretsmanager',
    name: 'GetSecretValue',
    request: { secretId: arn('secretsmanager', accountId, `secret:${dice.pick(TEAMS)}/db-${dice.between(1, 200)}`) },
  }),
  (dice) => ({
    service: 'logs',
    name: 'CreateLogStream',
    request: {
      logGroupName: `/aws/lambda/${dice.pick(TEAMS)}`,
      logStreamName: `2026/11/24/[$LATEST]${dice.word(32, ALPHABETS.hex)}`,
    },
  }),
  (dice) => ({
    service: 'ssm',
    name: 'UpdateInstanceInformation',
    request: {
      instanceId: instance(dice),
      agentVersion: '3.3.2746.0',
      agentStatus: 'Active',
      platformType: 'Linux',
      platformName: 'Amazon Linux',
      platformVersion: '2023',
      iPAddress: '10.0.0.1',
      computerName: 'ip-10-0-0-1.ec2.internal',
    },
  }),
  (dice) => ({ service: 's3', name: 'GetBucketAcl', request: bucketRequest(dice, 'acl') }),
  (dice) => ({
    service: 's3',
    name: 'ListObjects',
    request: { ...bucketRequest(dice, 'prefix'), 'list-type': '2', 'max-keys': '1000' },
  }),
  (dice) => ({
    service: 'elasticloadbalancing',
    name: 'DescribeTargetHealth',
    request: {
      targetGroupArn: arn(
        'elasticloadbalancing',
        '111122223333',
        `targetgroup/${dice.pick(TEAMS)}/${dice.word(16, ALPHABETS.hex)}`,
      ),
    },
  }),
  (dice) => ({
    service: 'monitoring',
    name: 'DescribeAlarms',
    request: {
      alarmNames: Array.from(
        { length: dice.between(1, 12) },
        () => `${dice.pick(TEAMS)}-errors-${dice.between(1, 500)}`,
      ),
    },
  }),
];

/** What changes something, at times with a document as its parameter. */
const CHANGES: readonly CallMaker[] = [
  (dice, accountId) => ({
    service: 'iam',
    name: 'CreatePolicyVersion',
    request: {
      policyArn: `arn:aws:iam::${accountId}:policy/${dice.pick(TEAMS)}-${dice.between(1, 50)}`,
      policyDocument: JSON.stringify(policy(dice, accountId, dice.between(2, 40)), null, 2),
      setAsDefault: true,
    },
    response: { policyVersion: { versionId: `v${dice.between(2, 60)}`, isDefaultVersion: true } },
  }),
  (dice, accountId) => ({
    service: 's3',
    name: 'PutBucketPolicy',
    request: { ...bucketRequest(dice, 'policy'), bucketPolicy: policy(dice, accountId, dice.between(1, 30)) },
  }),
  (dice) => ({
    service: 'ecs',
    name: 'RegisterTaskDefinition',
    request: {
      family: dice.pick(TEAMS),
      containerDefinitions: Array.from({ length: dice.between(1, 4) }, () => ({
        name: dice.pick(TEAMS),
        image: `111122223333.dkr.ecr.us-east-1.amazonaws.com/${dice.pick(TEAMS)}:${dice.word(40, ALPHABETS.hex)}`,
        environment: Array.from({ length: dice.between(5, 80) }, (_, n) => ({
          name: `SETTING_${n}`,
          value: dice.word(40, ALPHABETS.alphanumeric),
        })),
      })),
    },
  }),
  (dice) => ({
    service: 'ec2',
    name: 'RunInstances',
    request: {
      instancesSet: { items: [{ imageId: `ami-${dice.word(17, ALPHABETS.hex)}`, minCount: 1, maxCount: 1 }] },
      userData: '<sensitiveDataRemoved>',
      instanceType: 'm7g.large',
    },
    response: {
      instancesSet: { items: Array.from({ length: dice.between(1, 8) }, () => runningInstance(dice)) },
    },
  }),
];

/** What somebody tries who has found a key and wants to know what it opens. */
const PROBES: readonly CallMaker[] = [
  ...[
    'ListUsers',
    'ListRoles',
    'ListAccessKeys',
    'GetAccountAuthorizationDetails',
    'CreateUser',
    'CreateAccessKey',
    'AttachUserPolicy',
    'GetAccountPasswordPolicy',
  ].map(plain('iam')),
  ...['ListBuckets', 'GetBucketPolicy', 'GetBucketLocation'].map(plain('s3')),
  ...[
    'DescribeInstances',
    'DescribeSecurityGroups',
    'RunInstances',
    'DescribeSnapshots',
    'ModifySnapshotAttribute',
    'GetPasswordData',
  ].map(plain('ec2')),
  ...['ListSecrets', 'GetSecretValue'].map(plain('secretsmanager')),
  ...['DescribeTrails', 'StopLogging', 'DeleteTrail'].map(plain('cloudtrail')),
  ...['ListFunctions', 'CreateFunction'].map(plain('lambda')),
];

/** One call of an ordinary identity. */
export const ordinaryCall = (dice: Dice, accountId: string): GeneratedCall =>
  dice.pick(dice.chance(0.006) ? CHANGES : ROUTINE)(dice, accountId);

/** One call of whoever has the leaked key. */
export const probe = (dice: Dice, accountId: string): GeneratedCall => dice.pick(PROBES)(dice, accountId);

function plain(service: string): (name: string) => CallMaker {
  return (name) => (dice) => ({
    service,
    name,
    request: dice.chance(0.4) ? null : { maxResults: dice.between(5, 1000) },
  });
}

const instancesRequest = (dice: Dice): Json => ({
  instancesSet: { items: Array.from({ length: dice.between(1, 10) }, () => ({ instanceId: instance(dice) })) },
  filterSet: {},
});

const bucketRequest = (dice: Dice, subresource: string) => {
  const bucketName = `example-${dice.pick(TEAMS)}-${dice.between(1, 300)}`;
  return { bucketName, Host: `${bucketName}.s3.us-east-1.amazonaws.com`, [subresource]: '' };
};

const policy = (dice: Dice, accountId: string, statements: number) => ({
  Version: '2012-10-17',
  Statement: Array.from({ length: statements }, (_, n) => ({
    Sid: `Statement${n}`,
    Effect: 'Allow',
    Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket', 'kms:Decrypt', 'dynamodb:GetItem', 'dynamodb:Query'],
    Resource: [`arn:aws:s3:::example-${dice.pick(TEAMS)}-${dice.between(1, 300)}/*`, kmsKey(dice, accountId)],
    Condition: { StringEquals: { 'aws:PrincipalTag/team': dice.pick(TEAMS) } },
  })),
});

const runningInstance = (dice: Dice): Json => ({
  instanceId: instance(dice),
  instanceState: { code: 0, name: 'pending' },
  privateDnsName: `ip-10-0-${dice.between(0, 255)}-${dice.between(0, 255)}.ec2.internal`,
  networkInterfaceSet: {
    items: [
      {
        networkInterfaceId: `eni-${dice.word(17, ALPHABETS.hex)}`,
        subnetId: `subnet-${dice.word(17, ALPHABETS.hex)}`,
        status: 'in-use',
      },
    ],
  },
  tagSet: {
    items: [
      { key: 'team', value: dice.pick(TEAMS) },
      { key: 'Name', value: `${dice.pick(TEAMS)}-${dice.between(1, 99)}` },
    ],
  },
});
