import { check } from './check/command.js';
import { messageOf, UserFacingError } from './errors.js';
import { withoutSecrets } from './log.js';

const BAD_INPUT = 2;
const FAILED = 1;

/** `node dist/check.js`: whether the bot can go live with this environment. It ends with 0 when it can, with 1 when it cannot. */
check(process.argv.slice(2), process.env, process.stdout).then(
  (isReady) => process.exit(isReady ? 0 : FAILED),
  (error: unknown) => {
    process.stderr.write(`ir-bot: ${withoutSecrets(messageOf(error))}\n`);
    process.exit(error instanceof UserFacingError ? BAD_INPUT : FAILED);
  },
);
