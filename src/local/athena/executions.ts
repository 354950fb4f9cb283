import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { messageOf } from '../../errors.js';
import type { Clock } from '../../investigation/ports.js';
import { QueryFailure } from './athena-errors.js';
import type { LogEngine } from './log-engine.js';
import type { ResultTable } from './results.js';

/** What StartQueryExecution was given, as far as it decides what comes out. */
export interface Submission {
  readonly sql: string;
  readonly parameters: readonly string[];
  readonly catalog: string;
  readonly database: string;
  readonly workGroup: string;
  readonly outputLocation: string;
}

/** A statement ready to run. */
export interface Prepared {
  readonly scannedBytes: number;
  /** How many times the statement reads the table. */
  readonly scans: number;
  run(signal: AbortSignal): Promise<ResultTable>;
}

export type State = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED';

/** How slow the stand-in is on purpose. */
export interface Delays {
  readonly queuedMs?: number;
  readonly runningMs?: number;
}

/** What the executions of one server have in common. */
export interface Surroundings {
  readonly engine: Promise<LogEngine>;
  readonly clock: Clock;
  /** May change between queries. */
  readonly delays: () => Delays;
  /** Scanning more than this cancels a query; `undefined`: no limit. */
  readonly cutoffBytes: () => number | undefined;
  prepare(submission: Submission, engine: LogEngine): Prepared;
}

/** One query from its submission to its end. */
export class Execution {
  readonly id = randomUUID();
  readonly submittedAt: Date;
  state: State = 'QUEUED';
  reason: string | undefined;
  failure: QueryFailure | undefined;
  endedAt: Date | undefined;
  result: ResultTable | undefined;
  #runningSince: Date | undefined;
  /** What there is to scan, and how long that is made to take. */
  #scan = { bytes: 0, durationMs: 0 };
  readonly #stop = new AbortController();
  /** Settles when the query has ended; never rejects. */
  readonly ended: Promise<void>;

  constructor(
    readonly submission: Submission,
    private readonly surroundings: Surroundings,
  ) {
    this.submittedAt = surroundings.clock.now();
    this.ended = this.#run();
  }

  /** Cancels the query, unless it has ended. */
  stop(): void {
    if (this.endedAt) return;
    this.#end('CANCELLED', 'Query cancelled by user');
    this.#stop.abort();
  }

  /** Milliseconds in the queue, running, and altogether, so far. */
  get times(): { readonly queuedMs: number; readonly runningMs: number; readonly totalMs: number } {
    const now = this.endedAt ?? this.surroundings.clock.now();
    const started = this.#runningSince ?? now;
    return {
      queuedMs: started.getTime() - this.submittedAt.getTime(),
      runningMs: now.getTime() - started.getTime(),
      totalMs: now.getTime() - this.submittedAt.getTime(),
    };
  }

  /** Bytes scanned so far: as much of them as of the time that a query is slowed down by; all of them where it is not. */
  get scannedBytes(): number {
    const { bytes, durationMs } = this.#scan;
    return durationMs > 0 ? Math.floor(bytes * Math.min(1, this.times.runningMs / durationMs)) : bytes;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { clock, cutoffBytes, delays, engine, prepare } = this.surroundings;
    try {
      await pause(delays().queuedMs ?? 0, undefined, { signal });
      const logs = await engine;
      signal.throwIfAborted();
      this.state = 'RUNNING';
      this.#runningSince = clock.now();
      const prepared = prepare(this.submission, logs);
      const durationMs = delays().runningMs ?? 0;
      this.#scan = { bytes: prepared.scannedBytes, durationMs };
      await pause(durationMs, undefined, { signal });
      this.#scan = { bytes: prepared.scannedBytes, durationMs: 0 };
      if (prepared.scannedBytes > (cutoffBytes() ?? Number.POSITIVE_INFINITY)) {
        return this.#end('CANCELLED', 'Bytes scanned limit was exceeded');
      }
      this.result = await prepared.run(signal);
      signal.throwIfAborted();
      this.#end('SUCCEEDED');
    } catch (cause) {
      if (signal.aborted) return;
      this.failure =
        cause instanceof QueryFailure ? cause : new QueryFailure('GENERIC_INTERNAL_ERROR', messageOf(cause));
      this.#end('FAILED', this.failure.message);
    }
  }

  #end(state: State, reason?: string): void {
    this.state = state;
    this.reason = reason;
    this.endedAt = this.surroundings.clock.now();
  }
}
