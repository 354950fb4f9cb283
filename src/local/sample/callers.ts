import {
  ACCOUNTS,
  atSignIn,
  awsService,
  type Caller,
  iamUser,
  roleArn,
  roleSession,
  temporaryKeyId,
  uniqueId,
} from './identities.js';
import { ALPHABETS, createDice, type Dice } from './prng.js';
import { type ApiCall, assumeRole } from './records.js';

/** The key of `ci-deploy`: the one that leaks. */
export const PIPELINE_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';

/** Credentials in use for some hours, and the call that issued them where CloudTrail saw one. */
export interface Session {
  readonly caller: Caller;
  readonly opening?: { readonly caller: Caller; readonly call: ApiCall };
}

/** Begins a session at a time in epoch milliseconds. */
export type SessionMaker = (sinceEpochMs: number, dice: Dice) => Session;

const AGENTS = {
  chrome:
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36',
  cli: 'aws-cli/2.31.9 md/awscrt#0.27.6 ua/2.1 os/macos#24.6.0 md/arch#arm64 lang/python#3.13.7 md/pyimpl#CPython m/E,b cfg/retry-mode#standard',
  pipeline:
    'aws-cli/2.31.4 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 exec-env/CodeBuild cfg/retry-mode#standard',
  terraform:
    'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.14.1 aws-sdk-go-v2/1.39.2',
  go: 'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#arm64',
  node: 'aws-sdk-js/3.901.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.19.0 exec-env/AWS_Lambda_nodejs22.x',
  monitoring:
    'Boto3/1.40.40 md/Botocore#1.40.40 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.12.11 md/pyimpl#CPython',
} as const;

/** The same IAM user with the same key, from the same place, all week. */
export function userWithKey(
  user: { readonly accountId: string; readonly name: string; readonly keyId: string },
  address: string,
  agent: keyof typeof AGENTS,
): SessionMaker {
  const caller = {
    identity: iamUser(user.accountId, user.name, user.keyId),
    address,
    agent: AGENTS[agent],
  };
  return () => ({ caller });
}

/** A person's working day, signed in by Identity Center; in the browser, or with the command line. */
export function person(accountId: string, name: string, permissionSet: string, address: string): SessionMaker {
  const suffix = createDice(0, `${accountId}/${permissionSet}`).word(16, ALPHABETS.hex);
  const roleName = `AWSReservedSSO_${permissionSet}_${suffix}`;
  return (since, dice) => {
    const fromConsole = dice.chance(0.6);
    const identity = roleSession({
      accountId,
      roleName,
      rolePath: 'aws-reserved/sso.amazonaws.com/',
      sessionName: `${name}@example.com`,
      accessKeyId: temporaryKeyId(dice),
      since,
    });
    const caller = { identity, address, agent: fromConsole ? AGENTS.chrome : AGENTS.cli, fromConsole };
    return fromConsole ? { caller, opening: { caller: atSignIn(caller), call: FEDERATED_SIGN_IN } } : { caller };
  };
}

/** Identity Center checks the second factor itself, so the sign-in event says No. */
const FEDERATED_SIGN_IN: ApiCall = {
  service: 'signin',
  name: 'ConsoleLogin',
  response: { ConsoleLogin: 'Success' },
  extra: { MobileVersion: 'No', MFAUsed: 'No' },
};

/** A role that an AWS service assumes for its workload: a server, a function, a task. */
export function workload(role: {
  readonly accountId: string;
  readonly name: string;
  readonly service: 'ec2' | 'lambda' | 'ecs-tasks';
  readonly address: string;
}): SessionMaker {
  const { accountId, name, service } = role;
  return (since, dice) => {
    const accessKeyId = temporaryKeyId(dice);
    const sessionName = workloadSessionName(service, name, dice);
    const identity = roleSession({
      accountId,
      roleName: name,
      sessionName,
      accessKeyId,
      since,
      onInstance: service === 'ec2',
    });
    const agent = service === 'lambda' ? AGENTS.node : AGENTS.go;
    return {
      caller: { identity, address: role.address, agent },
      opening: {
        caller: awsService(`${service}.amazonaws.com`),
        call: issue(accountId, name, sessionName, accessKeyId, since),
      },
    };
  };
}

function workloadSessionName(service: 'ec2' | 'lambda' | 'ecs-tasks', roleName: string, dice: Dice): string {
  if (service === 'lambda') return roleName;
  return service === 'ec2' ? `i-${dice.word(8, ALPHABETS.hex)}example` : dice.word(32, ALPHABETS.hex);
}

/** A service-linked role: its calls come from the service, not from an address. */
export function serviceLinked(accountId: string, roleName: string, service: string): SessionMaker {
  return (since, dice) => ({
    caller: {
      identity: roleSession({
        accountId,
        roleName,
        rolePath: `aws-service-role/${service}/`,
        sessionName: service.replace('.amazonaws.com', ''),
        accessKeyId: temporaryKeyId(dice),
        since,
        invokedBy: service,
      }),
      address: service,
      agent: service,
    },
  });
}

/** A monitoring vendor that comes from its own account. CloudTrail shows such a caller without an ARN. */
export function vendor(accountId: string): SessionMaker {
  const roleName = 'ObservabilityReadOnly';
  const sessionName = 'monitoring-vendor';
  const address = '203.0.113.80';
  return (since, dice) => {
    const accessKeyId = temporaryKeyId(dice);
    const identity = roleSession({ accountId, roleName, sessionName, accessKeyId, since });
    const outside = {
      type: 'AWSAccount' as const,
      principalId: `${uniqueId('AROA', ACCOUNTS.vendor, 'collector')}:collector`,
      accountId: ACCOUNTS.vendor,
    };
    return {
      caller: { identity, address, agent: AGENTS.monitoring },
      opening: {
        caller: { identity: outside, address, agent: AGENTS.monitoring },
        call: issue(accountId, roleName, sessionName, accessKeyId, since),
      },
    };
  };
}

/** Terraform in the pipeline, let in by an OIDC token rather than by a key. */
export function terraform(accountId: string): SessionMaker {
  const roleName = 'terraform-deploy';
  return (since, dice) => {
    const accessKeyId = temporaryKeyId(dice);
    const sessionName = `run-${dice.between(10_000, 99_999)}`;
    const caller = {
      identity: roleSession({ accountId, roleName, sessionName, accessKeyId, since }),
      address: '192.0.2.41',
      agent: AGENTS.terraform,
    };
    const subject = 'project:example/infrastructure:ref:main';
    const identity = {
      type: 'WebIdentityUser' as const,
      principalId: `arn:aws:iam::${accountId}:oidc-provider/ci.example.com:sts.amazonaws.com:${subject}`,
      userName: subject,
      identityProvider: `arn:aws:iam::${accountId}:oidc-provider/ci.example.com`,
    };
    const call = { ...issue(accountId, roleName, sessionName, accessKeyId, since), name: 'AssumeRoleWithWebIdentity' };
    return { caller, opening: { caller: { ...caller, identity }, call } };
  };
}

function issue(accountId: string, roleName: string, sessionName: string, issuedKeyId: string, at: number): ApiCall {
  return assumeRole({
    arn: roleArn(accountId, roleName),
    id: uniqueId('AROA', accountId, roleName),
    sessionName,
    issuedKeyId,
    at,
  });
}
