import { QueryFailure } from './athena-errors.js';

/** A query that fails through no fault of its own: Athena says that it can be tried again (`AthenaError.Retryable`). */
export class TransientFailure extends QueryFailure {
  constructor() {
    super('GENERIC_INTERNAL_ERROR', 'the query ran out of luck: made up, by the fault switches of this stand-in');
  }
}
