import type { Detection, Parameter } from '../detections/detection.js';
import type { Case, CaseEvent, LogEntry, Opened } from './case.js';
import type { Answer, Run, Statistics } from './run.js';
import type { Window } from './window.js';

/** The time of day, UTC inside a `Date`. */
export interface Clock {
  now(): Date;
}

/** One question to the query engine. */
export interface Query {
  readonly detection: Detection;
  readonly window: Window;
  readonly parameters: Readonly<Partial<Record<Parameter, string>>>;
  /** The same token never starts a second query: 32 to 128 characters. */
  readonly token: string;
}

/** Runs questions over CloudTrail. */
export interface QueryRunner {
  /**
   * Starts a query and returns its execution id. Starting again with the same token returns the same id.
   *
   * @throws UserFacingError when a parameter's value cannot be asked for.
   */
  start(query: Query): Promise<string>;
  /**
   * Waits for the end of a query and reads all its rows.
   *
   * @throws QueryFailed when it failed or was cancelled; the signal's reason when the signal aborts, after stopping the query.
   */
  finish(
    executionId: string,
    detection: Detection,
    signal: AbortSignal,
  ): Promise<{ answer: Answer; statistics: Statistics }>;
}

/** A query that ended without an answer. `reason` is the engine's own, `advice` what a person can do about it. */
export class QueryFailed extends Error {
  override readonly name = 'QueryFailed';
  constructor(
    readonly state: 'FAILED' | 'CANCELLED',
    readonly reason: string,
    readonly advice: string,
    readonly statistics: Statistics,
  ) {
    super(`query ${state.toLowerCase()}: ${reason}`);
  }
}

/** Keeps cases. Every write is one conditional write; nothing is ever overwritten or deleted. */
export interface InvestigationStore {
  /** A number that no other case of the team has or will have. Numbers may be left out. */
  nextCaseNumber(teamId: string): Promise<number>;
  /**
   * Opens a case in its channel, unless one is open there.
   *
   * @returns the case, and whether it is the one that was asked for (`true`) or another that was there first.
   */
  open(opened: Opened): Promise<{ case: Case; isNew: boolean }>;
  /** The case that is open in a channel. */
  openCaseIn(teamId: string, channelId: string): Promise<Case | undefined>;
  /** A case by its id, its head brought up to its log. */
  load(caseId: string): Promise<Case | undefined>;
  /** Appends to the log and returns the head that includes it. Concurrent appends all get in, in some order. */
  append(caseId: string, event: CaseEvent): Promise<Case>;
  /** The whole log, oldest first. */
  log(caseId: string): Promise<LogEntry[]>;
  /** Stores a run that is not there yet. `false` when it is: the same request was delivered before. */
  createRun(run: Run): Promise<boolean>;
  /**
   * Replaces a stored run by its next state. Rows beyond what the store can hold in one item (about 300 KB) are left out of
   * `answer.rows`; `answer.totalRows` keeps saying how many there were.
   */
  saveRun(run: Run): Promise<void>;
  run(caseId: string, runId: string): Promise<Run | undefined>;
  /** All runs of a case, in no order, without their rows. */
  runs(caseId: string): Promise<Run[]>;
}

/** The incident channel as an investigation sees it. */
export interface Channel {
  /** Posts the card of a case that is about to be opened. @returns its message, which is the thread of the case. */
  postCard(card: Opened): Promise<string>;
  /** Takes back a card whose case was not opened. */
  removeCard(channelId: string, threadTs: string): Promise<void>;
  /** Shows the case as it is now on its card. */
  updateCard(investigation: Case): Promise<void>;
  /** Posts the message that shows a running question. @returns its message and a link to it. */
  postRun(
    investigation: Case,
    run: Run,
    detection: Detection,
  ): Promise<{ messageTs: string; permalink: string | undefined }>;
  /** Turns that message into the answer, or into the reason why there is none. */
  updateRun(investigation: Case, run: Run, detection: Detection): Promise<void>;
}
