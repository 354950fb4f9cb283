import type { Logger } from 'pino';
import { type Clock, type InvestigationStore, LeaseLost } from './ports.js';
import type { Run } from './run.js';

/** How long a bot has a run to itself without saying so again: a run whose bot died is left alone for no longer. */
export const LEASE_MS = 60_000;
/** A lease is renewed so many times before it runs out: all but one may fail. */
const RENEWALS = 3;

/** Until when a run is a bot's that takes it, or has it still, now. */
export const leaseFrom = (now: Date, leaseMs = LEASE_MS): string => new Date(now.getTime() + leaseMs).toISOString();

/** Whether some bot is at something. */
export const isHeld = ({ leaseUntil }: Pick<Run, 'leaseUntil'>, now: Date): boolean =>
  Date.parse(leaseUntil ?? '') > now.getTime();

/** A run that this bot is at, and no other. Every write of it says so, or fails: what another bot took over is left to that. */
export interface HeldRun {
  /** As it was last stored. */
  readonly run: Run;
  /** Aborts with a `LeaseLost` once it is known that another bot has taken the run over. */
  readonly lost: AbortSignal;
  /** Stores what has changed, and keeps the run. @throws LeaseLost when another bot has taken it over. */
  save(changes: Partial<Run>): Promise<void>;
  /** Stores that nothing is left to be done about it. @throws LeaseLost as above. */
  release(): Promise<void>;
  /** Stores that whichever bot looks next may take it over, at once. @throws LeaseLost as above. */
  handOver(): Promise<void>;
  /** Keeps it no longer: another bot may take it over when its lease has run out. */
  letGo(): void;
}

/** What runs are held with. */
export interface LeaseDeps {
  readonly store: Pick<InvestigationStore, 'saveRun'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** How long a lease is, in milliseconds; a minute when absent. */
  readonly leaseMs?: number | undefined;
  /** How often leases are renewed, in milliseconds; in time when absent. */
  readonly renewalMs?: number | undefined;
}

/** Keeps a run that was just stored with a lease of this bot, until it is released, handed over or let go. */
export function holdRun({ store, clock, log, leaseMs = LEASE_MS, renewalMs }: LeaseDeps, stored: Run): HeldRun {
  const lost = new AbortController();
  let run = stored;
  // What could not be stored is stored with what comes next.
  let unsaved: Partial<Run> = {};
  // One write after the other: each says which one it follows.
  let last: Promise<void> = Promise.resolve();

  function write(next: () => Run): Promise<void> {
    const written = last.then(async () => {
      const changed = next();
      await store.saveRun(changed, run.leaseUntil);
      run = changed;
      unsaved = {};
    });
    last = written.catch((cause: unknown) => {
      if (cause instanceof LeaseLost) lose(cause);
    });
    return written;
  }

  function lose(cause: LeaseLost): void {
    clearInterval(timer);
    lost.abort(cause);
  }

  const save = (changes: Partial<Run>) =>
    write(() => {
      unsaved = { ...unsaved, ...changes };
      return { ...run, ...unsaved, leaseUntil: leaseFrom(clock.now(), leaseMs) };
    });
  const timer = setInterval(
    () => {
      save({}).catch((err: unknown) => {
        log.warn({ err, caseId: run.caseId, runId: run.id }, 'the lease of a run was not renewed');
      });
    },
    renewalMs ?? leaseMs / RENEWALS,
  );
  timer.unref();

  return {
    get run() {
      return run;
    },
    lost: lost.signal,
    save,
    async release() {
      clearInterval(timer);
      await write(() => ({ ...run, ...unsaved, leaseUntil: undefined }));
    },
    async handOver() {
      clearInterval(timer);
      await write(() => ({ ...run, ...unsaved, leaseUntil: clock.now().toISOString() }));
    },
    letGo: () => clearInterval(timer),
  };
}
