import { eventTimeOf } from '../../src/local/sample/identities.js';
import type { Dice } from '../../src/local/sample/prng.js';
import { type GeneratedCall, ordinaryCall, probe } from './calls.js';
import type { PlannedFile } from './plan.js';
import { type Actor, attacker, someActor } from './population.js';

/** How often a call comes from whoever has the leaked key, in a file in which they are at work. */
const ATTACK_SHARE = 0.03;
const REFUSED_PROBES = 0.85;
const ORDINARY_FAILURES = 0.02;
/** A file in which one session makes most of the calls within minutes, as a deployment does. */
const BURSTS = 0.08;
const BURST_SHARE = 0.7;
const BURST_MS = 120_000;
/** How often the next call is of a session that has not been seen in the file yet. */
const NEW_SESSION = 0.12;

const READ_ONLY = /^(Get|List|Describe|Decrypt|AssumeRole)/;
const FAILURES = [
  ['ThrottlingException', 'Rate exceeded'],
  ['NoSuchBucketPolicy', 'The bucket policy does not exist'],
  ['ResourceNotFoundException', 'The requested resource was not found'],
  ['ValidationException', 'The request failed validation'],
] as const;
const REFUSALS = { ec2: 'Client.UnauthorizedOperation', s3: 'AccessDenied', iam: 'AccessDenied' } as const;

type Failure = readonly [code: string, message: string];

/** The records of a file, in the order of their times, as CloudTrail writes them. The same dice give the same records. */
export function recordsOf(file: PlannedFile, dice: Dice): object[] {
  const { accountId, fromEpochMs, toEpochMs } = file;
  const actors: Actor[] = [someActor(accountId, fromEpochMs, dice)];
  const times = timesOf(file, dice);
  const burst = times.isBurst ? { actor: dice.pick(actors), call: ordinaryCall(dice, accountId) } : undefined;
  return times.epochMs.map((at) => {
    if (file.isAttacked && dice.chance(ATTACK_SHARE)) return attackRecord(file, at, dice);
    if (burst && dice.chance(BURST_SHARE)) return record(file, at, burst.actor, burst.call, undefined, dice);
    if (dice.chance(NEW_SESSION)) actors.push(someActor(accountId, Math.min(at, toEpochMs), dice));
    const call = ordinaryCall(dice, accountId);
    return record(
      file,
      at,
      dice.pick(actors),
      call,
      dice.chance(ORDINARY_FAILURES) ? failure(call, dice) : undefined,
      dice,
    );
  });
}

function timesOf({ events, fromEpochMs, toEpochMs }: PlannedFile, dice: Dice) {
  const isBurst = dice.chance(BURSTS);
  const start = dice.between(fromEpochMs, toEpochMs - 1);
  const end = Math.min(start + BURST_MS, toEpochMs - 1);
  const epochMs = Array.from({ length: events }, () =>
    isBurst && dice.chance(BURST_SHARE) ? dice.between(start, end) : dice.between(fromEpochMs, toEpochMs - 1),
  );
  return { isBurst, epochMs: epochMs.sort((a, b) => a - b) };
}

function attackRecord(file: PlannedFile, at: number, dice: Dice): object {
  const actor = attacker(dice);
  const call = probe(dice, file.accountId);
  return record(file, at, actor, call, dice.chance(REFUSED_PROBES) ? refusal(call) : undefined, dice);
}

const failure = (call: GeneratedCall, dice: Dice): Failure => (dice.chance(0.3) ? refusal(call) : dice.pick(FAILURES));

function refusal({ service, name }: GeneratedCall): Failure {
  const code = service === 'ec2' || service === 's3' || service === 'iam' ? REFUSALS[service] : 'AccessDeniedException';
  const why = 'because no identity-based policy allows the action';
  return [code, `User is not authorized to perform: ${service}:${name} ${why}`];
}

function record(
  { accountId, region }: PlannedFile,
  at: number,
  actor: Actor,
  call: GeneratedCall,
  failed: Failure | undefined,
  dice: Dice,
): object {
  const host = `${call.service}.${region}.amazonaws.com`;
  return {
    eventVersion: '1.11',
    userIdentity: actor.identity,
    eventTime: eventTimeOf(at),
    eventSource: `${call.service}.amazonaws.com`,
    eventName: call.name,
    awsRegion: region,
    sourceIPAddress: actor.address,
    userAgent: actor.agent,
    ...(failed && { errorCode: failed[0], errorMessage: failed[1] }),
    requestParameters: call.request,
    responseElements: failed ? null : (call.response ?? null),
    requestID: dice.uuid(),
    eventID: dice.uuid(),
    readOnly: READ_ONLY.test(call.name),
    ...(call.resources !== undefined && { resources: call.resources }),
    eventType: 'AwsApiCall',
    managementEvent: true,
    recipientAccountId: accountId,
    eventCategory: 'Management',
    ...(!actor.isService && {
      tlsDetails: { tlsVersion: 'TLSv1.3', cipherSuite: 'TLS_AES_128_GCM_SHA256', clientProvidedHostHeader: host },
    }),
  };
}
