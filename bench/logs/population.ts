import {
  awsService,
  type Caller,
  iamUser,
  roleSession,
  rootUser,
  temporaryKeyId,
} from '../../src/local/sample/identities.js';
import { ALPHABETS, type Dice } from '../../src/local/sample/prng.js';
import type { Json } from '../../src/local/sample/records.js';

/** Who makes a call, from where and with what. */
export interface Actor {
  readonly identity: Json | Caller['identity'];
  readonly address: string;
  readonly agent: string;
  /** A service that acts by itself has no TLS session. */
  readonly isService: boolean;
}

/** AWS's documentation values, and numbers of the same kind. */
export const ACCOUNT_IDS = ['111122223333', '444455556666', '123456789012', '555566667777', '888899990000'] as const;

/** The first is where global services are logged. */
export const REGION_NAMES = [
  ...['us-east-1', 'eu-west-1', 'eu-central-1', 'us-west-2', 'ap-southeast-2'],
  ...['ap-northeast-1', 'sa-east-1', 'ca-central-1'],
] as const;

/** The user whose key is in somebody else's hands, in the first account. */
export const ATTACKED_USER = 'ci-release';
const ATTACKED_KEY_ID = 'AKIAIOSFODNN7EXAMPLE';

const HOUR_MS = 3_600_000;
const USERS = 60;
const ROLES = [
  'checkout',
  'orders',
  'invoices',
  'search',
  'mailer',
  'catalogue',
  'ledger',
  'reports',
  'images',
  'stock',
];
const ROLE_KINDS = ['task', 'lambda', 'node', 'deploy', 'reader', 'batch'] as const;
const PEOPLE = ['alex', 'billie', 'charlie', 'dana', 'eli', 'frankie', 'georgie', 'harper', 'jamie', 'kim', 'lee'];
const SERVICES = ['autoscaling', 'config', 'elasticloadbalancing', 'rds', 'backup', 'guardduty', 'ssm', 'ecs-tasks'];
const AGENTS = [
  'aws-cli/2.31.9 md/awscrt#0.27.6 ua/2.1 os/linux#6.8.0 md/arch#x86_64 lang/python#3.13.7 md/pyimpl#CPython cfg/retry-mode#standard',
  'aws-sdk-go-v2/1.39.2 ua/2.1 os/linux lang/go#1.25.1 md/GOOS#linux md/GOARCH#arm64 api/ec2#1.254.1',
  'Boto3/1.40.40 md/Botocore#1.40.40 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.12.11 md/pyimpl#CPython m/Z,b,e,D',
  'aws-sdk-js/3.901.0 ua/2.1 os/linux#5.10 lang/js md/nodejs#22.19.0 exec-env/AWS_Lambda_nodejs22.x',
  'APN/1.0 HashiCorp/1.0 Terraform/1.13.4 (+https://www.terraform.io) terraform-provider-aws/6.14.1 aws-sdk-go-v2/1.39.2',
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15',
] as const;
const DOCUMENTATION_NETWORKS = ['192.0.2', '198.51.100', '203.0.113'] as const;

/** Somebody of an account who is at work at a time, in epoch milliseconds: each draw is likely to be a new session. */
export function someActor(accountId: string, at: number, dice: Dice): Actor {
  const kind = dice.roll();
  const calls = (identity: Actor['identity']): Actor => ({
    identity,
    address: address(dice),
    agent: dice.pick(AGENTS),
    isService: false,
  });
  if (kind < 0.14) return { ...awsService(`${dice.pick(SERVICES)}.amazonaws.com`), isService: true };
  if (kind < 0.3) return calls(someUser(accountId, dice));
  if (kind < 0.305) return calls(rootUser(accountId, { accessKeyId: temporaryKeyId(dice), since: at - HOUR_MS }));
  if (kind < 0.33) return calls(federatedUser(accountId, dice));
  if (kind < 0.35)
    return calls({
      type: 'AWSAccount',
      principalId: `AIDA${dice.word(10, ALPHABETS.accessKey)}EXAMPLE`,
      accountId: dice.pick(ACCOUNT_IDS),
    });
  return calls(someSession(accountId, at, dice));
}

/** Whoever has the leaked key: always the same user and key, from a few addresses. */
export const attacker = (dice: Dice): Actor => ({
  identity: iamUser(ACCOUNT_IDS[0], ATTACKED_USER, ATTACKED_KEY_ID),
  address: `203.0.113.${dice.between(66, 69)}`,
  agent: AGENTS[2],
  isService: false,
});

function someUser(accountId: string, dice: Dice) {
  const number = dice.between(0, USERS - 1);
  const person = PEOPLE[number % PEOPLE.length] ?? '';
  return iamUser(accountId, `${person}-${number}`, `AKIA${String(number).padStart(9, 'A')}EXAMPLE`);
}

function federatedUser(accountId: string, dice: Dice): Json {
  const name = `${dice.pick(PEOPLE)}${dice.between(1, 400)}@example.com`;
  if (dice.chance(0.5)) {
    const identityProvider = `arn:aws:iam::${accountId}:saml-provider/ExampleIdP`;
    return {
      type: 'SAMLUser',
      principalId: `${dice.word(27, ALPHABETS.alphanumeric)}=:${name}`,
      userName: name,
      identityProvider,
    };
  }
  const issuer = 'token.actions.example.com';
  const userName = `repo:example/${dice.pick(ROLES)}:ref:refs/heads/change-${dice.between(1, 4000)}`;
  return { type: 'WebIdentityUser', principalId: `${issuer}:${userName}`, userName, identityProvider: issuer };
}

function someSession(accountId: string, at: number, dice: Dice) {
  const kind = dice.pick(ROLE_KINDS);
  const since = at - dice.between(0, HOUR_MS);
  return roleSession({
    accountId,
    roleName: `${dice.pick(ROLES)}-${kind}-${dice.between(1, 4)}`,
    sessionName: sessionName(kind, since, dice),
    accessKeyId: temporaryKeyId(dice),
    since,
    onInstance: kind === 'node',
  });
}

function sessionName(kind: (typeof ROLE_KINDS)[number], since: number, dice: Dice): string {
  switch (kind) {
    case 'task':
      return dice.word(32, ALPHABETS.hex);
    case 'lambda':
      return `${dice.pick(ROLES)}-${dice.pick(['on-upload', 'nightly', 'api', 'retry'])}`;
    case 'node':
      return `i-${dice.word(17, ALPHABETS.hex)}`;
    case 'deploy':
      return `run-${dice.between(10_000_000, 99_999_999)}`;
    case 'reader':
      return `${dice.pick(PEOPLE)}${dice.between(1, 400)}@example.com`;
    case 'batch':
      return `botocore-session-${Math.floor(since / 1_000)}`;
  }
}

const address = (dice: Dice): string =>
  dice.chance(0.4)
    ? `10.${dice.between(0, 3)}.${dice.between(0, 255)}.${dice.between(1, 254)}`
    : `${dice.pick(DOCUMENTATION_NETWORKS)}.${dice.between(1, 254)}`;
