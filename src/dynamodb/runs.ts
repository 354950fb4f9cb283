import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { Value } from '../detections/detection.js';
import { LeaseLost, type RunPlace } from '../investigation/ports.js';
import type { Run } from '../investigation/run.js';
import { endOf, type ItemTable } from './item-table.js';
import { askedItem, readItem, rowsItem, runItem } from './items.js';
import { askedKey, askedPartition, casePartition, LAST, RUN_PREFIX, rowsKey, rowsPrefix, runKey } from './keys.js';
import { leftOut } from './left-out.js';

/**
 * Bytes of rows, as JSON, that are kept of one table. An item is at most 400 KB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (as of November 2026)
 */
export const MAX_ROWS_BYTES = 300_000;

type Rows = readonly (readonly Value[])[];

/** The questions of a case, one item each, and one for each table of an answer. */
export interface CaseRuns {
  create(run: Run): Promise<boolean>;
  /** @param held the lease that it must have still; `undefined`: none. @throws LeaseLost when it has another. */
  save(run: Run, held: string | undefined): Promise<void>;
  get(caseId: string, runId: string): Promise<Run | undefined>;
  leaseOf(caseId: string, runId: string): Promise<Pick<Run, 'leaseUntil'> | undefined>;
  /** All runs of a case without their rows, but for those that cannot be read. */
  list(caseId: string): Promise<Run[]>;
  /** Where the runs of a team are kept that were asked at an ISO time or later, oldest first; the same. */
  askedSince(teamId: string, since: string): Promise<RunPlace[]>;
}

/** Opens the runs of a state table. */
export function caseRuns(table: ItemTable, log: Logger): CaseRuns {
  const readable = leftOut(log);

  const stored = async (caseId: string, runId: string) => {
    const key = runKey(caseId, runId);
    const item = await table.get(key);
    return item === undefined ? undefined : readItem(runItem, key, item);
  };

  /** Answers whose rows are there: a run is saved again when it is in the history, and shown, with the same answer. */
  const written = new WeakSet<NonNullable<Run['answer']>>();

  /** Before the run that says they are there. The same rows may be written again, by another bot. */
  async function putRows({ caseId, id, answer }: Run): Promise<void> {
    if (!answer || written.has(answer)) return;
    await Promise.all(
      answer.tables.map(async ({ name, rows }) => {
        const item = { ...rowsKey(caseId, id, name), rows: firstRows(rows) };
        if (!(await table.create(item))) await table.replace(item);
      }),
    );
    written.add(answer);
  }

  const rowsOf = async (caseId: string, runId: string): Promise<ReadonlyMap<string, Rows>> => {
    const prefix = rowsPrefix(runId);
    const found = new Map<string, Rows>();
    for await (const item of table.query(casePartition(caseId), { from: prefix, to: endOf(prefix) }))
      found.set(item.sk.slice(prefix.length), readItem(rowsItem, item, item).rows);
    return found;
  };

  return {
    async create(run) {
      const item = itemOf(run);
      // First, so that no run is there that is not found when it is left alone.
      await table.create({
        ...askedKey(teamOf(run), run.askedAt, run.caseId, run.id),
        caseId: run.caseId,
        runId: run.id,
      });
      await putRows(run);
      if (await table.create(item)) return true;
      // The SDK sends a write again when its answer was lost: then the run that is there already is this one.
      return (await stored(run.caseId, run.id))?.writeId === item.writeId;
    },
    async save(run, held) {
      const item = itemOf(run);
      await putRows(run);
      if (await table.swap(item, 'leaseUntil', held)) return;
      // Names an item of another version. One that is there is this very one, sent again by the SDK, or another bot's.
      const there = await stored(run.caseId, run.id);
      if (there?.writeId === item.writeId) return;
      if (there) throw new LeaseLost(run.caseId, run.id);
      throw new Error(`case ${run.caseId}: run ${run.id} cannot be saved, it was never created`);
    },
    async get(caseId, runId) {
      const item = await stored(caseId, runId);
      if (!item) return undefined;
      return runOf(item, item.run.answer ? await rowsOf(caseId, runId) : new Map());
    },
    async leaseOf(caseId, runId) {
      const item = await stored(caseId, runId);
      return item && { leaseUntil: item.run.leaseUntil };
    },
    async list(caseId) {
      const runs: Run[] = [];
      for await (const item of table.query(casePartition(caseId), { from: RUN_PREFIX, to: endOf(RUN_PREFIX) })) {
        const read = readable(item, () => readItem(runItem, item, item));
        if (read) runs.push(runOf(read, new Map()));
      }
      return runs;
    },
    async askedSince(teamId, since) {
      const found: RunPlace[] = [];
      for await (const item of table.query(askedPartition(teamId), { from: since, to: LAST })) {
        const read = readable(item, () => readItem(askedItem, item, item));
        if (read) found.push({ caseId: read.caseId, runId: read.runId });
      }
      return found;
    },
  };
}

/** A case's id begins with its team's. */
const teamOf = ({ caseId }: Run): string => caseId.slice(0, caseId.lastIndexOf('-'));

function itemOf({ answer, ...run }: Run) {
  const key = { ...runKey(run.caseId, run.id), writeId: randomUUID(), leaseUntil: run.leaseUntil };
  if (!answer) return { ...key, run };
  return { ...key, run: { ...run, answer: { tables: answer.tables.map(({ rows, ...totals }) => totals) } } };
}

function runOf({ run: { answer, ...run } }: z.infer<typeof runItem>, rows: ReadonlyMap<string, Rows>): Run {
  if (!answer) return run;
  return {
    ...run,
    answer: { tables: answer.tables.map((totals) => ({ ...totals, rows: rows.get(totals.name) ?? [] })) },
  };
}

/** As many rows as fit, from the first. */
function firstRows(rows: Rows): Rows {
  let bytes = 0;
  const tooMany = rows.findIndex((row) => {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    return bytes > MAX_ROWS_BYTES;
  });
  return tooMany === -1 ? rows : rows.slice(0, tooMany);
}
