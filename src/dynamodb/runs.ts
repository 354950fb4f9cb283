import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Value } from '../detections/detection.js';
import type { Run } from '../investigation/run.js';
import { endOf, type ItemTable } from './item-table.js';
import { readItem, runItem } from './items.js';
import { casePartition, RUN_PREFIX, runKey } from './keys.js';

/**
 * Bytes of rows, as JSON, that are kept with a run. An item is at most 400 KB, names and the rest of the run included.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html (as of November 2026)
 */
export const MAX_ROWS_BYTES = 300_000;

/** The questions of a case, one item each. */
export interface CaseRuns {
  create(run: Run): Promise<boolean>;
  save(run: Run): Promise<void>;
  get(caseId: string, runId: string): Promise<Run | undefined>;
  /** All runs of a case without their rows. */
  list(caseId: string): Promise<Run[]>;
}

/** Opens the runs of a state table. */
export function caseRuns(table: ItemTable): CaseRuns {
  const stored = async (caseId: string, runId: string) => {
    const key = runKey(caseId, runId);
    const item = await table.get(key);
    return item === undefined ? undefined : readItem(runItem, key, item);
  };

  return {
    async create(run) {
      const item = itemOf(run);
      if (await table.create(item)) return true;
      // The SDK sends a write again when its answer was lost: then the run that is there already is this one.
      return (await stored(run.caseId, run.id))?.writeId === item.writeId;
    },
    async save(run) {
      if (await table.replace(itemOf(run))) return;
      // Names an item of another version; otherwise there is none.
      await stored(run.caseId, run.id);
      throw new Error(`case ${run.caseId}: run ${run.id} cannot be saved, it was never created`);
    },
    async get(caseId, runId) {
      const item = await stored(caseId, runId);
      return item && runOf(item);
    },
    async list(caseId) {
      const range = { from: RUN_PREFIX, to: endOf(RUN_PREFIX), attributes: ['pk', 'sk', 'v', 'writeId', 'run'] };
      const runs: Run[] = [];
      for await (const item of table.query(casePartition(caseId), range))
        runs.push(runOf(readItem(runItem, item, item)));
      return runs;
    },
  };
}

function itemOf({ answer, ...run }: Run) {
  const key = { ...runKey(run.caseId, run.id), writeId: randomUUID() };
  if (!answer) return { ...key, run };
  const { rows, ...totals } = answer;
  return { ...key, run: { ...run, answer: totals }, rows: firstRows(rows) };
}

function runOf({ run: { answer, ...run }, rows }: z.infer<typeof runItem>): Run {
  return answer ? { ...run, answer: { ...answer, rows: rows ?? [] } } : run;
}

/** As many rows as fit, from the first. */
function firstRows(rows: readonly (readonly Value[])[]): readonly (readonly Value[])[] {
  let bytes = 0;
  const tooMany = rows.findIndex((row) => {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    return bytes > MAX_ROWS_BYTES;
  });
  return tooMany === -1 ? rows : rows.slice(0, tooMany);
}
