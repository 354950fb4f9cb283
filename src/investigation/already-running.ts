import type { Run } from './run.js';

/** The same question is being asked already: whoever asks it again is shown where its answer will be. */
export class AlreadyRunning extends Error {
  override readonly name = 'AlreadyRunning';
  /** Bolt passes errors with a code of their own on as they are. */
  readonly code = 'ir_already_running';
  constructor(readonly run: Run) {
    super(`run ${run.id} of case ${run.caseId} asks the same`);
  }
}
