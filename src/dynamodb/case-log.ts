import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { inTurn } from '../in-turn.js';
import { type Case, type CaseEvent, fold, type LogEntry, type Opened } from '../investigation/case.js';
import { caseLists } from './case-lists.js';
import type { ItemTable } from './item-table.js';
import { BrokenItem, headItem, logItem, readItem } from './items.js';
import { headKey, logKey } from './keys.js';
import { catchUp, entriesFrom, putEntry } from './log-entries.js';

/** An append that meets one of another bot on every try gives up after so many, which is about ten seconds. */
const MAX_ATTEMPTS = 50;
const FIRST_PAUSE_MS = 10;
const LONGEST_PAUSE_MS = 400;

/**
 * The log of a case and its head. The log is the truth: an event is in once its entry is there. The head is moved after it; where
 * a crash came between, whoever reads the case next moves it.
 */
export interface CaseLog {
  /** The head, brought up to the log. */
  head(caseId: string): Promise<Case | undefined>;
  /** The whole log, oldest first. */
  entries(caseId: string): Promise<LogEntry[]>;
  /** Writes the first entry, unless there is one. */
  begin(caseId: string, opened: Opened): Promise<void>;
  /** The first entry. */
  opened(caseId: string): Promise<Opened | undefined>;
  /**
   * Appends an event, as long as the case is one that lacks it: that is looked at again whenever another entry was first.
   *
   * @returns the head, and whether it includes the event.
   */
  append(
    caseId: string,
    event: CaseEvent,
    lacksIt?: (head: Case) => boolean,
  ): Promise<{ readonly case: Case; readonly isNew: boolean }>;
}

/** Opens the case logs of a state table. */
export function caseLog(table: ItemTable): CaseLog {
  const take = inTurn();
  return {
    head: (caseId) => currentHead(table, caseId),
    entries: async (caseId) => (await entriesFrom(table, caseId, 1)).map(({ entry }) => entry),
    async begin(caseId, opened) {
      await putEntry(table, caseId, { entry: { ...opened, seq: 1 }, writeId: randomUUID() });
    },
    async opened(caseId) {
      const key = logKey(caseId, 1);
      const item = await table.get(key);
      const first = item === undefined ? undefined : readItem(logItem, key, item).event;
      return first?.type === 'opened' ? first : undefined;
    },
    // Within one bot appends take turns, so that they need not race each other; the lock is for the other bots.
    append: (caseId, event, lacksIt = () => true) => take(caseId, () => append(table, caseId, event, lacksIt)),
  };
}

async function currentHead(table: ItemTable, caseId: string): Promise<Case | undefined> {
  const key = headKey(caseId);
  const item = await table.get(key);
  try {
    const known = item === undefined ? undefined : readItem(headItem, key, item).case;
    const { head, news } = await catchUp(table, caseId, known);
    return head && news.length > 0 ? await moveHead(table, head) : head;
  } catch (cause) {
    if (cause instanceof BrokenItem) return rebuildHead(table, caseId, cause);
    throw cause;
  }
}

/** The log is the truth: a head that cannot be read is made again from it. */
async function rebuildHead(table: ItemTable, caseId: string, cause: BrokenItem): Promise<Case> {
  const { head } = await catchUp(table, caseId, undefined);
  if (!head) throw cause;
  await table.replace({ ...headKey(caseId), seq: head.seq, case: head });
  return head;
}

/** Somebody else may have moved it as far, or further: then there is nothing left to do. */
async function moveHead(table: ItemTable, head: Case): Promise<Case> {
  await table.advance({ ...headKey(head.id), seq: head.seq, case: head });
  return head;
}

async function append(table: ItemTable, caseId: string, event: CaseEvent, lacksIt: (head: Case) => boolean) {
  const writeId = randomUUID();
  let before = await currentHead(table, caseId);
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
    if (!before) throw new Error(`case ${caseId}: there is no such case to append "${event.type}" to`);
    if (!lacksIt(before)) return { case: before, isNew: false };
    const entry: LogEntry = { ...event, seq: before.seq + 1 };
    const after = fold(before, entry);
    if (after.people.length > before.people.length) await caseLists(table).joined(after, event.by);
    if (await putEntry(table, caseId, { entry, writeId })) return { case: await moveHead(table, after), isNew: true };

    await sleep(Math.random() * Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** attempt));
    // Another entry was first; or it is this very one, and the SDK sent it again because the answer was lost.
    const { head, news } = await catchUp(table, caseId, before);
    if (head && news.some((stored) => stored.writeId === writeId)) {
      return { case: await moveHead(table, head), isNew: true };
    }
    before = head;
  }
  throw new Error(`case ${caseId}: "${event.type}" met another entry on each of ${MAX_ATTEMPTS} tries to append it`);
}
