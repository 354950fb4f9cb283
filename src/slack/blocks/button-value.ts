import { UserFacingError } from '../../errors.js';
import type { Pick } from '../../investigation/investigation.js';

/** Slack's action ids of the bot. Old ones stay here after an upgrade, since old messages keep their buttons. */
export const ACTIONS = {
  /** An identity of an answer; its value is a `Pick`. Several stand in one block, so a suffix tells them apart. */
  pickSuspect: 'ir:suspect:v1',
  /** A question; its value is the detection's id. */
  ask: 'ir:ask:v1',
  history: 'ir:history:v1',
} as const;

/** An opaque value for a button or option: never an ARN, which can be longer than Slack lets a value be. */
export const pickValue = ({ caseId, runId, row }: Pick): string => `1|${caseId}|${runId}|${row}`;

const PICK = /^1\|([A-Z0-9]+-\d+)\|([0-9a-f]{20})\|(\d{1,5})$/;

/** @throws UserFacingError when the value is none of ours, or from a version that we no longer read. */
export function readPick(value: string | undefined): Pick {
  const pick = PICK.exec(value ?? '');
  if (!pick) throw new UserFacingError('This button is from an older version of ir-bot. Ask the question again.');
  return { caseId: pick[1] ?? '', runId: pick[2] ?? '', row: Number(pick[3]) };
}
