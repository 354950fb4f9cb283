import type { DuckDBInstance } from '@duckdb/node-api';
import { DIALECT_MACROS } from './functions.js';
import { type Keeping, type LogStore, openLogStore } from './log-store.js';
import { type ResultTable, renderValue, resultColumn } from './results.js';
import { COLUMNS, duckdbType, jsonStructure, PARTITION_KEYS, RECORD } from './schema.js';

/** Where records lie in the bucket: the values of the table's partition keys. `null`: in none, such as a record without a time. */
export interface Partition {
  /** `2026/11/24` */
  readonly date: string | null;
  readonly region: string | null;
  readonly account: string | null;
}

/** CloudTrail records in one table of DuckDB, read once and then only asked. */
export interface LogEngine {
  readonly events: number;
  /** Files that events came from. */
  readonly files: number;
  /** The day of the earliest and the latest event, UTC: `2026-11-24`. Absent when no event has a time. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** The values that the partition keys take, in order. */
  readonly dates: readonly string[];
  readonly regions: readonly string[];
  readonly accounts: readonly string[];
  /** What could not be read, one sentence each. */
  readonly warnings: readonly string[];
  /** Runs a statement in DuckDB's dialect over the table `cloudtrail`. Aborting interrupts it. */
  query(duckdbSql: string, values: readonly (string | number | bigint)[], signal?: AbortSignal): Promise<ResultTable>;
  /** The size of the files, as stored, that hold records of any partition that may be asked for. */
  bytesOf(mayBeSelected: (partition: Partition) => boolean): number;
  close(): void;
}

/** One file of the folder that was read. */
export interface SourceFile {
  readonly path: string;
  readonly bytes: number;
  /** As the path says; absent for a loose file, whose records say it themselves. */
  readonly partition?: Partition | undefined;
}

/** Of an entry that is no record, every column is NULL. */
const NO_FIELD = COLUMNS.filter(({ shape }) => shape === 'string').map(({ key }) => `${key.toLowerCase()} IS NULL`);

/**
 * CloudTrail writes `2026-11-24T10:00:00Z`. Exports by other tools write a blank for the `T`, leave the `Z` out, or add a
 * fraction of nothing; such a record would fall out of every window, which is compared as text.
 */
const EVENT_TIME = `CASE WHEN length(r."eventTime") <> 20 AND regexp_matches(r."eventTime", '^\\d{4}-\\d{2}-\\d{2}[ T]\\d')
  THEN regexp_replace(r."eventTime", '^(.{10}).(\\d{2}:\\d{2}:\\d{2})(?:\\.0+)?(\\.\\d+)?Z?$', '\\1T\\2\\3Z') ELSE r."eventTime" END`;

/** Few enough to stay well below the longest text that JavaScript has. */
const CHUNK_RECORDS = 1_000;

/** An empty table, to be filled file by file. `seal` turns it into the engine. */
export class LogTable {
  readonly #files: SourceFile[] = [];
  private constructor(private readonly store: LogStore) {}

  private get connection() {
    return this.store.connection;
  }

  /** Makes the table and the functions of Athena that DuckDB lacks. */
  static async create(keeping: Keeping): Promise<LogTable> {
    const store = await openLogStore(keeping);
    const columns = COLUMNS.map(({ key, shape }) => `"${key.toLowerCase()}" ${duckdbType(shape, 'athena')}`);
    const partitions = PARTITION_KEYS.map((key) => `${key} VARCHAR`);
    await store.connection.run('SET preserve_insertion_order = false');
    await store.connection.run("SET GLOBAL TimeZone = 'UTC'");
    // As in Athena, 7 / 2 is 3.
    await store.connection.run('SET GLOBAL integer_division = true');
    await store.connection.run(
      `CREATE TABLE logs.records (file_no INTEGER, ${[...columns, ...partitions].join(', ')})`,
    );
    await store.connection.run(
      'CREATE TABLE files (no INTEGER, path VARCHAR, "date" VARCHAR, region VARCHAR, account VARCHAR)',
    );
    await store.connection.run('CREATE VIEW records AS FROM logs.records');
    await store.connection.run('CREATE VIEW cloudtrail AS SELECT * EXCLUDE (file_no) FROM logs.records');
    await store.connection.run(DIALECT_MACROS.join(';\n'));
    return new LogTable(store);
  }

  /** Announces files. @returns their numbers, which the other methods take. */
  async register(files: readonly SourceFile[]): Promise<number[]> {
    const first = this.#files.length;
    this.#files.push(...files);
    const appender = await this.connection.createAppender('files');
    files.forEach(({ path, partition }, index) => {
      appender.appendInteger(first + index);
      appender.appendVarchar(path);
      for (const value of [partition?.date, partition?.region, partition?.account]) {
        if (value == null) appender.appendNull();
        else appender.appendVarchar(value);
      }
      appender.endRow();
    });
    appender.closeSync();
    return files.map((_, index) => first + index);
  }

  /** Reads well-formed files, all or none. @throws DuckDB's error, which may name the first file that is not. */
  async readFiles(fileNos: readonly number[]): Promise<void> {
    const paths = fileNos.map((no) => `'${this.#files[no]?.path.replaceAll("'", "''")}'`);
    const columns = `{Records: '${duckdbType(RECORD, 'record')}[]'}`;
    // Without `auto_detect = false`, the first hundred files are read twice, for nothing: their columns are given.
    const reading = `format = 'unstructured', auto_detect = false, records = true, filename = true, columns = ${columns}`;
    await this.connection.run(
      `${insertFrom('f')} FROM (SELECT f.*, unnest(j.Records) AS r
       FROM read_json([${paths}], ${reading}) j JOIN files f ON f.path = j.filename) f`,
    );
  }

  /** Of files that were read: those that gave no event, or an entry that is none. */
  async doubtful(fileNos: readonly number[]): Promise<number[]> {
    if (fileNos.length === 0) return [];
    const between = `file_no BETWEEN ${Math.min(...fileNos)} AND ${Math.max(...fileNos)}`;
    const filesWhere = async (condition: string) => {
      const reader = await this.connection.runAndReadAll(`SELECT DISTINCT file_no FROM records WHERE ${condition}`);
      return new Set(reader.getRows().map(([no]) => Number(no)));
    };
    const filled = await filesWhere(between);
    // On its own, this is answered from what DuckDB notes about a column: that it has no NULL.
    const withBlanks = await filesWhere(`${between} AND ${NO_FIELD.join(' AND ')}`);
    return fileNos.filter((no) => !filled.has(no) || withBlanks.has(no));
  }

  /** Takes out what was read of some files. */
  async forget(fileNos: readonly number[]): Promise<void> {
    await this.connection.run(`DELETE FROM logs.records WHERE file_no IN (${fileNos.join(', ')})`);
  }

  /** Adds records of any shape; a field that is not of its column's shape becomes NULL. */
  async addRecords(fileNo: number, records: readonly object[]): Promise<void> {
    const structure = JSON.stringify([jsonStructure(RECORD)]);
    for (let start = 0; start < records.length; start += CHUNK_RECORDS) {
      await this.connection.run(
        `${insertFrom('f')} FROM (SELECT f.*, unnest(from_json($1, '${structure}')) AS r FROM files f WHERE f.no = ${fileNo}) f`,
        [JSON.stringify(records.slice(start, start + CHUNK_RECORDS))],
      );
    }
  }

  /** How many events there are so far. */
  get events(): Promise<number> {
    return this.connection.runAndReadAll('SELECT count(*) FROM records').then((reader) => Number(reader.value(0, 0)));
  }

  /** Moves what was read so far to where it is kept. */
  settle(): Promise<void> {
    return this.store.settle();
  }

  /** Instead of `seal`: gives the table up. */
  close(): void {
    this.store.close();
  }

  /** Ends reading: from here on the table is only asked, and no query can reach files. */
  async seal(warnings: readonly string[]): Promise<LogEngine> {
    const { instance } = this.store;
    const held = await this.#held();
    const valuesOf = (key: keyof Partition) =>
      [...new Set(held.flatMap(({ partitions }) => partitions.map((its) => its[key] ?? [])).flat())].sort();
    const days = held.flatMap(({ days }) => days).sort();
    const [firstDay] = days;
    const lastDay = days.at(-1);
    await this.store.settle();
    await this.store.seal();
    return {
      events: held.reduce((sum, { events }) => sum + events, 0),
      files: held.length,
      ...(firstDay !== undefined && lastDay !== undefined && { firstDay, lastDay }),
      dates: valuesOf('date'),
      regions: valuesOf('region'),
      accounts: valuesOf('account'),
      warnings,
      query: (sql, values, signal) => query(instance, sql, values, signal),
      bytesOf: (mayBeSelected) =>
        held.reduce((sum, { bytes, partitions }) => (partitions.some(mayBeSelected) ? sum + bytes : sum), 0),
      close: () => this.store.close(),
    };
  }

  /** What each file gave: how many events, in which partitions, and its first and last day. */
  async #held(): Promise<HeldFile[]> {
    const day = `CASE WHEN regexp_matches(eventtime, '^\\d{4}-\\d{2}-\\d{2}') THEN eventtime[:10] END`;
    const reader = await this.connection.runAndReadAll(
      `SELECT file_no, count(*), min(${day}), max(${day}), ${PARTITION_KEYS.join(', ')} FROM records GROUP BY ALL`,
    );
    const byFile = new Map<number, HeldFile>();
    for (const [no, count, ...texts] of reader.getRows()) {
      const [first = null, last = null, date = null, region = null, account = null] = texts.map((value) =>
        value === null ? null : String(value),
      );
      const its = byFile.get(Number(no)) ?? {
        bytes: this.#files[Number(no)]?.bytes ?? 0,
        events: 0,
        days: [],
        partitions: [],
      };
      its.events += Number(count);
      its.partitions.push({ date, region, account });
      if (first !== null && last !== null) its.days.push(first, last);
      byFile.set(Number(no), its);
    }
    return [...byFile.values()];
  }
}

interface HeldFile {
  readonly bytes: number;
  events: number;
  readonly days: string[];
  readonly partitions: Partition[];
}

/** `INSERT … SELECT` over rows `<file>` of `files` with a record `r` in each. */
function insertFrom(file: string): string {
  const columns = COLUMNS.map(({ key }) => (key === 'eventTime' ? EVENT_TIME : `r."${key}"`));
  const recordDay = `CASE WHEN regexp_matches(r."eventTime", '^\\d{4}-\\d{2}-\\d{2}') THEN replace(r."eventTime"[:10], '-', '/') END`;
  return `INSERT INTO logs.records SELECT ${file}.no, ${columns.join(', ')},
    CASE WHEN ${file}."date" IS NOT NULL THEN ${file}."date" ELSE ${recordDay} END,
    coalesce(${file}.region, r."awsRegion"), coalesce(${file}.account, r."recipientAccountId", r."userIdentity"."accountId")`;
}

async function query(
  instance: DuckDBInstance,
  sql: string,
  values: readonly (string | number | bigint)[],
  signal?: AbortSignal,
): Promise<ResultTable> {
  const connection = await instance.connect();
  let interrupting: NodeJS.Timeout | undefined;
  // An interrupt before the statement runs has no effect, so that once is not enough.
  const interrupt = () => {
    interrupting = setInterval(() => connection.interrupt(), 10);
  };
  signal?.addEventListener('abort', interrupt);
  try {
    signal?.throwIfAborted();
    const reader = await connection.runAndReadAll(sql, [...values]);
    const columns = reader.columnNames().map((name, index) => resultColumn(name, reader.columnType(index)));
    return { columns, rows: reader.convertRows(renderValue) };
  } catch (cause) {
    signal?.throwIfAborted();
    throw cause;
  } finally {
    signal?.removeEventListener('abort', interrupt);
    clearInterval(interrupting);
    connection.closeSync();
  }
}

/** An engine over records in memory, as if CloudTrail had delivered them in one file. For tests. */
export async function recordsEngine(records: readonly object[]): Promise<LogEngine> {
  const table = await LogTable.create('in memory');
  const [fileNo = 0] = await table.register([{ path: 'records', bytes: Buffer.byteLength(JSON.stringify(records)) }]);
  await table.addRecords(fileNo, records);
  return table.seal([]);
}
