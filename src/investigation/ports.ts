import type { Detection, Table } from '../detections/detection.js';
import type { Subject } from '../detections/subject.js';
import { messageOf, UserFacingError } from '../errors.js';
import type { Case, CaseEvent, Closed, LogEntry, Noted, Opened, Reopened } from './case.js';
import type { Answer, ParameterValues, Progress, Run, Statistics } from './run.js';
import type { Window } from './window.js';

/** The time of day, UTC inside a `Date`. */
export interface Clock {
  now(): Date;
}

/** One question to the query engine. */
export interface Query {
  readonly detection: Detection;
  readonly window: Window;
  /** Needed where the detection is about a subject, ignored where it is not. */
  readonly about?: Subject | undefined;
  readonly parameters: ParameterValues;
  /** How many rows of each table are wanted at most. */
  readonly rowLimit: number;
  /** The same token never starts a second query: 32 to 128 characters. */
  readonly token: string;
}

/** What a question over a window would read. */
export interface Reach {
  /** Whether only the window's partitions are read. Where not, a question reads, and costs, the whole table. */
  readonly isBounded: boolean;
  /** What it would not see and why, one short sentence each, for people: regions that the table does not list, and the like. */
  readonly notSearched: readonly string[];
}

/** Runs questions over CloudTrail. */
export interface QueryRunner {
  /** @throws QueryFailed when the table cannot be read. */
  reach(window: Window): Promise<Reach>;
  /**
   * Starts a query and returns its execution id. Starting again with the same token returns the same id.
   *
   * @throws UserFacingError when a value cannot be asked for.
   */
  start(query: Query): Promise<string>;
  /**
   * Waits for the end of a query and reads its rows, at most `rowLimit` of each table.
   *
   * @throws QueryFailed when it failed or was cancelled; QueryInterrupted when the signal aborts, after stopping the query, or when
   * its rows cannot be read; RunLeft when the signal aborts with one: then the query goes on.
   * @param onProgress is told how far it is, each time that is looked at.
   */
  finish(
    executionId: string,
    query: Pick<Query, 'detection' | 'rowLimit'>,
    signal: AbortSignal,
    onProgress?: (progress: Progress) => void,
  ): Promise<{ answer: Answer; statistics: Statistics }>;
  /** Stops a query, unless it has ended. */
  stop(executionId: string): Promise<void>;
  /** What is known of the deployed table without asking it anything. @throws QueryFailed when Athena does not say. */
  inspect(): Promise<TableInspection>;
}

/** The deployed CloudTrail table, as its definition says. */
export interface TableInspection {
  readonly catalog: string;
  readonly database: string;
  readonly table: string;
  readonly workgroup: string;
  /** Its layout, for people: `Security Analytics Bootstrap`. */
  readonly layout: string;
  readonly partitionKeys: readonly string[];
  readonly columns: readonly string[];
  /** Optional columns and fields that it lacks, by name. */
  readonly missingColumns: readonly string[];
  /** First and last day that it lists (`2020-01-01`); absent: not limited. */
  readonly firstDay?: string | undefined;
  readonly lastDay?: string | undefined;
  /** Regions and accounts that it lists; absent: not limited by a list. */
  readonly regions?: readonly string[] | undefined;
  readonly accounts?: readonly string[] | undefined;
  /** Regions of AWS that its list lacks. */
  readonly missingRegions: readonly string[];
  readonly isLoadedByHand: boolean;
  /** Bytes at which the workgroup cuts a query off; absent: it does not. */
  readonly scanCapBytes?: number | undefined;
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

  /** Why, and what to do. May hold log data: show it as text only. */
  get forPeople(): string {
    return `${this.reason} ${this.advice}`;
  }
}

/** An error as it is told to whoever asked: a query's failure with its advice, anything else as it is. */
export const told = (cause: unknown): unknown =>
  cause instanceof QueryFailed ? new UserFacingError(cause.forPeople, { cause }) : cause;

/** A query whose answer is not known, though it ran and so is billed: it was stopped on the way, or its rows could not be read. */
export class QueryInterrupted extends Error {
  override readonly name = 'QueryInterrupted';
  /** @param cause what ended it: an abort signal's reason, or an error. */
  constructor(
    override readonly cause: unknown,
    readonly statistics: Statistics,
    /** Why it may still run: what Athena said to the stop; absent: it took it. */
    readonly notStopped?: unknown,
  ) {
    super(`query interrupted: ${messageOf(cause)}`, { cause });
  }
}

/** A run is left to another bot: its query goes on, and nothing is said or stored about it any more. Nothing is wrong. */
export abstract class RunLeft extends Error {}

/** A bot that has to go leaves a run to whichever bot looks for it next. */
export class HandedOver extends RunLeft {
  override readonly name = 'HandedOver';
  constructor() {
    super('this bot stops, and leaves what it asks to another');
  }
}

/** A run was taken over by another bot, which was faster, or found it left alone: that one finishes it. */
export class LeaseLost extends RunLeft {
  override readonly name = 'LeaseLost';
  constructor(caseId: string, runId: string) {
    super(`case ${caseId}: run ${runId} was taken over by another bot`);
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
  /** The channel's newest case, open or closed; a case that was opened again is the newest. */
  lastCaseIn(teamId: string, channelId: string): Promise<Case | undefined>;
  /** Closes a case, unless it is closed. @returns the case, and whether this closed it. */
  close(caseId: string, closed: Closed): Promise<{ case: Case; isNew: boolean }>;
  /**
   * Opens a closed case again, unless another one is open in its channel.
   *
   * @returns the case that is open there now, and whether it was opened by this.
   */
  reopen(caseId: string, reopened: Reopened): Promise<{ case: Case; isNew: boolean }>;
  /** The case of a thread; `undefined` where a thread is no case's. */
  caseOfThread(teamId: string, channelId: string, threadTs: string): Promise<Case | undefined>;
  /**
   * Cases of a team, newest first, `count` at most. It takes as long however many others there are. A case that cannot be read is
   * left out and logged; so is a number that was given out and has no case.
   */
  cases(teamId: string, count: number, choice?: CaseChoice): Promise<CaseList>;
  /**
   * Makes a run the one that asks a question in a case, where no run asks it yet, or `from` does.
   *
   * @param question what tells it from other questions, up to 64 characters.
   * @returns the id of the run that has it now: this one, or that which was there first.
   */
  claim(caseId: string, question: string, runId: string, from?: string): Promise<string>;
  /** A case by its id, its head brought up to its log. */
  load(caseId: string): Promise<Case | undefined>;
  /**
   * Appends to the log and returns the head that includes it. Concurrent appends all get in, in some order; the end of a question
   * gets in once, whoever else appends it.
   */
  append(caseId: string, event: CaseEvent): Promise<Case>;
  /** The whole log, oldest first. */
  log(caseId: string): Promise<LogEntry[]>;
  /** Stores a run that is not there yet. `false` when it is: the same request was delivered before. */
  createRun(run: Run): Promise<boolean>;
  /**
   * Replaces a stored run by its next state, where its lease is still what `held` says, or absent where that is `undefined`. Rows beyond what the store can hold in one item a table (about 300 KB) are left out;
   * `totalRows` keeps saying how many there were.
   *
   * @throws LeaseLost when another bot has written it since.
   */
  saveRun(run: Run, held: string | undefined): Promise<void>;
  run(caseId: string, runId: string): Promise<Run | undefined>;
  /** Until when some bot is at a run, without reading the rest of it. `undefined` where there is no such run. */
  leaseOf(caseId: string, runId: string): Promise<Pick<Run, 'leaseUntil'> | undefined>;
  /** All runs of a case, in no order, without their rows. */
  runs(caseId: string): Promise<Run[]>;
  /** Runs of a team that were asked at an ISO time or later, oldest first, whatever became of them. */
  runsAskedSince(teamId: string, since: string): Promise<readonly RunPlace[]>;
}

/** Which cases of a team a list has. */
export interface CaseChoice {
  /** Those that are open, or those that a person is in, by the Slack user id; absent: all. */
  readonly of?: 'open' | { readonly userId: string } | undefined;
  /** The number that the list begins with, or the next lower one; absent: the newest. */
  readonly from?: number | undefined;
}

/** A part of a team's cases. */
export interface CaseList {
  /** Newest first. */
  readonly cases: readonly Case[];
  /** The number that older ones begin with; 0 where there are none. */
  readonly older: number;
  /** That which as many newer ones begin with, 0 where these are the newest; absent where there are none. */
  readonly newer?: number | undefined;
}

/** Where a run is kept. */
export interface RunPlace {
  readonly caseId: string;
  readonly runId: string;
}

/** The incident channel as an investigation sees it. */
export interface Channel {
  /** Posts the card of a case that is about to be opened. @returns its message, which is the thread of the case, and a link to it. */
  postCard(card: Opened): Promise<{ threadTs: string; permalink: string | undefined }>;
  /** Takes back a message: the card of a case that was not opened, or a question's that another bot has shown. */
  remove(channelId: string, messageTs: string): Promise<void>;
  /** Shows the case as it is now on its card. */
  updateCard(investigation: Case): Promise<void>;
  /** Posts the message that shows a running question. @returns its message and a link to it. */
  postRun(
    investigation: Case,
    run: Run,
    detection: Detection,
  ): Promise<{ messageTs: string; permalink: string | undefined }>;
  /** Shows how far it is in that message: now and then, and not at all where Slack is busy. Never throws. */
  showProgress(investigation: Case, run: Run, detection: Detection, progress: Progress): void;
  /** Shows no more of that: resolves when nothing of it is under way. Never throws. */
  endProgress(investigation: Case, run: Run): Promise<void>;
  /** Says in that message that this bot stops, and that another goes on with it. Never throws. */
  showHandOver(investigation: Case, run: Run, detection: Detection): Promise<void>;
  /** Turns that message into the answer, or into the reason why there is none. */
  updateRun(investigation: Case, run: Run, detection: Detection): Promise<void>;
  /** Posts one table of a stored answer, saying how old it is. */
  postTable(investigation: Case, shown: ShownTable): Promise<void>;
  /** Says in the thread what a person did with the case. */
  postDeed(investigation: Case, deed: Noted | Closed | Reopened): Promise<void>;
  /** Puts files into the thread. */
  postEvidence(investigation: Case, evidence: Evidence): Promise<void>;
  /** What people are called, by id; somebody whose name cannot be had goes by the id. */
  namesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, string>>;
}

/** A case's answers and history as files, for the evidence log. */
export interface Evidence {
  readonly by: string;
  /** ISO time. */
  readonly at: string;
  readonly files: readonly EvidenceFile[];
}

/** One of them. */
export interface EvidenceFile {
  /** Lower case ASCII, with its extension. */
  readonly name: string;
  /** What is in it, short. May hold log data: show it as text only. */
  readonly title: string;
  /** What it looks at; absent where it is no table. */
  readonly window?: string | undefined;
  readonly text: string;
  /** Of its bytes in UTF-8, as 64 hexadecimal digits. */
  readonly sha256: string;
  /** Rows in it and rows that there are; absent where it is no table. */
  readonly rows?: { readonly written: number; readonly total: number; readonly isCutOff: boolean } | undefined;
}

/** A table of an answer that is there already, and who wants to see it. */
export interface ShownTable {
  readonly run: Run;
  readonly detection: Detection;
  readonly table: Table;
  readonly by: string;
  /** ISO time. */
  readonly at: string;
}
