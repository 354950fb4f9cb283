import { plainCalls } from './calls.js';
import { ACCOUNTS } from './identities.js';
import {
  type Intruder,
  inARow,
  OPS_ADMIN,
  openSession,
  SECOND_KEY_ID,
  SESSION_MINUTES,
  type Step,
} from './intruder.js';
import type { Dice } from './prng.js';
import { probes } from './probes.js';
import { type ApiCall, denied } from './records.js';

const POLICY_ARN = `arn:aws:iam::${ACCOUNTS.production}:policy/ci-deploy-pipeline`;
const ADMINISTRATOR = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** Minutes 0 to 22: whose key is this, and what may it do? */
export function tryOut({ scanner }: Intruder, dice: Dice): readonly Step[] {
  const { allowed, refused } = probes();
  const tries = [...refused.map(({ region, call }) => ({ region, call: denied(call, scanner) })), ...allowed];
  return [
    ...inARow(scanner, 0, 1, plainCalls('sts: GetCallerIdentity GetCallerIdentity')),
    ...tries.map((probe, index) => ({
      ...probe,
      caller: scanner,
      minute: 2 + (20 * (index + dice.roll())) / tries.length,
    })),
  ];
}

/** Minutes 40 to 58, by hand: three doors are locked; a policy of its own that it may rewrite is not. */
export function findWayUp({ shell }: Intruder): readonly Step[] {
  const userName = 'ci-deploy';
  const iam = (name: string, request: ApiCall['request'], response: ApiCall['response'] = null): ApiCall => ({
    service: 'iam',
    name,
    ...(request !== undefined && { request }),
    response,
  });
  const allowAll = JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }],
  });
  const created = { versionId: 'v7', isDefaultVersion: false };
  return inARow(shell, 40, 2, [
    ...plainCalls('sts: GetCallerIdentity'),
    iam('ListAttachedUserPolicies', { userName }),
    iam('GetPolicyVersion', { policyArn: POLICY_ARN, versionId: 'v6' }),
    denied(iam('AttachUserPolicy', { userName, policyArn: ADMINISTRATOR }), shell),
    denied(iam('PutUserPolicy', { userName, policyName: 'pipeline', policyDocument: allowAll }), shell),
    denied(iam('AddUserToGroup', { userName, groupName: 'administrators' }), shell),
    denied(iam('CreateAccessKey', { userName }), shell),
    iam(
      'CreatePolicyVersion',
      { policyArn: POLICY_ARN, policyDocument: allowAll, setAsDefault: false },
      { policyVersion: created },
    ),
    iam('SetDefaultPolicyVersion', { policyArn: POLICY_ARN, versionId: created.versionId }),
  ]);
}

/** Minutes 62 to 75: a key that stays when the first is found, and a look around from somewhere else with it. */
export function makeSecondKey({ shell, secondKey }: Intruder): readonly Step[] {
  const userName = 'ci-deploy';
  const accessKey = { userName, accessKeyId: SECOND_KEY_ID, status: 'Active' };
  return [
    ...inARow(shell, 62, 1, [
      { service: 'iam', name: 'CreateAccessKey', request: { userName }, response: { accessKey } },
      { service: 'iam', name: 'ListAccessKeys', request: { userName } },
    ]),
    ...inARow(
      secondKey,
      70,
      1,
      plainCalls('sts: GetCallerIdentity', 'iam: ListUsers ListRoles GetAccountAuthorizationDetails'),
    ),
    ...inARow(secondKey, 75, 1, [{ service: 'iam', name: 'GetRole', request: { roleName: OPS_ADMIN } }]),
  ];
}

/** Minutes 90 to 92. IAM takes a moment to know of a new policy: refused at first, then let in. */
export function assumeOpsAdmin(intruder: Intruder): readonly Step[] {
  const { secondKey, session } = intruder;
  const call = openSession(intruder, 'production', session);
  return [
    ...inARow(secondKey, 90, 0.5, [denied(call, secondKey), denied(call, secondKey)]),
    { minute: SESSION_MINUTES.production, caller: secondKey, call },
  ];
}
