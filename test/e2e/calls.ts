import { randomUUID } from 'node:crypto';

export const SUSPECT = 'arn:aws:iam::111122223333:user/ci-deploy';
export const SESSION = 'arn:aws:sts::111122223333:assumed-role/ops-admin/i-0abc12';
export const ROLE = 'arn:aws:iam::111122223333:role/ops-admin';
export const KEY = 'AKIAIOSFODNN7EXAMPLE';
export const AGENT = 'aws-cli/2.17 md/Botocore';

/** So many minutes ago, as CloudTrail writes times. */
export const ago = (minutes: number): string =>
  `${new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)}Z`;

/** A call by a user or a role session some minutes ago, as CloudTrail records it. */
export function call(arn: string, eventName: string, minutesAgo: number, changes: object = {}) {
  const isUser = arn.includes(':user/');
  const issuer = { type: 'Role', arn: ROLE, accountId: '111122223333', userName: 'ops-admin' };
  return {
    eventVersion: '1.11',
    userIdentity: {
      type: isUser ? 'IAMUser' : 'AssumedRole',
      arn,
      accountId: '111122223333',
      accessKeyId: isUser ? KEY : 'ASIAIOSFODNN7EXAMPLE',
      ...(isUser ? {} : { sessionContext: { sessionIssuer: issuer } }),
    },
    eventTime: ago(minutesAgo),
    eventSource: 'iam.amazonaws.com',
    eventName,
    awsRegion: 'us-east-1',
    sourceIPAddress: '198.51.100.7',
    userAgent: AGENT,
    eventID: randomUUID(),
    recipientAccountId: '111122223333',
    ...changes,
  };
}

export const denied = { errorCode: 'AccessDenied', errorMessage: 'not authorized <!channel>' };

/** An afternoon: a user who is refused twenty times, and a role session that is refused once. */
export const AFTERNOON = [
  ...Array.from({ length: 20 }, (_, at) => call(SUSPECT, `Describe${at}`, 60 + at, denied)),
  call(SUSPECT, 'GetCallerIdentity', 100, { eventSource: 'sts.amazonaws.com' }),
  call(SUSPECT, 'CreateAccessKey', 40),
  call(SESSION, 'ListUsers', 30, denied),
  call(SESSION, 'ListBuckets', 29, { eventSource: 's3.amazonaws.com' }),
];
