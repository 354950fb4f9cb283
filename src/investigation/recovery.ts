import type { Logger } from 'pino';
import { isHeld } from './lease.js';
import { type Clock, type InvestigationStore, RunLeft, type RunPlace } from './ports.js';
import type { Questions } from './questions.js';
import type { Run } from './run.js';

/** What is needed to find questions that were left alone. */
export interface RecoveryDeps {
  readonly store: Pick<InvestigationStore, 'load' | 'run' | 'runsAskedSince'>;
  readonly questions: Pick<Questions, 'resume'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const HOUR_MS = 60 * 60_000;
/** Nobody waits for an answer any longer: a question that cannot be brought to its end is tried for so long. */
const LONGEST_WAIT_MS = HOUR_MS;
/** A bot looks so far back when it starts, since none may have run for a while; */
const FIRST_LOOK_MS = 30 * 24 * HOUR_MS;
/** and later so far: longer than a question waits for its turn and runs. */
const LATER_LOOK_MS = 24 * HOUR_MS;

/**
 * Makes a look for questions of a team that were left alone: those of a bot that was killed, or could not store or show how they
 * ended. Each is taken over by its lease, so by one bot only, and brought to its end. Never throws.
 *
 * @returns resolves when all that were found have ended.
 */
export function buildRecovery({ store, questions, clock, log }: RecoveryDeps): (teamId: string) => Promise<void> {
  /** Runs that have ended for good: they are not looked at again. */
  const ended = new Set<string>();
  let lookMs = FIRST_LOOK_MS;

  const ago = (ms: number) => new Date(clock.now().getTime() - ms).toISOString();
  const isLeftAlone = (run: Run) => run.leaseUntil !== undefined && !isHeld(run, clock.now());

  async function resume({ caseId, runId }: RunPlace): Promise<void> {
    try {
      const run = await store.run(caseId, runId);
      // It may be about to be stored, or another bot is at it.
      if (!run || (run.leaseUntil !== undefined && !isLeftAlone(run))) return;
      if (run.leaseUntil === undefined) return void ended.add(nameOf({ caseId, runId }));
      const investigation = await store.load(caseId);
      if (investigation) await questions.resume(investigation, run, run.askedAt < ago(LONGEST_WAIT_MS));
    } catch (err) {
      if (err instanceof RunLeft) return;
      log.error({ err, caseId, runId }, 'a question that was left alone could not be brought to its end');
    }
  }

  return async (teamId) => {
    try {
      const asked = await store.runsAskedSince(teamId, ago(lookMs));
      lookMs = LATER_LOOK_MS;
      const names = new Set(asked.map(nameOf));
      for (const name of ended) if (!names.has(name)) ended.delete(name);
      await Promise.all(asked.filter((place) => !ended.has(nameOf(place))).map(resume));
    } catch (err) {
      log.error({ err, teamId }, 'questions that were left alone could not be looked for');
    }
  };
}

const nameOf = ({ caseId, runId }: RunPlace): string => `${caseId}|${runId}`;
