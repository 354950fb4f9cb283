import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { messageOf } from '../../errors.js';

/**
 * Where records are kept. In memory is quick to make, but a million events take a gigabyte; on disk they are compressed, and
 * memory is bounded whatever their number.
 */
export type Keeping = 'in memory' | 'on disk';

/** A DuckDB with an empty database `logs` attached, for the records; what is small lies beside it, in memory. */
export interface LogStore {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
  /** Moves to disk, compressed, what was committed since the last time; nothing when all is in memory. */
  settle(): Promise<void>;
  /** Ends writing. From here on no query can reach files. */
  seal(): Promise<void>;
  /** Also removes what is on disk. */
  close(): void;
}

/** While files are read. Each thread has buffers of its own; too little, and reading fails. */
const READING_MIB = 256;
const READING_MIB_PER_THREAD = 64;
/** For questions, which spill to disk before they take more: enough to group a million events by anything. */
const ASKING_MIB = 1_024;

/**
 * Nobody opens the file again, so that a journal would be written for nothing. Row groups of a quarter of the usual size fill up
 * while files are read, and are written then, by all threads; what does not fill one is written by `settle`, which takes longer.
 */
const FILE_OPTIONS = 'RECOVERY_MODE no_wal_writes, ROW_GROUP_SIZE 30720';

/** @throws when there can be no file in the folder for temporary files, naming that folder. */
export async function openLogStore(keeping: Keeping): Promise<LogStore> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const isOnDisk = keeping === 'on disk';
  let removeFolder = () => {};
  if (isOnDisk) removeFolder = await attachTemporaryFile(connection);
  else await connection.run("ATTACH ':memory:' AS logs");
  return {
    instance,
    connection,
    settle: async () => {
      if (isOnDisk) await connection.run('CHECKPOINT logs');
    },
    seal: async () => {
      if (isOnDisk) await connection.run(`SET memory_limit = '${ASKING_MIB}MiB'`);
      await connection.run('SET enable_external_access = false');
      await connection.run('SET lock_configuration = true');
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
      removeFolder();
    },
  };
}

/**
 * The file loses its name as soon as it is open, so that the system takes it back when the process ends, however it ends; a
 * process that is killed leaves an empty folder. Where open files keep their names (Windows), it goes with `close` or the exit.
 */
async function attachTemporaryFile(connection: DuckDBConnection): Promise<() => void> {
  const folder = await mkdtemp(join(tmpdir(), 'ir-bot-logs-')).catch((cause: unknown) => {
    throw new Error(`cannot make a folder for the logs below "${tmpdir()}": ${messageOf(cause)}`, { cause });
  });
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  const threads = Number((await connection.runAndReadAll("SELECT current_setting('threads')")).value(0, 0));
  const file = join(folder, 'logs.duckdb');
  await connection.run(`SET memory_limit = '${READING_MIB + threads * READING_MIB_PER_THREAD}MiB'`);
  await connection.run(`SET temp_directory = '${quoted(join(folder, 'spilled'))}'`);
  // Trying out which method is best for each column takes longer than reading the logs; this one is good enough.
  await connection.run("SET force_compression = 'dictionary'");
  await connection.run(`ATTACH '${quoted(file)}' AS logs (${FILE_OPTIONS})`);
  await rm(file).catch(() => undefined);
  return () => {
    process.removeListener('exit', remove);
    remove();
  };
}

const quoted = (path: string): string => path.replaceAll("'", "''");
