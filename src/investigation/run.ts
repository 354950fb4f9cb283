import { isDeepStrictEqual } from 'node:util';
import type { TableRows } from '../detections/detection.js';
import type { ParameterValue } from '../detections/parameter.js';
import type { Subject } from '../detections/subject.js';
import type { Window } from './window.js';

/** What a query cost. */
export interface Statistics {
  readonly scannedBytes: number;
  /** Milliseconds from start to end as the engine counts them, queue included. */
  readonly totalMs: number;
}

/** How far a running question is. */
export interface Progress extends Statistics {
  readonly stage: 'queued' | 'running' | 'reading';
  /** Questions that this bot asks before it, where it waits for its turn. */
  readonly ahead?: number | undefined;
}

/** What came out of a question: its tables in the order of the detection. */
export interface Answer {
  readonly tables: readonly TableRows[];
}

/** Texts of parameters that were given, by name. */
export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** One question, from before the query engine is called until its answer is shown. */
export interface Run {
  readonly id: string;
  readonly caseId: string;
  readonly detection: string;
  readonly window: Window;
  /** What the question is about, where it is about a subject. */
  readonly about?: Subject | undefined;
  readonly parameters: ParameterValues;
  /** The table that was asked for, where it was only one of them. */
  readonly view?: string | undefined;
  readonly askedBy: string;
  readonly askedAt: string;
  readonly state: 'asked' | 'running' | 'answered' | 'failed';
  /** The message in the thread that shows the run and becomes its answer. */
  readonly messageTs?: string | undefined;
  readonly permalink?: string | undefined;
  readonly executionId?: string | undefined;
  readonly statistics?: Statistics | undefined;
  readonly answeredAt?: string | undefined;
  readonly answer?: Answer | undefined;
  /** What the question could not see, one sentence each, for people. */
  readonly notSearched: readonly string[];
  /** Why there is no answer, for people. */
  readonly reason?: string | undefined;
  /** Who had it stopped. */
  readonly stoppedBy?: string | undefined;
  /** When its subject was chosen as the suspect together with it, as ISO time. */
  readonly chosenAt?: string | undefined;
  /** Until when some bot is at it, as ISO time. Absent: nothing is left to be done; run out: it was left alone. */
  readonly leaseUntil?: string | undefined;
}

/** Whether two runs ask the same, over whatever windows. */
export const asksTheSame = (
  one: Pick<Run, 'detection' | 'about' | 'parameters'>,
  other: Pick<Run, 'detection' | 'about' | 'parameters'>,
): boolean =>
  one.detection === other.detection &&
  one.about?.kind === other.about?.kind &&
  one.about?.value === other.about?.value &&
  // DynamoDB keeps no order of names.
  isDeepStrictEqual(one.parameters, other.parameters);
