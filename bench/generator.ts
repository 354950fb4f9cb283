import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { z } from 'zod';
import { createDice } from '../src/local/sample/prng.js';
import { type GeneratorOptions, type PlannedFile, planFiles } from './logs/plan.js';
import { ACCOUNT_IDS, ATTACKED_USER } from './logs/population.js';
import { recordsOf } from './logs/records.js';

export type { GeneratorOptions } from './logs/plan.js';

/** What was written. */
export interface GeneratedLogs {
  readonly folder: string;
  readonly events: number;
  readonly files: number;
  /** The records as JSON. */
  readonly jsonBytes: number;
  /** The same as stored, gzipped. */
  readonly storedBytes: number;
}

/** Who the attack is by, in logs with any options: a user of the first account, at work on the last three days. */
export const ATTACKER_ARN = `arn:aws:iam::${ACCOUNT_IDS[0]}:user/${ATTACKED_USER}`;

const compress = promisify(gzip);
const GZIP_LEVEL = 1;
/** As many files are in memory at a time. */
const WRITES_AT_ONCE = 4;

/**
 * Writes a folder of made-up CloudTrail logs, `AWSLogs/<account>/CloudTrail/<region>/<yyyy>/<mm>/<dd>/*.json.gz`, some 1.2 KB of
 * JSON an event: users, role sessions under changing names, services, bursts, and one leaked key that is refused nearly everywhere.
 */
export async function generateLogs(folder: string, options: GeneratorOptions): Promise<GeneratedLogs> {
  const files = planFiles(options);
  const waiting = files.values();
  let jsonBytes = 0;
  let storedBytes = 0;
  const work = async () => {
    for (const file of waiting) {
      const json = Buffer.from(fileText(file, options.seed));
      const packed = await compress(json, { level: GZIP_LEVEL });
      await mkdir(dirname(join(folder, file.path)), { recursive: true });
      await writeFile(join(folder, file.path), packed);
      jsonBytes += json.length;
      storedBytes += packed.length;
    }
  };
  await Promise.all(Array.from({ length: WRITES_AT_ONCE }, work));
  return { folder, events: options.events, files: files.length, jsonBytes, storedBytes };
}

/** Counted up when the same options give other files, so that nobody measures with logs of the past. */
const EDITION = 1;

/** The same, but kept in the folder for temporary files from one run to the next: the second time, nothing is written. */
export async function keptLogs(options: GeneratorOptions): Promise<GeneratedLogs> {
  const key = createHash('sha256')
    .update(JSON.stringify([EDITION, options]))
    .digest('hex')
    .slice(0, 12);
  const folder = join(tmpdir(), `ir-bot-bench-${key}`);
  const noteFile = join(folder, 'written.json');
  const note = await readFile(noteFile, 'utf8').catch(() => undefined);
  if (note !== undefined) return KEPT_NOTE.parse(JSON.parse(note));
  // Under a name of its own until it is whole.
  const unfinished = `${folder}-${process.pid}`;
  const written = { ...(await generateLogs(join(unfinished, 'logs'), options)), folder: join(folder, 'logs') };
  await writeFile(join(unfinished, 'written.json'), JSON.stringify(written));
  await rm(folder, { recursive: true, force: true });
  await rename(unfinished, folder);
  return written;
}

const KEPT_NOTE = z.object({
  folder: z.string(),
  events: z.number(),
  files: z.number(),
  jsonBytes: z.number(),
  storedBytes: z.number(),
});

/** Each file has dice of its own, so that it does not matter which is made first. */
const fileText = (file: PlannedFile, seed: number): string =>
  JSON.stringify({ Records: recordsOf(file, createDice(seed, `file/${file.index}`)) });
