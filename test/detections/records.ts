import fc from 'fast-check';
import { ALICE_IDENTITY, deniedCall, SESSION, SESSION_IDENTITY } from './ask.js';

const IDENTITIES = [
  ALICE_IDENTITY,
  { ...ALICE_IDENTITY, accessKeyId: 'ASIAIOSFODNN7EXAMPLE' },
  { type: 'Root', arn: 'arn:aws:iam::111122223333:root', accountId: '111122223333' },
  SESSION_IDENTITY,
  { ...SESSION_IDENTITY, arn: `${SESSION}-liam` },
  { type: 'AssumedRole', arn: 'arn:aws:sts::111122223333:assumed-role/IAM/alice' },
  { type: 'FederatedUser', arn: 'arn:aws:sts::111122223333:federated-user/bob' },
  { type: 'AWSAccount', principalId: 'AIDAEXAMPLE', accountId: '444455556666' },
  { type: 'AWSAccount', principalId: '', accountId: 'ANONYMOUS_PRINCIPAL' },
  { type: 'AWSService', invokedBy: 'delivery.logs.amazonaws.com' },
  {
    type: 'IdentityCenterUser',
    accountId: '111122223333',
    onBehalfOf: { userId: '94482488-EXAMPLE', identityStoreArn: 'x' },
  },
  { accountId: '111122223333', invokedBy: 'secretsmanager.amazonaws.com' },
  undefined,
];
const CALLS = [
  ['iam.amazonaws.com', 'ListUsers'],
  ['iam.amazonaws.com', 'GetUser'],
  ['s3.amazonaws.com', 'GetObject'],
  ['s3.amazonaws.com', 'ListBuckets'],
  ['ec2.amazonaws.com', 'RunInstances'],
  ['sts.amazonaws.com', 'GetCallerIdentity'],
  [undefined, undefined],
] as const;
const CODES = [
  undefined,
  undefined,
  '',
  'AccessDenied',
  'Client.UnauthorizedOperation',
  'AccessDeniedException',
  'Client.DryRunOperation',
  'Client.InvalidPermission.NotFound',
  'NoSuchBucket',
];

/** What a made-up record is made of. */
const parts = fc.record({
  userIdentity: fc.constantFrom(...IDENTITIES),
  call: fc.constantFrom(...CALLS),
  errorCode: fc.constantFrom(...CODES),
  awsRegion: fc.constantFrom('us-east-1', 'eu-west-1', 'ap-south-1'),
  recipientAccountId: fc.constantFrom('111122223333', '444455556666'),
  sourceIPAddress: fc.constantFrom(
    '192.0.2.7',
    '198.51.100.4',
    '2001:db8::7',
    'AWS Internal',
    'cloudformation.amazonaws.com',
    undefined,
  ),
  userAgent: fc.constantFrom('aws-cli/2.17', 'Boto3/1.40', "it's <b>", '', undefined),
  eventCategory: fc.constantFrom('Management', 'Data', undefined),
  hasId: fc.boolean(),
  hasFraction: fc.boolean(),
  copies: fc.constantFrom(1, 1, 1, 2, 3),
});

/** Made-up records of every kind, the same ones each time, over two days. No two but copies have the same time. */
export const madeUpRecords = (count: number): object[] =>
  fc
    .sample(parts, { numRuns: count, seed: 20261120 })
    .flatMap(({ call: [eventSource, eventName], hasId, hasFraction, copies, ...part }, at) => {
      const time = new Date(Date.UTC(2026, 9, 31, 23) + at * 400_000).toISOString();
      const record = deniedCall({
        ...part,
        eventSource,
        eventName,
        errorMessage: part.errorCode ? 'No' : undefined,
        eventTime: hasFraction ? time.replace('.000', '.250') : time.replace('.000', ''),
        eventID: hasId ? `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` : undefined,
      });
      return Array.from({ length: copies }, () => record);
    });
