import pLimit from 'p-limit';
import type { Logger } from 'pino';
import { serviceBehind } from '../errors.js';
import { isHeld } from './lease.js';
import { type Clock, type InvestigationStore, RunLeft, type RunPlace } from './ports.js';
import type { Questions } from './questions.js';

/** What is needed to find questions that were left alone. */
export interface RecoveryDeps {
  readonly store: Pick<InvestigationStore, 'load' | 'run' | 'leaseOf' | 'runsAskedSince'>;
  readonly questions: Pick<Questions, 'resume' | 'isAt'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const HOUR_MS = 60 * 60_000;
/** Nobody waits for an answer any longer: a question that cannot be brought to its end is tried for so long. */
const LONGEST_WAIT_MS = HOUR_MS;
/** A bot looks so far back when it starts, since none may have run for a while; */
const FIRST_LOOK_MS = 7 * 24 * HOUR_MS;
/** and later so far: longer than a question waits for its turn and runs. */
const LATER_LOOK_MS = 24 * HOUR_MS;
/** What people ask comes first. */
const READ_AT_ONCE = 4;

/**
 * Makes a look for questions of a team that were left alone: those of a bot that was killed, or could not store or show how they
 * ended. Each is taken over by its lease, so by one bot only, and brought to its end. Never throws. A look that begins while
 * another one looks does nothing.
 *
 * @returns resolves when all that were found have ended.
 */
export function buildRecovery({ store, questions, clock, log }: RecoveryDeps): (teamId: string) => Promise<void> {
  /** Runs that have ended for good: they are not looked at again. */
  const ended = new Set<string>();
  let lookMs = FIRST_LOOK_MS;
  let isLooking = false;

  const ago = (ms: number) => new Date(clock.now().getTime() - ms).toISOString();

  async function isLeftAlone({ caseId, runId }: RunPlace): Promise<boolean> {
    if (questions.isAt(runId)) return false;
    const lease = await store.leaseOf(caseId, runId);
    // It may be about to be stored.
    if (!lease) return false;
    if (lease.leaseUntil === undefined) ended.add(nameOf({ caseId, runId }));
    return lease.leaseUntil !== undefined && !isHeld(lease, clock.now());
  }

  /** One run that cannot be read does not keep the others from being found. */
  async function isFound(place: RunPlace): Promise<boolean> {
    try {
      return await isLeftAlone(place);
    } catch (err) {
      if (serviceBehind(err)) throw err;
      log.error({ err, ...place }, 'a question cannot be read, so nobody goes on with it');
      return false;
    }
  }

  async function resume({ caseId, runId }: RunPlace): Promise<void> {
    try {
      const [run, investigation] = await Promise.all([store.run(caseId, runId), store.load(caseId)]);
      // Another bot may have taken it since, or ended it.
      if (!run || run.leaseUntil === undefined || isHeld(run, clock.now())) return;
      if (investigation) await questions.resume(investigation, run, run.askedAt < ago(LONGEST_WAIT_MS));
    } catch (err) {
      if (err instanceof RunLeft) return;
      // It is tried again, so what is down now is nothing to wake somebody for.
      const level = serviceBehind(err) ? 'warn' : 'error';
      log[level]({ err, caseId, runId }, 'a question that was left alone could not be brought to its end');
    }
  }

  async function leftAlone(teamId: string): Promise<readonly RunPlace[]> {
    const asked = await store.runsAskedSince(teamId, ago(lookMs));
    lookMs = LATER_LOOK_MS;
    const names = new Set(asked.map(nameOf));
    for (const name of ended) if (!names.has(name)) ended.delete(name);
    const places = asked.filter((place) => !ended.has(nameOf(place)));
    const limit = pLimit(READ_AT_ONCE);
    const found = await Promise.all(places.map((place) => limit(async () => ((await isFound(place)) ? [place] : []))));
    return found.flat();
  }

  async function look(teamId: string): Promise<readonly RunPlace[]> {
    if (isLooking) return [];
    isLooking = true;
    try {
      return await leftAlone(teamId);
    } catch (err) {
      log.warn({ err, teamId }, 'questions that were left alone could not be looked for');
      return [];
    } finally {
      isLooking = false;
    }
  }

  return async (teamId) => {
    await Promise.all((await look(teamId)).map(resume));
  };
}

const nameOf = ({ caseId, runId }: RunPlace): string => `${caseId}|${runId}`;
