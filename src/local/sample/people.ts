import { PIPELINE_KEY_ID, person, terraform, userWithKey } from './callers.js';
import { CUSTOMER_BUCKET, failed, plainCalls } from './calls.js';
import { ACCOUNTS, type Region } from './identities.js';
import { DEVELOPER_CALLS, NIGHTLY_CALLS, PIPELINE_CALLS, TERRAFORM_CALLS } from './people-calls.js';
import type { Refusals, Routine } from './routine.js';

const { production, staging } = ACCOUNTS;
const HOME: readonly Region[] = ['us-east-1'];
const BOTH_COASTS: readonly Region[] = ['us-east-1', 'eu-west-1'];
const EVERYWHERE: readonly Region[] = ['us-east-1', 'us-east-1', 'eu-west-1', 'eu-west-1', 'eu-central-1'];

/** A rule that is already gone: no denial, though the notebook's list has its code. */
const MISSING_RULE = failed(
  { service: 'ec2', name: 'RevokeSecurityGroupIngress', request: { groupId: 'sg-0123456789example' } },
  'Client.InvalidPermission.NotFound',
  'The specified rule does not exist in this security group.',
);
/** A server that is protected from being terminated: no denial by IAM either, though the list has its code. */
const PROTECTED_INSTANCE = failed(
  {
    service: 'ec2',
    name: 'TerminateInstances',
    request: { instancesSet: { items: [{ instanceId: 'i-0fedcba98example' }] } },
  },
  'Client.OperationNotPermitted',
  "The instance 'i-0fedcba98example' may not be terminated. Modify its 'disableApiTermination' attribute and try again.",
);

/** Pipelines and jobs, some of them by IAM users with old keys. */
const JOBS: readonly Routine[] = [
  {
    name: 'ci-deploy',
    accountId: production,
    session: userWithKey(
      { accountId: production, name: 'ci-deploy', keyId: PIPELINE_KEY_ID },
      '192.0.2.40',
      'pipeline',
    ),
    sessionHours: 24,
    pace: { rhythm: 'office', visitsPerDay: 12, callsPerVisit: [8, 16], pauseSeconds: 5 },
    regions: BOTH_COASTS,
    calls: PIPELINE_CALLS,
  },
  {
    name: 'terraform production',
    accountId: production,
    session: terraform(production),
    sessionHours: 1,
    pace: { rhythm: 'office', visitsPerDay: 4, callsPerVisit: [80, 140], pauseSeconds: 1 },
    regions: EVERYWHERE,
    calls: TERRAFORM_CALLS,
    refusals: { perDay: 0.7, calls: [MISSING_RULE] },
  },
  {
    name: 'terraform staging',
    accountId: staging,
    session: terraform(staging),
    sessionHours: 1,
    pace: { rhythm: 'office', visitsPerDay: 5, callsPerVisit: [60, 120], pauseSeconds: 1 },
    regions: EVERYWHERE,
    calls: TERRAFORM_CALLS,
  },
  {
    name: 'reporting',
    accountId: production,
    session: userWithKey(
      { accountId: production, name: 'reporting', keyId: 'AKIAREPORTINGEXAMPLE' },
      '203.0.113.50',
      'monitoring',
    ),
    sessionHours: 24,
    pace: { rhythm: 'nightly', visitsPerDay: 3, callsPerVisit: [14, 26], pauseSeconds: 4 },
    regions: HOME,
    calls: NIGHTLY_CALLS,
    refusals: {
      perDay: 2,
      calls: [{ service: 's3', name: 'GetBucketAcl', request: { bucketName: CUSTOMER_BUCKET, acl: '' } }],
    },
  },
  {
    name: 'backup',
    accountId: production,
    session: userWithKey(
      { accountId: production, name: 'backup', keyId: 'AKIABACKUPJOBEXAMPLE' },
      '203.0.113.51',
      'go',
    ),
    sessionHours: 24,
    pace: { rhythm: 'nightly', visitsPerDay: 3, callsPerVisit: [14, 26], pauseSeconds: 6 },
    regions: EVERYWHERE,
    calls: NIGHTLY_CALLS,
    refusals: { perDay: 1, calls: [...plainCalls('ec2: CopySnapshot'), PROTECTED_INSTANCE] },
  },
  {
    name: 'e2e-tests',
    accountId: staging,
    session: userWithKey({ accountId: staging, name: 'e2e-tests', keyId: 'AKIAE2ETESTSXEXAMPLE' }, '192.0.2.42', 'go'),
    sessionHours: 24,
    pace: { rhythm: 'office', visitsPerDay: 10, callsPerVisit: [10, 20], pauseSeconds: 3 },
    regions: HOME,
    calls: PIPELINE_CALLS,
    refusals: { perDay: 2, calls: plainCalls('ec2: RunInstances', 'iam: CreateRole') },
  },
];

const developer = (accountId: string, name: string, address: string, refusals?: Refusals): Routine => ({
  name: `${name} in ${accountId}`,
  accountId,
  session: person(accountId, name, accountId === production ? 'ReadOnly' : 'Developer', address),
  sessionHours: 24,
  pace: { rhythm: 'office', visitsPerDay: 14, callsPerVisit: [6, 18], pauseSeconds: 6 },
  regions: EVERYWHERE,
  calls: DEVELOPER_CALLS,
  ...(refusals && { refusals }),
});

/** Developers, who read in production and work in staging. One name has "iam" in it, as names do. */
const DEVELOPERS: readonly Routine[] = [
  developer(production, 'priya', '192.0.2.101', {
    perDay: 1,
    calls: plainCalls('iam: ListAccessKeys', 'ec2: RebootInstances'),
  }),
  developer(production, 'jonas', '192.0.2.102'),
  developer(production, 'miriam', '192.0.2.103', {
    perDay: 1,
    calls: plainCalls('s3: PutBucketPolicy', 'rds: ModifyDBInstance'),
  }),
  developer(production, 'chen', '192.0.2.104', { perDay: 1, calls: plainCalls('secretsmanager: GetSecretValue') }),
  developer(production, 'sofia', '192.0.2.105'),
  developer(staging, 'jonas', '192.0.2.102'),
  developer(staging, 'miriam', '192.0.2.103'),
  developer(staging, 'sofia', '192.0.2.105', {
    perDay: 1,
    calls: plainCalls('iam: CreateUser', 'organizations: ListAccounts'),
  }),
];

/** Everybody who works by day, and the jobs that they set up. */
export const PEOPLE: readonly Routine[] = [...JOBS, ...DEVELOPERS];
