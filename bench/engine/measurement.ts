import { z } from 'zod';

/** What a child process tells about its one run. */
export const MEASUREMENT = z.object({
  /** From the start of reading to the first answer; modules are loaded before. */
  firstAnswerMs: z.number(),
  readMs: z.number(),
  /** Each question's, the first one again included. */
  laterMs: z.array(z.number()),
  /** The most memory the process ever had, as the system counts it. */
  peakMiB: z.number(),
  /** The first answer, to see that both read the same. */
  answer: z.array(z.array(z.string().nullable())),
});
/** One of them. */
export type Measurement = z.infer<typeof MEASUREMENT>;

type Rows = Measurement['answer'];
type Ask = (questionNumber: number) => Promise<Rows>;

/** Reads, asks the first question, then all of them, and writes what it took to the standard output. */
export async function measure(questions: number, read: () => Promise<Ask>): Promise<void> {
  const start = performance.now();
  const ask = await read();
  const readMs = performance.now() - start;
  const answer = await ask(0);
  const firstAnswerMs = performance.now() - start;
  const laterMs: number[] = [];
  for (let question = 0; question < questions; question += 1) {
    const asked = performance.now();
    await ask(question);
    laterMs.push(performance.now() - asked);
  }
  const peakMiB = process.resourceUsage().maxRSS / 1_024;
  const measurement: Measurement = { firstAnswerMs, readMs, laterMs, peakMiB, answer };
  process.stdout.write(JSON.stringify(measurement));
}

/** The middle one; of an even number, the mean of both in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  return (low + (sorted[Math.floor(middle)] ?? Number.NaN)) / 2;
}
