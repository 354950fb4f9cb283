import { z } from 'zod';

/** What a child process tells about its one run. */
export const MEASUREMENT = z.object({
  /** From the start of reading to the first answer; modules are loaded before. */
  firstAnswerMs: z.number(),
  readMs: z.number(),
  /** Each question's, the first one again included. */
  laterMs: z.array(z.number()),
  /** The bot's own questions', which bare DuckDB is not asked: each for the first time, then all once more. */
  shippedMs: z.array(z.number()),
  shippedAgainMs: z.array(z.number()),
  /** The most memory the process ever had, as the system counts it. */
  peakMiB: z.number(),
  /** The first answer, to see that both read the same. */
  answer: z.array(z.array(z.string().nullable())),
  /** How many rows the second question has when it is asked without a limit: what one identity did. */
  calls: z.number(),
});
/** One of them. */
export type Measurement = z.infer<typeof MEASUREMENT>;

type Rows = Measurement['answer'];
type Ask = (questionNumber: number) => Promise<Rows>;

/** What can be asked of logs that were read. */
export interface Reader {
  readonly ask: Ask;
  /** Every call of the one identity, counted. */
  readonly countCalls: () => Promise<number>;
  /** The bot's own questions. */
  readonly shipped: readonly (() => Promise<unknown>)[];
}

/** Reads, asks the first question, then all of them, and writes what it took to the standard output. */
export async function measure(questions: number, read: () => Promise<Reader>): Promise<void> {
  const start = performance.now();
  const { ask, shipped, countCalls } = await read();
  const readMs = performance.now() - start;
  const answer = await ask(0);
  const firstAnswerMs = performance.now() - start;
  const laterMs: number[] = [];
  for (let question = 0; question < questions; question += 1) laterMs.push(await timed(() => ask(question)));
  const shippedMs: number[] = [];
  for (const question of shipped) shippedMs.push(await timed(question));
  const shippedAgainMs: number[] = [];
  for (const question of shipped) shippedAgainMs.push(await timed(question));
  const peakMiB = process.resourceUsage().maxRSS / 1_024;
  const calls = await countCalls();
  const measurement: Measurement = {
    ...{ firstAnswerMs, readMs, laterMs, shippedMs, shippedAgainMs, peakMiB, answer, calls },
  };
  process.stdout.write(JSON.stringify(measurement));
}

async function timed(act: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

/** The middle one; of an even number, the mean of both in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (low + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
