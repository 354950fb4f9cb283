import { randomUUID } from 'node:crypto';
import type { Catalogue } from '../detections/catalogue.js';
import type { Detection } from '../detections/detection.js';
import { ROWS_KEPT } from './execution.js';
import { type Clock, QueryInterrupted, type QueryRunner, type TableInspection, told } from './ports.js';
import type { Answer, Statistics } from './run.js';
import { readWindow, type Window } from './window.js';

/** The question that shows what the logs hold. */
export const COVERAGE = 'coverage';
/** Long enough to see every region that is in use, and what an everyday question costs. */
const MEASURED = '24h';

/** What the last day holds, and what reading it took. */
export interface Measured {
  readonly detection: Detection;
  readonly window: Window;
  readonly answer: Answer;
  readonly statistics: Statistics;
}

/** What the bot can see, and what it cannot. */
export interface DoctorReport {
  readonly inspection: TableInspection;
  /** What a question over the last day would not see. */
  readonly notSearched: readonly string[];
  /** Absent: the table cannot be read in part, and nobody said yet that all of it may be read. */
  readonly measured?: Measured | undefined;
  readonly at: Date;
}

/** Looks at the deployed table, and asks it one question over the last 24 hours. */
export type Doctor = (options: { readonly isConfirmed: boolean }) => Promise<DoctorReport>;

/** @returns a doctor that throws `UserFacingError` with Athena's reason where the table cannot be read. */
export function buildDoctor(deps: {
  readonly runner: QueryRunner;
  readonly catalogue: Catalogue;
  readonly clock: Clock;
  readonly stopping: AbortSignal;
}): Doctor {
  const { runner, catalogue, clock, stopping } = deps;

  async function measure(window: Window): Promise<Measured> {
    const detection = catalogue.detections.get(COVERAGE);
    if (!detection) throw new Error(`"${COVERAGE}" is not in the catalogue`);
    const query = { detection, window, parameters: {}, rowLimit: ROWS_KEPT };
    const executionId = await runner.start({ ...query, token: `doctor-${randomUUID()}` });
    return { detection, window, ...(await runner.finish(executionId, query, stopping)) };
  }

  return async ({ isConfirmed }) => {
    const at = clock.now();
    const window = readWindow(MEASURED, at);
    try {
      const [inspection, reach] = await Promise.all([runner.inspect(), runner.reach(window)]);
      const report = { inspection, notSearched: reach.notSearched, at };
      return reach.isBounded || isConfirmed ? { ...report, measured: await measure(window) } : report;
    } catch (cause) {
      throw told(cause instanceof QueryInterrupted ? cause.cause : cause);
    }
  };
}
