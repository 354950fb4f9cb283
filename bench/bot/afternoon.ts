import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { call, denied } from '../../test/e2e/calls.js';

const IDENTITIES = 9;
const RECORDS = 180;

/** An afternoon of a few identities that are refused: logs that take no time to ask. The caller closes the engine. */
export const afternoonLogs = (): Promise<LogEngine> =>
  recordsEngine(
    Array.from({ length: RECORDS }, (_, at) =>
      call(
        `arn:aws:iam::111122223333:user/worker-${at % IDENTITIES}`,
        `Describe${at % 12}`,
        30 + (at % 90),
        at % 3 ? denied : {},
      ),
    ),
  );
