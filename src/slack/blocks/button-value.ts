import { UserFacingError } from '../../errors.js';
import type { AnswerPlace } from '../../investigation/answers.js';
import type { Pick } from '../../investigation/pick.js';
import { MAX_BUTTON_VALUE } from './limits.js';

/**
 * Slack's action ids of the bot, each with the version of its values: a value of another form gets another id. Old ones stay here
 * after an upgrade, since old messages keep their buttons.
 */
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
  /** What was asked and went wrong; its value is a `Retry`. */
  retry: 'ir:retry:v1',
  /** What happened in a case; its value is the case's id, or `open` on cards of an older version: the case of the channel. */
  history: 'ir:history:v1',
  /** A running question that is to be stopped; its value is an `AnswerPlace`. */
  stop: 'ir:stop:v1',
  /** The menu of a case's card; an option's value is a `CaseMenuChoice`. */
  caseMenu: 'ir:case:v1',
  /** A closed case that is to be reopened; its value is the case's id. The same for the two below. */
  reopen: 'ir:reopen:v1',
  exportCase: 'ir:export:v1',
  /** Opens the form in which any question is asked. */
  form: 'ir:form:v1',
  /** The identities of an answer's table in full; its value is an `AnswerPlace`. */
  fullNames: 'ir:names:v1',
  /** A page of the list of cases; its value is a `CasesSelection`, with the suffix `filter`, `previous` or `next`. */
  casesPage: 'ir:cases:v2',
} as const;

/** What the menu of a case's card offers. */
export const CASE_MENU = ['window', 'history', 'export', 'note', 'close'] as const;

/** One of them, and the case that it is for. */
export interface CaseMenuChoice {
  readonly what: (typeof CASE_MENU)[number];
  readonly caseId: string;
}

/** Which cases a list shows: the open ones, those that the reader is in, or all. */
export const CASE_FILTERS = ['open', 'mine', 'all'] as const;
export type CaseFilter = (typeof CASE_FILTERS)[number];

/** A part of the list of cases. */
export interface CasesSelection {
  readonly filter: CaseFilter;
  /** The number of the case that it begins with, its highest; 0: the newest. */
  readonly from: number;
}

/** Longer than any, and short enough for a key of the state table. */
const CASE = '[A-Z0-9]{1,30}-\\d{1,12}';
const CASE_AND_RUN = `(${CASE})\\|([0-9a-f]{20})`;
const TABLE = '[a-z][a-z0-9_]{0,23}';
const PICK = new RegExp(`^2\\|${CASE_AND_RUN}\\|(${TABLE})\\|(\\d{1,5})\\|(\\d{1,2})$`);
const PLACE = new RegExp(`^2\\|${CASE_AND_RUN}\\|(${TABLE})?$`);
const ONE_CASE = new RegExp(`^${CASE}$`);
const MENU_CHOICE = new RegExp(`^([a-z]+)\\|(${CASE})$`);
const SELECTION = /^([a-z]+)\|(\d{1,12})$/;
const RETRY_COMMAND = /^c\|(.*)$/s;
const RETRY_ACTION = /^a\|([\w:.-]+)\|(.*)$/s;

/** An opaque value for a button or option: never an ARN, which can be longer than Slack lets a value be. */
export const pickValue = ({ caseId, runId, table, row, column }: Pick): string =>
  `2|${caseId}|${runId}|${table}|${row}|${column}`;

/** @throws UserFacingError when the value is none of ours, or from a version that we no longer read. */
export function readPickValue(value: string | undefined): Pick {
  const [, caseId, runId, table, row, column] = PICK.exec(value ?? '') ?? [];
  if (caseId === undefined || runId === undefined || table === undefined) throw foreign();
  return { caseId, runId, table, row: Number(row), column: Number(column) };
}

/** An opaque value for an answer and perhaps one of its tables. */
export const placeValue = ({ caseId, runId, table = '' }: AnswerPlace): string => `2|${caseId}|${runId}|${table}`;

/** @throws UserFacingError when the value is none of ours, or from a version that we no longer read. */
export function readPlaceValue(value: string | undefined): AnswerPlace {
  const [, caseId, runId, table] = PLACE.exec(value ?? '') ?? [];
  if (caseId === undefined || runId === undefined) throw foreign();
  return { caseId, runId, ...(table === undefined ? {} : { table }) };
}

/** Reads the value of a button that stands for a case: the case's id. @throws UserFacingError when it is none. */
export function readCaseValue(value: string | undefined): string {
  if (value === undefined || !ONE_CASE.test(value)) throw foreign();
  return value;
}

/** The value of an option in the menu of a case's card. */
export const caseMenuValue = ({ what, caseId }: CaseMenuChoice): string => `${what}|${caseId}`;

/** @throws UserFacingError when the value is none of ours, or from a version that we no longer read. */
export function readCaseMenuValue(value: string | undefined): CaseMenuChoice {
  const [, word, caseId] = MENU_CHOICE.exec(value ?? '') ?? [];
  const what = CASE_MENU.find((known) => known === word);
  if (what === undefined || caseId === undefined) throw foreign();
  return { what, caseId };
}

/** The value of a button or option that leads to a part of the list of cases. */
export const casesPageValue = ({ filter, from }: CasesSelection): string => `${filter}|${from}`;

/** @throws UserFacingError when the value is none of ours. */
export function readCasesPageValue(value: string | undefined): CasesSelection {
  const [, word, from] = SELECTION.exec(value ?? '') ?? [];
  const filter = CASE_FILTERS.find((known) => known === word);
  if (filter === undefined || from === undefined) throw foreign();
  return { filter, from: Number(from) };
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
  if (value !== undefined && value.length > MAX_BUTTON_VALUE) throw foreign();
  const [, text] = RETRY_COMMAND.exec(value ?? '') ?? [];
  if (text !== undefined) return { kind: 'command', text };
  const [, actionId, again] = RETRY_ACTION.exec(value ?? '') ?? [];
  if (actionId === undefined || again === undefined) throw foreign();
  return { kind: 'action', actionId, value: again };
}

const foreign = (): UserFacingError =>
  new UserFacingError('This button is from another version of ir-bot. Ask the question again.');
