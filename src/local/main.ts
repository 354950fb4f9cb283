import { setFlagsFromString } from 'node:v8';
import { messageOf } from '../errors.js';
import { counted } from '../text.js';
import { readOptions } from './options.js';
import { startWorkspace } from './workspace.js';

// The SQL parser is a large WebAssembly module. Optimizing it takes both cores of a small machine for seconds, just while the
// logs are read; unoptimized, it still reads a statement in milliseconds.
setFlagsFromString('--liftoff-only');

/** How many awkward files are named in the terminal. */
const MAX_WARNINGS = 20;

/** `npm run local`: an incident channel, its bot and its logs on this machine. */
async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const workspace = await startWorkspace(options);
  process.stdout.write(
    `\n  ir-bot's workspace is at ${workspace.pageUrl}\n  Nothing leaves this machine. Stop it with Ctrl+C.\n\n`,
  );
  if (options.open) await openPage(workspace.pageUrl);

  let isStopping = false;
  const stop = () => {
    if (isStopping) process.exit(1);
    isStopping = true;
    workspace.stop().then(() => process.exit(0), fail);
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);

  const { events, files, warnings } = await workspace.ready;
  process.stdout.write(`  ${counted(events, 'event')} in ${counted(files, 'file')}. Type /ir authfail in #inc-042.\n`);
  for (const warning of warnings.slice(0, MAX_WARNINGS)) process.stderr.write(`  warning: ${warning}\n`);
  if (warnings.length > MAX_WARNINGS) process.stderr.write(`  … and ${warnings.length - MAX_WARNINGS} more warnings\n`);
}

/** A machine without a browser is no failure: the address stands in the terminal. */
async function openPage(url: string): Promise<void> {
  const { default: open } = await import('open');
  const browser = await open(url).catch(() => undefined);
  browser?.on('error', () => undefined);
}

function fail(error: unknown): never {
  process.stderr.write(`ir-bot: ${messageOf(error)}\n`);
  process.exit(1);
}

main().catch(fail);
