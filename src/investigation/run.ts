import type { Value } from '../detections/detection.js';
import type { Window } from './window.js';

/** What a query cost. */
export interface Statistics {
  readonly scannedBytes: number;
  /** Milliseconds from start to end as the engine counts them, queue included. */
  readonly totalMs: number;
}

/** What came out of a question: rows in the order of the detection's columns. */
export interface Answer {
  readonly rows: readonly (readonly Value[])[];
  /** Rows that the question has, of which `rows` are the first. */
  readonly totalRows: number;
  /** Calls behind all the rows. */
  readonly totalCalls: number;
}

/** One question, from before the query engine is called until its answer is shown. */
export interface Run {
  readonly id: string;
  readonly caseId: string;
  readonly detection: string;
  readonly window: Window;
  readonly suspect?: string | undefined;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly state: 'asked' | 'running' | 'answered' | 'failed';
  /** The message in the thread that shows the run and becomes its answer. */
  readonly messageTs?: string | undefined;
  readonly permalink?: string | undefined;
  readonly executionId?: string | undefined;
  readonly statistics?: Statistics | undefined;
  readonly answer?: Answer | undefined;
  /** Why there is no answer, for people. */
  readonly reason?: string | undefined;
}
