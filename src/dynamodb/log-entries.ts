import { messageOf } from '../errors.js';
import { type Case, fold, type LogEntry } from '../investigation/case.js';
import { endOf, type ItemTable } from './item-table.js';
import { logItem, readItem } from './items.js';
import { casePartition, describeKey, LOG_PREFIX, logKey } from './keys.js';

/** A log entry as it is stored: `writeId` says which write put it there. */
export interface StoredEntry {
  readonly entry: LogEntry;
  readonly writeId: string;
}

/** Puts an entry, unless one with its number is there: that condition is the log's lock. `false` when there is one. */
export const putEntry = (table: ItemTable, caseId: string, { entry, writeId }: StoredEntry): Promise<boolean> => {
  const { seq, ...event } = entry;
  return table.create({ ...logKey(caseId, seq), seq, writeId, event });
};

/**
 * The entries of a case from number `seq` on, oldest first.
 *
 * @throws Error when one is missing between them, or cannot be read.
 */
export async function entriesFrom(table: ItemTable, caseId: string, seq: number): Promise<StoredEntry[]> {
  const found: StoredEntry[] = [];
  for await (const item of table.query(casePartition(caseId), {
    from: logKey(caseId, seq).sk,
    to: endOf(LOG_PREFIX),
  })) {
    const read = readItem(logItem, item, item);
    const expected = logKey(caseId, seq + found.length);
    if (item.sk !== expected.sk || read.seq !== seq + found.length) {
      throw new Error(
        `the log is not whole: ${describeKey(expected)} should be there, ${describeKey(item)} comes instead`,
      );
    }
    found.push({ entry: { ...read.event, seq: read.seq }, writeId: read.writeId });
  }
  return found;
}

/**
 * What the log says after `known`, and the head that includes it. The last entry that `known` includes is read again: a head
 * that is ahead of its log means that entries were deleted.
 */
export async function catchUp(
  table: ItemTable,
  caseId: string,
  known: Case | undefined,
): Promise<{ readonly head: Case | undefined; readonly news: readonly StoredEntry[] }> {
  const read = await entriesFrom(table, caseId, known?.seq ?? 1);
  if (known && read.length === 0) {
    throw new Error(
      `the log is not whole: ${describeKey(logKey(caseId, known.seq))} is missing, though the head includes it`,
    );
  }
  const news = known ? read.slice(1) : read;
  try {
    const head = news.reduce<Case | undefined>((before, { entry }) => fold(before, entry), known);
    if (head && head.id !== caseId) throw new Error(`its entries are those of case ${head.id}`);
    return { head, news };
  } catch (cause) {
    throw new Error(`case ${caseId}: the log makes no case: ${messageOf(cause)}`, { cause });
  }
}
