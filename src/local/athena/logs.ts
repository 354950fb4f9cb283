import { relative, resolve } from 'node:path';
import { messageOf } from '../../errors.js';
import { readCarefully } from './careful-reader.js';
import { type LogEngine, LogTable, type SourceFile } from './log-engine.js';
import { type DayRange, findLogFiles } from './log-files.js';

export type { LogEngine } from './log-engine.js';

/** How far reading is. `files` counts files that are done with, read or not. */
export interface ReadProgress {
  readonly files: number;
  readonly totalFiles: number;
  readonly events: number;
}

export interface ReadOptions {
  readonly onProgress?: (progress: ReadProgress) => void;
  /** One sentence about a file that is not or not wholly read, beginning with its path inside the folder. */
  readonly onWarning?: (warning: string) => void;
  /** Of files that lie under a day, only these days' are read. Events are delivered late: those of a day are also on the next. */
  readonly days?: DayRange | undefined;
  /** Files that are together larger, as stored, are kept in a temporary file instead of in memory. */
  readonly maxBytesInMemory?: number;
}

/** The first batch is small, so that progress moves soon. The others grow: at the end of each, threads wait for the last. */
const FIRST_BATCH_FILES = 200;
/** As stored, where an event takes some 200 bytes. What one statement adds is in memory until it ends. */
const BATCH_BYTES = 48 * 2 ** 20;
/** What is read stays in memory until it is settled, as far as it does not fill a row group of DuckDB's. */
const SETTLED_BYTES = 2 * BATCH_BYTES;
/** As stored; about 150,000 events, which take some 200 MB of memory. */
const MAX_BYTES_IN_MEMORY = 32 * 2 ** 20;

/**
 * Reads a folder of CloudTrail files, `*.json` and `*.json.gz`, in the layout of the bucket or loose, into an engine. A file that
 * cannot be read is skipped with a warning and never keeps another from being read.
 *
 * @throws UserFacingError when there is no such folder.
 */
export async function readLogs(folder: string, options: ReadOptions = {}): Promise<LogEngine> {
  const { onProgress, onWarning, days, maxBytesInMemory = MAX_BYTES_IN_MEMORY } = options;
  const root = resolve(folder);
  const warnings: string[] = [];
  const warn = (path: string, why: string) => {
    const warning = `${relative(root, path) || path}: ${why}`;
    warnings.push(warning);
    onWarning?.(warning);
  };
  const files = await findLogFiles(root, days, warn);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const table = await LogTable.create(bytes > maxBytesInMemory ? 'on disk' : 'in memory');
  try {
    const bytesOf = (fileNo: number) => files[fileNo]?.bytes ?? 0;
    let unsettledBytes = 0;
    for (const batch of batchesOf(await table.register(files), bytesOf)) {
      onProgress?.({ files: batch[0] ?? 0, totalFiles: files.length, events: await table.events });
      await readBatch(table, files, batch, warn);
      unsettledBytes += batch.reduce((sum, fileNo) => sum + bytesOf(fileNo), 0);
      if (unsettledBytes < SETTLED_BYTES) continue;
      await table.settle();
      unsettledBytes = 0;
    }
    const engine = await table.seal(warnings);
    onProgress?.({ files: files.length, totalFiles: files.length, events: engine.events });
    return engine;
  } catch (cause) {
    table.close();
    throw cause;
  }
}

/** What is left after bulk reading is read with care. */
async function readBatch(
  table: LogTable,
  files: readonly SourceFile[],
  batch: readonly number[],
  warn: (path: string, why: string) => void,
): Promise<void> {
  const read = await readInBulk(table, files, batch);
  const doubtful = new Set(await table.doubtful(batch.filter((no) => read.has(no))));
  if (doubtful.size > 0) await table.forget([...doubtful]);
  for (const fileNo of batch) {
    if (read.has(fileNo) && !doubtful.has(fileNo)) continue;
    const path = files[fileNo]?.path ?? '';
    const { records, complaint } = await readCarefully(path);
    if (complaint) warn(path, complaint);
    await table.addRecords(fileNo, records);
  }
}

/** Runs of files, each up to twice as long as the one before. */
function* batchesOf(fileNos: readonly number[], bytesOf: (fileNo: number) => number): Generator<number[]> {
  let longest = FIRST_BATCH_FILES;
  let batch: number[] = [];
  let bytes = 0;
  for (const fileNo of fileNos) {
    if (batch.length > 0 && (batch.length === longest || bytes + bytesOf(fileNo) > BATCH_BYTES)) {
      yield batch;
      longest = 2 * batch.length;
      batch = [];
      bytes = 0;
    }
    batch.push(fileNo);
    bytes += bytesOf(fileNo);
  }
  if (batch.length > 0) yield batch;
}

/** Reads what DuckDB takes as it is. @returns the numbers of the files that it took. */
async function readInBulk(
  table: LogTable,
  files: readonly SourceFile[],
  fileNos: readonly number[],
): Promise<Set<number>> {
  if (fileNos.length === 0) return new Set();
  try {
    await table.readFiles(fileNos);
    return new Set(fileNos);
  } catch (cause) {
    if (fileNos.length === 1) return new Set();
    // Halving what is left keeps a folder of many bad files from being read over and over.
    const message = messageOf(cause);
    const rest = fileNos.filter((no) => !message.includes(files[no]?.path ?? ''));
    const middle = Math.ceil(rest.length / 2);
    const first = await readInBulk(table, files, rest.slice(0, middle));
    return new Set([...first, ...(await readInBulk(table, files, rest.slice(middle)))]);
  }
}
