import { readConfig } from './config.js';
import { messageOf } from './errors.js';
import { buildLog, withoutSecrets } from './log.js';
import { type RunningBot, startBot } from './start.js';

/** Stopping takes 25 seconds at most; a bot that hangs in it is of no use to anybody. */
const LONGEST_STOP_MS = 27_000;

/** Production: the environment becomes a bot, which stops on SIGTERM or SIGINT, and ends with 1 where something fails for good. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = buildLog({ level: config.logLevel });
  let bot: RunningBot | undefined;
  let isEnding = false;

  const end = (code: number): void => {
    if (isEnding) return;
    isEnding = true;
    setTimeout(() => process.exit(1), LONGEST_STOP_MS).unref();
    Promise.resolve(bot?.stop()).then(
      () => process.exit(code),
      (err: unknown) => {
        log.fatal({ err }, 'ir-bot could not stop cleanly');
        process.exit(1);
      },
    );
  };
  const fail = (err: unknown): void => {
    log.fatal({ err }, 'something failed for good: ir-bot ends, and has to be started again');
    end(1);
  };
  // Slack's socket client leaves its last failure to these, such as that of a token that was revoked.
  process.on('unhandledRejection', fail);
  process.on('uncaughtException', fail);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      log.info({ signal }, 'stopping');
      end(0);
    });
  }

  bot = await startBot(config, log).catch((err: unknown) => {
    log.fatal({ err }, 'ir-bot could not start');
    process.exit(1);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`ir-bot: ${withoutSecrets(messageOf(error))}\n`);
  process.exit(1);
});
