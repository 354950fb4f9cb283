import { readdir, stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import { messageOf, UserFacingError } from '../../errors.js';
import { readCarefully } from './careful-reader.js';
import { type LogEngine, LogTable, type Partition, type SourceFile } from './log-engine.js';

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
}

const EVENT_FILE = /\.json(\.gz)?$/i;
/** Digests and Insights are delivered beside the events, under prefixes of their own. */
const OTHER_PREFIX = /[/\\]CloudTrail-[A-Za-z]+[/\\]/;
/** The end of every key that CloudTrail writes: account, `CloudTrail`, region, day, file. What stands before, such as an organization, varies. */
const DELIVERED = /(\d{12})\/CloudTrail\/([^/]+)\/(\d{4}\/\d{2}\/\d{2})\/[^/]+$/;
/** Few enough that progress moves, many enough that DuckDB can use its threads. */
const BATCH_FILES = 200;

/**
 * Reads a folder of CloudTrail files, `*.json` and `*.json.gz`, in the layout of the bucket or loose, into an engine. A file that
 * cannot be read is skipped with a warning and never keeps another from being read.
 *
 * @throws UserFacingError when there is no such folder.
 */
export async function readLogs(folder: string, { onProgress, onWarning }: ReadOptions = {}): Promise<LogEngine> {
  const root = resolve(folder);
  const warnings: string[] = [];
  const warn = (path: string, why: string) => {
    const warning = `${relative(root, path) || path}: ${why}`;
    warnings.push(warning);
    onWarning?.(warning);
  };
  const files = await findFiles(root, warn);
  const table = await LogTable.create();
  const fileNos = await table.register(files);
  const carefully = async (fileNo: number) => {
    const path = files[fileNo]?.path ?? '';
    const { records, complaint } = await readCarefully(path);
    if (complaint) warn(path, complaint);
    await table.addRecords(fileNo, records);
  };
  for (let start = 0; start < fileNos.length; start += BATCH_FILES) {
    const batch = fileNos.slice(start, start + BATCH_FILES);
    onProgress?.({ files: start, totalFiles: files.length, events: await table.events });
    const read = await readInBulk(table, files, batch);
    const doubtful = await table.doubtful(batch.filter((no) => read.has(no)));
    if (doubtful.length > 0) await table.forget(doubtful);
    for (const fileNo of batch) if (!read.has(fileNo) || doubtful.includes(fileNo)) await carefully(fileNo);
  }
  const engine = await table.seal(warnings);
  onProgress?.({ files: files.length, totalFiles: files.length, events: engine.events });
  return engine;
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

async function findFiles(root: string, warn: (path: string, why: string) => void): Promise<SourceFile[]> {
  if (!(await stat(root).catch(() => undefined))?.isDirectory()) {
    throw new UserFacingError(
      `"${root}" is not a folder. Give the folder that holds the CloudTrail files, such as AWSLogs.`,
    );
  }
  const paths = (await pathsBelow(root, warn)).filter((path) => !OTHER_PREFIX.test(path.slice(root.length))).sort();
  const files: SourceFile[] = [];
  for (const path of paths) {
    const found = await stat(path).catch((cause: unknown) =>
      warn(path, `skipped: it cannot be read (${messageOf(cause)})`),
    );
    if (found?.isFile()) files.push({ path, bytes: found.size, partition: partitionOf(path) });
  }
  return files;
}

async function pathsBelow(folder: string, warn: (path: string, why: string) => void): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((cause: unknown) => {
    warn(folder, `skipped: it cannot be read (${messageOf(cause)})`);
    return [];
  });
  const paths: string[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) paths.push(...(await pathsBelow(path, warn)));
    else if (EVENT_FILE.test(entry.name)) paths.push(path);
  }
  return paths;
}

function partitionOf(path: string): Partition | undefined {
  const [, account, region, date] = DELIVERED.exec(path.split(sep).join('/')) ?? [];
  return account && region && date ? { account, region, date } : undefined;
}
