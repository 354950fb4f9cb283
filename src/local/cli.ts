#!/usr/bin/env node
import { setFlagsFromString } from 'node:v8';
import { messageOf, UserFacingError } from '../errors.js';
import { LOG_PACKAGES, packageJson, requirePackages, WORKSPACE_PACKAGES } from './local-packages.js';

const BAD_INPUT = 2;
const FAILED = 1;

/** `ir-bot`: the bot and what belongs to it, from the terminal. What a command needs is loaded by the command. */
async function main([command, ...args]: readonly string[]): Promise<void> {
  switch (command) {
    case 'ask': {
      if (args.includes('--help') || args.includes('-h')) return printHelp();
      requirePackages(LOG_PACKAGES);
      // The SQL parser is a large WebAssembly module. Optimizing it takes both cores of a small machine for seconds, just while
      // the logs are read; unoptimized, it still reads a statement in milliseconds.
      setFlagsFromString('--liftoff-only');
      const { ask } = await import('./ask/ask.js');
      return ask(args, process.env, process);
    }
    case 'local':
      requirePackages([...LOG_PACKAGES, ...WORKSPACE_PACKAGES]);
      // It reads its options where `npm run local` has them.
      process.argv.splice(2, 1);
      await import('./main.js');
      return;
    case 'check': {
      const { check } = await import('../check/command.js');
      return process.exit((await check(args, process.env, process.stdout)) ? 0 : FAILED);
    }
    case 'start':
      await import('../main.js');
      return;
    case undefined:
    case 'help':
    case '--help':
    case '-h':
      return printHelp();
    case '--version':
      process.stdout.write(`${version()}\n`);
      return;
    default:
      throw new UserFacingError(
        `"${command}" is no command of ir-bot. Try ir-bot local, check, start or ask authfail --logs DIR, or ir-bot help.`,
      );
  }
}

async function printHelp(): Promise<void> {
  const { helpText } = await import('./ask/help-text.js');
  process.stdout.write(`${helpText(version())}${OTHER_COMMANDS}`);
}

const OTHER_COMMANDS = `
Other commands:
  ir-bot local   an incident channel with the bot and a folder of logs, on this machine
  ir-bot check   whether the bot can go live with this environment (ir-bot check --help)
  ir-bot start   starts the bot
`;

const version = (): string => /"version":\s*"([^"]+)"/.exec(packageJson())?.[1] ?? 'unknown';

// `| head` has read enough; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`ir-bot: ${messageOf(error)}\n`);
  process.exitCode = error instanceof UserFacingError ? BAD_INPUT : FAILED;
});
