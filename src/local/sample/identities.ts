import { ALPHABETS, createDice, type Dice } from './prng.js';

/** The accounts of the sample: AWS documentation values. The vendor's is outside. */
export const ACCOUNTS = { production: '111122223333', staging: '444455556666', vendor: '123456789012' } as const;
/** The regions in use; the first is where global services are logged. */
export const REGIONS = ['us-east-1', 'eu-west-1', 'eu-central-1'] as const;
/** One of them. */
export type Region = (typeof REGIONS)[number];

/** `userIdentity` as CloudTrail writes it; which fields there are depends on the type. */
export interface UserIdentity {
  readonly type: 'IAMUser' | 'AssumedRole' | 'Root' | 'AWSService' | 'AWSAccount' | 'WebIdentityUser';
  readonly principalId?: string;
  readonly arn?: string;
  readonly accountId?: string;
  readonly accessKeyId?: string;
  readonly userName?: string;
  readonly identityProvider?: string;
  readonly sessionContext?: SessionContext;
  readonly invokedBy?: string;
}

interface SessionContext {
  readonly sessionIssuer?: {
    readonly type: 'Role';
    readonly principalId: string;
    readonly arn: string;
    readonly accountId: string;
    readonly userName: string;
  };
  readonly attributes: { readonly creationDate: string; readonly mfaAuthenticated: 'true' | 'false' };
  readonly ec2RoleDelivery?: '2.0';
}

/** Who calls, from where and with what. */
export interface Caller {
  readonly identity: UserIdentity;
  /** `sourceIPAddress`: an address, or the name of an AWS service. */
  readonly address: string;
  readonly agent: string;
  /** Credentials that came out of a console session. */
  readonly fromConsole?: boolean;
}

/** CloudTrail's own form of a time: UTC, whole seconds. */
export const eventTimeOf = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`;

/** A temporary key id. It ends in EXAMPLE, as all key ids of the sample do, so that no scanner takes it for a real one. */
export const temporaryKeyId = (dice: Dice): string => `ASIA${dice.word(9, ALPHABETS.accessKey)}EXAMPLE`;

/** The unique id of a user (AIDA) or a role (AROA): the same for a name in every sample. */
export const uniqueId = (prefix: 'AIDA' | 'AROA', accountId: string, name: string): string =>
  `${prefix}${createDice(0, `${accountId}/${name}`).word(10, ALPHABETS.accessKey)}EXAMPLE`;

/** A role's ARN; the name may have a path in front. */
export const roleArn = (accountId: string, roleName: string): string => `arn:aws:iam::${accountId}:role/${roleName}`;

/** An IAM user with a long-term key. */
export function iamUser(accountId: string, userName: string, accessKeyId: string): UserIdentity {
  return {
    type: 'IAMUser',
    principalId: uniqueId('AIDA', accountId, userName),
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    accountId,
    accessKeyId,
    userName,
  };
}

/** The account's root user, signed in to the console with MFA. */
export function rootUser(
  accountId: string,
  session: { readonly accessKeyId: string; readonly since: number },
): UserIdentity {
  return {
    type: 'Root',
    principalId: accountId,
    arn: `arn:aws:iam::${accountId}:root`,
    accountId,
    accessKeyId: session.accessKeyId,
    sessionContext: { attributes: { creationDate: eventTimeOf(session.since), mfaAuthenticated: 'true' } },
  };
}

/** What `roleSession` needs to know about a session. */
export interface RoleSession {
  readonly accountId: string;
  readonly roleName: string;
  /** Where the role lives, for Identity Center: `aws-reserved/sso.amazonaws.com/`. */
  readonly rolePath?: string;
  readonly sessionName: string;
  readonly accessKeyId: string;
  /** When it began, in epoch milliseconds. */
  readonly since: number;
  readonly onInstance?: boolean;
  readonly invokedBy?: string;
}

/** One session of a role: its ARN is the session's, the role's own is in `sessionIssuer`. */
export function roleSession(session: RoleSession): UserIdentity {
  const { accountId, roleName } = session;
  const principalId = uniqueId('AROA', accountId, roleName);
  return {
    type: 'AssumedRole',
    principalId: `${principalId}:${session.sessionName}`,
    arn: `arn:aws:sts::${accountId}:assumed-role/${roleName}/${session.sessionName}`,
    accountId,
    accessKeyId: session.accessKeyId,
    sessionContext: {
      sessionIssuer: {
        type: 'Role',
        principalId,
        arn: roleArn(accountId, `${session.rolePath ?? ''}${roleName}`),
        accountId,
        userName: roleName,
      },
      attributes: { creationDate: eventTimeOf(session.since), mfaAuthenticated: 'false' },
      ...(session.onInstance ? { ec2RoleDelivery: '2.0' as const } : {}),
    },
    ...(session.invokedBy === undefined ? {} : { invokedBy: session.invokedBy }),
  };
}

/** The same caller at the moment of signing in to the console: there are no credentials yet. */
export function atSignIn({ identity, address, agent }: Caller): Caller {
  const { accessKeyId: _, ...withoutKey } = identity;
  return { identity: withoutKey, address, agent };
}

/** An AWS service that acts by itself: no ARN, and its name in place of an address and an agent. */
export function awsService(name: string): Caller {
  return { identity: { type: 'AWSService', invokedBy: name }, address: name, agent: name };
}
