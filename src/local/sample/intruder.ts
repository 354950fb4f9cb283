import { PIPELINE_KEY_ID } from './callers.js';
import {
  ACCOUNTS,
  type Caller,
  iamUser,
  type Region,
  roleArn,
  roleSession,
  temporaryKeyId,
  uniqueId,
} from './identities.js';
import type { Dice } from './prng.js';
import { type ApiCall, assumeRole } from './records.js';

/** The intruder's faces, in order of appearance. */
export interface Intruder {
  /** When it begins, in epoch milliseconds. */
  readonly start: number;
  /** The stolen key, in a tool. */
  readonly scanner: Caller;
  /** The stolen key, by hand. */
  readonly shell: Caller;
  /** The key that it makes itself. */
  readonly secondKey: Caller;
  /** The role session in production. */
  readonly session: Caller;
  /** The role session in staging. */
  readonly stagingSession: Caller;
}

/** A call, and the minutes since the beginning at which it is made. */
export interface Step {
  readonly minute: number;
  readonly caller: Caller;
  readonly call: ApiCall;
  /** Default: us-east-1. */
  readonly region?: Region;
  /** The account whose trail has it. Default: production. */
  readonly accountId?: string;
  readonly sharedEventId?: string;
}

/** The addresses that the incident comes from, and nothing else. */
export const ATTACKER_ADDRESSES = {
  scanner: '198.51.100.7',
  shell: '198.51.100.23',
  secondKey: '198.51.100.61',
  session: '198.51.100.88',
} as const;
/** The key that the intruder makes. */
export const SECOND_KEY_ID = 'AKIAI44QH8DHBEXAMPLE';
/** The role that it gets hold of, in both accounts. */
export const OPS_ADMIN = 'ops-admin';
/** The minutes at which the role sessions begin. */
export const SESSION_MINUTES = { production: 92, staging: 170 } as const;

const MINUTE_MS = 60_000;
/** Made to look like an instance's session. */
const SESSION_NAME = 'i-0abc12example';
const AGENTS = {
  boto: 'Boto3/1.35.36 md/Botocore#1.35.36 ua/2.0 os/linux#5.10.226 md/arch#x86_64 lang/python#3.11.9 md/pyimpl#CPython exec-env/AWS_ECS_FARGATE cfg/retry-mode#legacy Botocore/1.35.36',
  cli: 'aws-cli/2.22.7 md/awscrt#0.22.0 ua/2.0 os/linux#6.11.2 md/arch#x86_64 lang/python#3.12.6 md/pyimpl#CPython cfg/retry-mode#standard',
};

/** The intruder that begins at `start` (epoch milliseconds). */
export function createIntruder(start: number, dice: Dice): Intruder {
  const { production, staging } = ACCOUNTS;
  const stolen = iamUser(production, 'ci-deploy', PIPELINE_KEY_ID);
  const { scanner, shell, secondKey, session } = ATTACKER_ADDRESSES;
  const sessionIn = (accountId: string, minute: number) =>
    roleSession({
      accountId,
      roleName: OPS_ADMIN,
      sessionName: SESSION_NAME,
      accessKeyId: temporaryKeyId(dice),
      since: start + minute * MINUTE_MS,
    });
  return {
    start,
    scanner: { identity: stolen, address: scanner, agent: AGENTS.boto },
    shell: { identity: stolen, address: shell, agent: AGENTS.cli },
    secondKey: { identity: { ...stolen, accessKeyId: SECOND_KEY_ID }, address: secondKey, agent: AGENTS.cli },
    session: { identity: sessionIn(production, SESSION_MINUTES.production), address: session, agent: AGENTS.cli },
    stagingSession: { identity: sessionIn(staging, SESSION_MINUTES.staging), address: session, agent: AGENTS.cli },
  };
}

/** The call that opens one of its role sessions. */
export function openSession({ start }: Intruder, account: keyof typeof SESSION_MINUTES, session: Caller): ApiCall {
  const accountId = ACCOUNTS[account];
  return assumeRole({
    arn: roleArn(accountId, OPS_ADMIN),
    id: uniqueId('AROA', accountId, OPS_ADMIN),
    sessionName: SESSION_NAME,
    issuedKeyId: session.identity.accessKeyId ?? '',
    at: start + SESSION_MINUTES[account] * MINUTE_MS,
  });
}

/** Calls one after the other, with the same pause between them. */
export function inARow(
  caller: Caller,
  minute: number,
  pauseMinutes: number,
  calls: readonly ApiCall[],
): readonly Step[] {
  return calls.map((call, index) => ({ minute: minute + index * pauseMinutes, caller, call }));
}
