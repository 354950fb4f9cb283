import type { Logger } from 'pino';
import type { Case } from './case.js';
import { isHeld } from './lease.js';
import { type Clock, type InvestigationStore, LeaseLost } from './ports.js';
import type { Questions } from './questions.js';
import type { Run } from './run.js';

/** What is needed to find questions that were left alone. */
export interface RecoveryDeps {
  readonly store: Pick<InvestigationStore, 'cases' | 'runs' | 'run'>;
  readonly questions: Pick<Questions, 'resume'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Nobody waits for an answer any longer: a question that cannot be brought to its end is tried for so long. */
const LONGEST_WAIT_MS = 60 * 60_000;

/**
 * Makes a look for questions of a team that were left alone: those of a bot that was killed, or could not store or show how they
 * ended. Each is taken over by its lease, so by one bot only, and brought to its end. Never throws.
 *
 * @returns resolves when all that were found have ended.
 */
export function buildRecovery({ store, questions, clock, log }: RecoveryDeps): (teamId: string) => Promise<void> {
  const isRecent = (iso: string) => clock.now().getTime() - Date.parse(iso) < LONGEST_WAIT_MS;
  const isLeftAlone = (run: Run) => run.leaseUntil !== undefined && !isHeld(run, clock.now()) && isRecent(run.askedAt);

  async function resume(investigation: Case, { caseId, id }: Run): Promise<void> {
    try {
      const run = await store.run(caseId, id);
      if (run && isLeftAlone(run)) await questions.resume(investigation, run);
    } catch (err) {
      if (err instanceof LeaseLost) return;
      log.error({ err, caseId, runId: id }, 'a question that was left alone could not be brought to its end');
    }
  }

  return async (teamId) => {
    try {
      const all = await store.cases(teamId);
      const cases = all.filter(({ status, lastActivityAt }) => status === 'open' || isRecent(lastActivityAt));
      const found = await Promise.all(
        cases.map(async (investigation) => {
          const runs = (await store.runs(investigation.id)).filter(isLeftAlone);
          return runs.map((run) => resume(investigation, run));
        }),
      );
      await Promise.all(found.flat());
    } catch (err) {
      log.error({ err, teamId }, 'questions that were left alone could not be looked for');
    }
  };
}
