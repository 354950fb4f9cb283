import { type Detection, isEmpty, shownTables } from '../detections/detection.js';
import { sentenceOf, textOf } from '../detections/sentence.js';
import { serviceBehind, UserFacingError } from '../errors.js';
import type { Answered, Failed } from './case.js';
import { billedBytes } from './cost.js';
import { QueryFailed, QueryInterrupted } from './ports.js';
import type { Run } from './run.js';

/** A person had a question stopped. */
export class StoppedByPerson extends UserFacingError {
  constructor(readonly by: string) {
    super('The question was stopped.');
  }
}

/** What a run's end is in the log of its case: what came out, or why nothing did. */
export function outcomeOf(run: Run, detection: Detection, at: string): Answered | Failed {
  const deed = {
    runId: run.id,
    scannedBytes: run.statistics?.scannedBytes ?? 0,
    billedBytes: billOf(run),
    by: run.askedBy,
    at,
  };
  return run.answer
    ? { type: 'answered', ...deed, rows: rowsIn(run, detection), finding: findingOf(run, detection) }
    : { type: 'failed', ...deed, reason: run.reason ?? '' };
}

/** A run that ended without an answer: why, for people, and what is billed all the same. */
export function failedRun(run: Run, cause: unknown): Run {
  if (cause instanceof QueryInterrupted) {
    const { stoppedBy, ...failed } = failedRun(run, cause.cause);
    const { statistics, notStopped } = cause;
    if (notStopped === undefined) return { ...failed, ...(stoppedBy === undefined ? {} : { stoppedBy }), statistics };
    return {
      ...failed,
      statistics,
      reason: `${failed.reason} But Athena did not take the stop: its query may go on, and cost.`,
    };
  }
  if (cause instanceof QueryFailed) {
    const { statistics, state } = cause;
    const scannedBytes = state === 'CANCELLED' ? statistics.scannedBytes : 0;
    return { ...run, state: 'failed', reason: cause.forPeople, statistics: { ...statistics, scannedBytes } };
  }
  const stoppedBy = cause instanceof StoppedByPerson ? { stoppedBy: cause.by } : {};
  return { ...run, state: 'failed', reason: reasonOf(run, cause), ...stoppedBy };
}

/** Whether what ended a run is for people to know and mend, and nothing that is wrong with the bot. */
export const isForPeople = (cause: unknown): boolean =>
  cause instanceof QueryInterrupted
    ? isForPeople(cause.cause)
    : cause instanceof QueryFailed || cause instanceof UserFacingError;

/** Rows of the table that the answer shows: that which was asked for, else the first that has any. */
export const rowsIn = ({ answer, view }: Run, detection: Detection): number => {
  const counts = shownTables(detection).map(({ name }) => ({
    name,
    rows: answer?.tables.find((table) => table.name === name)?.totalRows ?? 0,
  }));
  return (counts.find(({ name }) => name === view) ?? counts.find(({ rows }) => rows > 0))?.rows ?? 0;
};

/** Athena bills what a query scanned, also when somebody stopped it; what it could not start or finish itself is free. */
function billOf({ state, statistics }: Run): number {
  if (state === 'answered') return billedBytes(statistics?.scannedBytes ?? 0);
  return statistics && statistics.scannedBytes > 0 ? billedBytes(statistics.scannedBytes) : 0;
}

/** Why a question has no answer, for people. */
export function reasonOf({ id }: Run, cause: unknown): string {
  if (cause instanceof UserFacingError) return cause.message;
  if (isTimeout(cause)) return 'The query took more than 30 minutes and was stopped. Ask again with a shorter window.';
  const service = serviceBehind(cause);
  if (service)
    return `${service} did not do what I asked, though I tried for a while. In my log: run ${id}. Ask again in a minute.`;
  return `The question could not be asked: something is wrong on my side, and it is in my log as run ${id}. Ask again in a minute.`;
}

const isTimeout = (cause: unknown): boolean => cause instanceof DOMException && cause.name === 'TimeoutError';

const findingOf = (run: Run, detection: Detection): string =>
  run.answer && !isEmpty(detection, run.answer.tables)
    ? textOf(sentenceOf({ detection, ...run.answer, about: run.about }))
    : 'No matching events.';
