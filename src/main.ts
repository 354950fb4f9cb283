import { readConfig } from './config.js';
import { messageOf } from './errors.js';
import { buildLog } from './log.js';
import { startBot } from './start.js';

/** Production: the environment becomes a bot, which stops on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  const log = buildLog({ level: config.logLevel });
  const bot = await startBot(config, log).catch((err: unknown) => {
    log.fatal({ err }, 'ir-bot could not start');
    process.exit(1);
  });
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping');
    bot.stop().then(
      () => process.exit(0),
      (err: unknown) => {
        log.fatal({ err }, 'ir-bot could not stop cleanly');
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  process.on('unhandledRejection', (err) => {
    log.fatal({ err }, 'a promise was rejected and nobody handled it');
    stop('unhandledRejection');
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`ir-bot: ${messageOf(error)}\n`);
  process.exit(1);
});
