#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { messageOf, UserFacingError } from '../errors.js';

// The SQL parser is a large WebAssembly module. Optimizing it takes both cores of a small machine for seconds, just while the
// logs are read; unoptimized, it still reads a statement in milliseconds.
setFlagsFromString('--liftoff-only');

const BAD_INPUT = 2;
const FAILED = 1;

/** `ir-bot`: questions from the terminal. What a command needs is loaded by the command. */
async function main([command, ...args]: readonly string[]): Promise<void> {
  switch (command) {
    case 'ask': {
      if (args.includes('--help') || args.includes('-h')) return printHelp();
      const { ask } = await import('./ask/ask.js');
      return ask(args, process.env, process);
    }
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
        `"${command}" is no command of ir-bot. Try ir-bot ask authfail --logs DIR, or ir-bot help.`,
      );
  }
}

async function printHelp(): Promise<void> {
  const { helpText } = await import('./ask/help-text.js');
  process.stdout.write(helpText(version()));
}

/** Of package.json, the same way from `src/` and from `dist/`. */
function version(): string {
  const [, found = 'unknown'] =
    /"version":\s*"([^"]+)"/.exec(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) ?? [];
  return found;
}

// `| head` has read enough; that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit();
  throw error;
});

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`ir-bot: ${messageOf(error)}\n`);
  process.exitCode = error instanceof UserFacingError ? BAD_INPUT : FAILED;
});
