import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** A line of a bot's log. Its text is all of it. */
export interface LogLine {
  readonly bot: string;
  readonly level: number;
  readonly msg: string;
  readonly text: string;
}

/** How much memory a bot had when it had brought so many questions to their end. */
export interface MemorySample {
  readonly questions: number;
  readonly bytes: number;
}

/** One process, from its start to its end. */
export interface Life {
  readonly name: string;
  readonly memory: MemorySample[];
  questions: number;
  /** `undefined`: it runs; `null`: a signal ended it. */
  exitCode?: number | null;
  wasKilled: boolean;
}

const SAMPLE_MS = 2_000;
const AGAIN_MS = 500;
const line = z.object({ level: z.number().or(z.string()), msg: z.string().default('') });
const LEVELS: readonly string[] = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'];

/** Bots that share the work. Each is started again when it ends, until all are stopped. */
export class Bots {
  readonly lines: LogLine[] = [];
  readonly lives: Life[] = [];
  private readonly running = new Map<number, { readonly child: ChildProcess; readonly life: Life }>();
  private readonly sampling = setInterval(() => this.sample(), SAMPLE_MS);
  private isStopping = false;

  constructor(
    private readonly script: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly replicas: number,
  ) {}

  start(): void {
    for (let replica = 1; replica <= this.replicas; replica += 1) this.begin(replica);
  }

  /** Kills the bot at this place, from 0. Another one takes its place at once. */
  kill(at: number): void {
    const one = [...this.running.values()][at % Math.max(1, this.running.size)];
    if (!one) return;
    one.life.wasKilled = true;
    one.child.kill('SIGKILL');
  }

  /** Stops all as a platform does, and waits for them. @returns the longest time that one took, milliseconds */
  async stop(): Promise<number> {
    this.isStopping = true;
    clearInterval(this.sampling);
    const startMs = performance.now();
    const ended = [...this.running.values()].map(({ child }) => once(child, 'exit'));
    for (const { child } of this.running.values()) child.kill('SIGTERM');
    const killing = setTimeout(() => this.killAll(), 30_000);
    await Promise.all(ended);
    clearTimeout(killing);
    return performance.now() - startMs;
  }

  /** For when a run ends by an error: nothing is left running. */
  killAll(): void {
    this.isStopping = true;
    clearInterval(this.sampling);
    for (const { child } of this.running.values()) child.kill('SIGKILL');
  }

  private begin(replica: number): void {
    const child = spawn(process.execPath, [this.script], { env: { PATH: process.env.PATH, ...this.environment } });
    const life: Life = { name: `bot ${replica}.${this.lives.length + 1}`, memory: [], questions: 0, wasKilled: false };
    this.lives.push(life);
    this.running.set(replica, { child, life });
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (text) => this.hear(life, text));
    child.once('exit', (code) => {
      life.exitCode = code;
      this.running.delete(replica);
      if (this.isStopping) return;
      // One that cannot even start would be started a hundred times a second.
      setTimeout(() => this.isStopping || this.begin(replica), life.wasKilled ? 0 : AGAIN_MS);
    });
  }

  private hear(life: Life, text: string): void {
    const { level, msg } = readLine(text);
    this.lines.push({ bot: life.name, level, msg, text });
    if (msg === 'answered' || msg === 'not answered') life.questions += 1;
  }

  private sample(): void {
    for (const { child, life } of this.running.values()) {
      const bytes = residentBytes(child.pid);
      if (bytes !== undefined) life.memory.push({ questions: life.questions, bytes });
    }
  }
}

/** What is no line of the log counts as an error: a bot says nothing else. */
function readLine(text: string): { level: number; msg: string } {
  try {
    const { level, msg } = line.parse(JSON.parse(text));
    return { level: typeof level === 'number' ? level : 10 * (1 + LEVELS.indexOf(level)), msg };
  } catch {
    return { level: 50, msg: `not a line of the log: ${text.slice(0, 200)}` };
  }
}

/** Where there is `/proc`. */
function residentBytes(pid: number | undefined): number | undefined {
  try {
    const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
    return kilobytes === undefined ? undefined : Number(kilobytes) * 1_024;
  } catch {
    return undefined;
  }
}
