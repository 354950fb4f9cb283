import type { Logger } from 'pino';
import { type Clock, type InvestigationStore, LeaseLost } from './ports.js';
import type { Run } from './run.js';

/** How long a bot has a run to itself without saying so again: a run whose bot died is left alone for no longer. */
export const LEASE_MS = 60_000;
/** How often a lease is renewed: twice may fail. */
const RENEWAL_MS = 20_000;

/** Until when a run is a bot's that takes it, or has it still, now. */
export const leaseFrom = (now: Date): string => new Date(now.getTime() + LEASE_MS).toISOString();

/** Whether some bot is at a run. */
export const isHeld = ({ leaseUntil }: Run, now: Date): boolean => Date.parse(leaseUntil ?? '') > now.getTime();

/** A run that this bot is at, and no other. Every write of it says so, or fails: what another bot took over is left to that. */
export interface HeldRun {
  /** As it was last stored. */
  readonly run: Run;
  /** Stores what has changed, and keeps the run. @throws LeaseLost when another bot has taken it over. */
  save(changes: Partial<Run>): Promise<void>;
  /** Stores that nothing is left to be done about it. @throws LeaseLost as above. */
  release(): Promise<void>;
  /** Keeps it no longer: another bot may take it over when its lease has run out. */
  letGo(): void;
}

/** What runs are held with. */
export interface LeaseDeps {
  readonly store: Pick<InvestigationStore, 'saveRun'>;
  readonly clock: Clock;
  readonly log: Logger;
  /** How often leases are renewed, in milliseconds. */
  readonly renewalMs?: number | undefined;
}

/** Keeps a run that was just stored with a lease of this bot, until it is released or let go. */
export function holdRun({ store, clock, log, renewalMs = RENEWAL_MS }: LeaseDeps, stored: Run): HeldRun {
  let run = stored;
  // One write after the other: each says which one it follows.
  let last: Promise<void> = Promise.resolve();

  function write(next: () => Run): Promise<void> {
    const written = last.then(async () => {
      const changed = next();
      await store.saveRun(changed, run.leaseUntil);
      run = changed;
    });
    last = written.catch(() => undefined);
    return written;
  }

  const save = (changes: Partial<Run>) => write(() => ({ ...run, ...changes, leaseUntil: leaseFrom(clock.now()) }));
  const timer = setInterval(() => {
    save({}).catch((err: unknown) => {
      if (err instanceof LeaseLost) clearInterval(timer);
      log.warn({ err, caseId: run.caseId, runId: run.id }, 'the lease of a run was not renewed');
    });
  }, renewalMs);
  timer.unref();

  return {
    get run() {
      return run;
    },
    save,
    async release() {
      clearInterval(timer);
      await write(() => ({ ...run, leaseUntil: undefined }));
    },
    letGo: () => clearInterval(timer),
  };
}
