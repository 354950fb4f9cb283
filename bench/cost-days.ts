import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

/** Days of a folder of logs, UTC, `2026-11-24`, as its paths say, and what the files of each weigh as stored. */
export type BytesByDay = ReadonlyMap<string, number>;

/** `AWSLogs/<account>/CloudTrail/<region>/2026/11/24/<file>` */
const DAY = /\/(\d{4})\/(\d{2})\/(\d{2})\/[^/]+\.json\.gz$/;

/** Weighs a folder's days by the sizes of its files alone, so that what the stand-in counts can be held against it. */
export async function bytesByDay(folder: string): Promise<BytesByDay> {
  const bytes = new Map<string, number>();
  for (const path of await readdir(folder, { recursive: true })) {
    const [, ...parts] = DAY.exec(path) ?? [];
    if (parts.length === 0) continue;
    const day = parts.join('-');
    bytes.set(day, (bytes.get(day) ?? 0) + (await stat(join(folder, path))).size);
  }
  return bytes;
}
