import { PIPELINE_KEY_ID } from './callers.js';
import { assumeOpsAdmin, findWayUp, makeSecondKey, tryOut } from './getting-in.js';
import { ACCOUNTS, type Caller, REGIONS } from './identities.js';
import { ATTACKER_ADDRESSES, createIntruder, SECOND_KEY_ID, type Step } from './intruder.js';
import type { Dice } from './prng.js';
import { type CloudTrailRecord, recordOf } from './records.js';
import { crossIntoStaging, hideTraces, takeData } from './taking-data.js';

/** Who and what an investigation of the sample should find. */
export interface Findings {
  /** The IAM user whose key leaked. */
  readonly suspectArn: string;
  /** The session that the intruder opened in production; it reads the data. */
  readonly roleSessionArn: string;
  /** The session that this one opened in staging. */
  readonly stagingSessionArn: string;
  readonly attackerAddresses: readonly string[];
  readonly stolenKeyId: string;
  /** The key that the intruder made. */
  readonly secondKeyId: string;
}

/** The incident's records, and what is to be found in them. */
export interface Incident {
  readonly records: readonly CloudTrailRecord[];
  readonly findings: Findings;
}

const MINUTE_MS = 60_000;
const BEGINS_MINUTES_BEFORE_END = 7.5 * 60;

/**
 * The incident, all of it within the eight hours before `end` (epoch milliseconds): a leaked key is tried out, refused a
 * lot, finds a way up, makes itself a second key, assumes a role, reads data, and goes on into the other account.
 */
export function incident(end: number, dice: Dice): Incident {
  const intruder = createIntruder(end - BEGINS_MINUTES_BEFORE_END * MINUTE_MS, dice);
  const steps = [
    ...tryOut(intruder, dice),
    ...findWayUp(intruder),
    ...makeSecondKey(intruder),
    ...assumeOpsAdmin(intruder),
    ...takeData(intruder, dice),
    ...hideTraces(intruder),
    ...crossIntoStaging(intruder, dice),
  ];
  return {
    records: steps.map((step) => recordOfStep(step, intruder.start, dice)),
    findings: {
      suspectArn: arnOf(intruder.scanner),
      roleSessionArn: arnOf(intruder.session),
      stagingSessionArn: arnOf(intruder.stagingSession),
      attackerAddresses: Object.values(ATTACKER_ADDRESSES),
      stolenKeyId: PIPELINE_KEY_ID,
      secondKeyId: SECOND_KEY_ID,
    },
  };
}

function recordOfStep(step: Step, start: number, dice: Dice): CloudTrailRecord {
  const { minute, caller, call, region = REGIONS[0], accountId = ACCOUNTS.production, sharedEventId } = step;
  const at = start + Math.round(minute * MINUTE_MS);
  return recordOf(caller, call, { at, region, accountId, ...(sharedEventId && { sharedEventId }) }, dice);
}

function arnOf({ identity }: Caller): string {
  if (identity.arn === undefined) throw new Error(`a caller of type ${identity.type} has no ARN`);
  return identity.arn;
}
