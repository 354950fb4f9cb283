import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { PROCESS_REPORT, type ProcessReport } from './process-report.js';

/** What can be started: the bot itself, or an app that only acknowledges. */
export type Script = 'bot' | 'bare';

/** A process that is measured from inside. */
export interface MeasuredProcess {
  report(): Promise<ProcessReport>;
  /** Delays of the event loop are counted from now on. */
  reset(): void;
  /** Stops it as a platform does; kills it where it does not end. */
  stop(): Promise<void>;
  /** Ends it at once, whatever it is at. */
  kill(): Promise<void>;
}

const SCRIPTS = {
  bot: { path: '../../src/main.js', ready: 'ir-bot is running' },
  bare: { path: 'bare.js', ready: 'the bare app is running' },
} as const satisfies { readonly [script in Script]: object };
const STARTUP_MS = 60_000;
const ENDING_MS = 30_000;
/** Of what it said, for who has to find out why it does not start. */
const KEPT_LINES = 20;

/**
 * Starts a process with `preload.ts` in it, and waits until it says that it runs.
 *
 * @throws Error with its last words when it does not.
 */
export async function startProcess(script: Script, environment: NodeJS.ProcessEnv): Promise<MeasuredProcess> {
  const { path, ready } = SCRIPTS[script];
  const preload = new URL('preload.js', import.meta.url).href;
  const child = spawn(process.execPath, ['--import', preload, fileURLToPath(new URL(path, import.meta.url))], {
    env: { PATH: process.env.PATH, ...environment },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  // Whatever ends this process, nothing is left running.
  const killChild = () => void child.kill('SIGKILL');
  process.once('exit', killChild);
  const ended = once(child, 'exit').finally(() => process.off('exit', killChild));
  const lines: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const fail = (what: string) => {
      killChild();
      reject(new Error(`${script} ${what}:\n${lines.join('\n')}`));
    };
    const timer = setTimeout(fail, STARTUP_MS, 'does not start');
    child.once('exit', (code) => fail(`ended with ${code}`));
    const { stdout, stderr } = child;
    for (const stream of [stdout, stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        if (!line.includes(ready)) return;
        clearTimeout(timer);
        resolve();
      });
    }
  });

  async function end(signal: NodeJS.Signals): Promise<void> {
    const killing = setTimeout(killChild, ENDING_MS);
    child.kill(signal);
    await ended;
    clearTimeout(killing);
  }

  return {
    async report() {
      const answer = once(child, 'message', { signal: AbortSignal.timeout(ENDING_MS) });
      child.send('report');
      const [message] = await answer;
      return PROCESS_REPORT.parse(message);
    },
    reset: () => void child.send('reset'),
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  };
}
