import { UserFacingError } from '../../errors.js';
import type { AnswerPlace } from '../../investigation/investigation.js';
import type { Pick } from '../../investigation/pick.js';

/** Slack's action ids of the bot. Old ones stay here after an upgrade, since old messages keep their buttons. */
export const ACTIONS = {
  /** An identity of an answer; its value is a `Pick`. Several stand in one block, so a suffix tells them apart: `ir:suspect:v1:0`. */
  pickSuspect: 'ir:suspect:v1',
  /** A key, address, user agent or role of an answer, to ask about; its value is a `Pick`, with a suffix as above. */
  pickSubject: 'ir:about:v1',
  /** A table of an answer, to be shown; its value is an `AnswerPlace`, with a suffix where several stand in one block. */
  showTable: 'ir:table:v1',
  /** An answer whose question is asked once more; its value is an `AnswerPlace`. */
  askAgain: 'ir:again:v1',
  /** A question; its value is the id of a detection or the name of a view. The same as a suffix. */
  ask: 'ir:ask:v1',
  /** What was asked and needed a confirmation; its value is a `Retry`. */
  confirm: 'ir:confirm:v1',
  history: 'ir:history:v1',
} as const;

/** Of a button's value. https://docs.slack.dev/reference/block-kit/block-elements/button-element (as of November 2026) */
const MAX_BUTTON_VALUE = 2_000;

const CASE_AND_RUN = '([A-Z0-9]+-\\d+)\\|([0-9a-f]{20})';
const TABLE = '[a-z][a-z0-9_]*';
const PICK = new RegExp(`^2\\|${CASE_AND_RUN}\\|(${TABLE})\\|(\\d{1,5})\\|(\\d{1,2})$`);
const PLACE = new RegExp(`^2\\|${CASE_AND_RUN}\\|(${TABLE})?$`);
const RETRY_COMMAND = /^c\|(.*)$/s;
const RETRY_ACTION = /^a\|([\w:.-]+)\|(.*)$/s;

/** An opaque value for a button or option: never an ARN, which can be longer than Slack lets a value be. */
export const pickValue = ({ caseId, runId, table, row, column }: Pick): string =>
  `2|${caseId}|${runId}|${table}|${row}|${column}`;

/** @throws UserFacingError when the value is none of ours, or from a version that we no longer read. */
export function readPickValue(value: string | undefined): Pick {
  const [, caseId, runId, table, row, column] = PICK.exec(value ?? '') ?? [];
  if (caseId === undefined || runId === undefined || table === undefined) throw old();
  return { caseId, runId, table, row: Number(row), column: Number(column) };
}

/** An opaque value for an answer and perhaps one of its tables. */
export const placeValue = ({ caseId, runId, table = '' }: AnswerPlace): string => `2|${caseId}|${runId}|${table}`;

/** @throws UserFacingError when the value is none of ours, or from a version that we no longer read. */
export function readPlaceValue(value: string | undefined): AnswerPlace {
  const [, caseId, runId, table] = PLACE.exec(value ?? '') ?? [];
  if (caseId === undefined || runId === undefined) throw old();
  return { caseId, runId, ...(table === undefined ? {} : { table }) };
}

/** What a person did, to be done once more when the person confirms it. */
export type Retry =
  /** What was typed after `/ir`. */
  | { readonly kind: 'command'; readonly text: string }
  /** A click: the action's id and value. */
  | { readonly kind: 'action'; readonly actionId: string; readonly value: string };

/** The value of a button that does something once more; `undefined` when it is too long for one. */
export function retryValue(retry: Retry): string | undefined {
  const value = retry.kind === 'command' ? `c|${retry.text}` : `a|${retry.actionId}|${retry.value}`;
  return value.length > MAX_BUTTON_VALUE ? undefined : value;
}

/** @throws UserFacingError when the value is none of ours. */
export function readRetryValue(value: string | undefined): Retry {
  const [, text] = RETRY_COMMAND.exec(value ?? '') ?? [];
  if (text !== undefined) return { kind: 'command', text };
  const [, actionId, again] = RETRY_ACTION.exec(value ?? '') ?? [];
  if (actionId === undefined || again === undefined) throw old();
  return { kind: 'action', actionId, value: again };
}

const old = (): UserFacingError =>
  new UserFacingError('This button is from an older version of ir-bot. Ask the question again.');
