import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { type Case, caseIdOf, type Opened, type Reopened } from '../investigation/case.js';
import { caseLists } from './case-lists.js';
import type { CaseLog } from './case-log.js';
import type { ItemTable } from './item-table.js';
import { openItem, readItem, threadItem } from './items.js';
import { describeKey, openKey, threadKey } from './keys.js';

/** A try fails only when another case took the channel in the meantime, and that case is open then: more are not met in practice. */
const MAX_ATTEMPTS = 20;

type Newest = Pick<z.infer<typeof openItem>, 'opened' | 'turn' | 'reopened'>;

/**
 * Which case is open in a channel. `OPEN` names the channel's newest case, and a case is open only while it is that: so one write
 * under a condition decides which one it is. What the write says is done after it; where a crash came between, whoever reads the
 * item next does it.
 */
export interface ChannelCases {
  last(teamId: string, channelId: string): Promise<Case | undefined>;
  ofThread(teamId: string, channelId: string, threadTs: string): Promise<Case | undefined>;
  open(opened: Opened): Promise<{ case: Case; isNew: boolean }>;
  reopen(caseId: string, reopened: Reopened): Promise<{ case: Case; isNew: boolean }>;
}

/** Opens the channels of a state table. */
export function channelCases(table: ItemTable, log: CaseLog): ChannelCases {
  async function newestIn(teamId: string, channelId: string): Promise<Newest | undefined> {
    const key = openKey(teamId, channelId);
    const item = await table.get(key);
    return item === undefined ? undefined : readItem(openItem, key, item);
  }

  /** Makes another case the newest. `false` when somebody else did. */
  function take({ opened, reopened }: Omit<Newest, 'turn'>, before: Newest | undefined): Promise<boolean> {
    const key = openKey(opened.teamId, opened.channelId);
    if (!before) return table.create({ ...key, opened });
    return table.swap({ ...key, opened, reopened, turn: (before.turn ?? 0) + 1 }, 'turn', before.turn);
  }

  return {
    async last(teamId, channelId) {
      const newest = await newestIn(teamId, channelId);
      return newest && finish({ table, log }, newest);
    },
    async ofThread(teamId, channelId, threadTs) {
      const key = threadKey(teamId, channelId, threadTs);
      const item = await table.get(key);
      return item === undefined ? undefined : log.head(readItem(threadItem, key, item).caseId);
    },
    async open(opened) {
      const { teamId, channelId } = opened;
      const caseId = caseIdOf(teamId, opened.number);
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const newest = await newestIn(teamId, channelId);
        const head = newest && (await finish({ table, log }, newest));
        // The SDK sends a write again when its answer was lost: then this case is there already. No other one has its number.
        if (head?.id === caseId) return { case: head, isNew: true };
        const own = attempt > 1 ? await log.head(caseId) : undefined;
        if (own) return { case: own, isNew: true };
        if (head?.status === 'open') return { case: head, isNew: false };
        if (await take({ opened }, newest)) return { case: await finish({ table, log }, { opened }), isNew: true };
      }
      throw tooMany(`case ${caseId} cannot be opened`, teamId, channelId);
    },
    async reopen(caseId, reopened) {
      const opened = await log.opened(caseId);
      if (!opened) throw new Error(`case ${caseId}: there is no such case to reopen`);
      const { teamId, channelId } = opened;
      const writeId = randomUUID();
      for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
        const newest = await newestIn(teamId, channelId);
        if (!newest) throw new Error(`${describeKey(openKey(teamId, channelId))} is gone: was it deleted?`);
        const head = await finish({ table, log }, newest);
        if (newest.reopened?.writeId === writeId) return { case: head, isNew: true };
        if (head.status === 'open') return { case: head, isNew: false };
        // Read after OPEN: as long as its turn stays, nobody else reopens the case.
        const count = ((await log.head(caseId))?.reopenings ?? 0) + 1;
        const next = { opened, reopened: { ...reopened, count, writeId } };
        if (await take(next, newest)) return { case: await finish({ table, log }, next), isNew: true };
      }
      throw tooMany(`case ${caseId} cannot be reopened`, teamId, channelId);
    },
  };
}

const tooMany = (what: string, teamId: string, channelId: string): Error =>
  new Error(`${what}: ${describeKey(openKey(teamId, channelId))} changed on each of ${MAX_ATTEMPTS} tries`);

interface Shelf {
  readonly table: ItemTable;
  readonly log: CaseLog;
}

/** Does what `OPEN` says of a case, as far as its log does not have it. */
async function finish({ table, log }: Shelf, { opened, reopened }: Omit<Newest, 'turn'>): Promise<Case> {
  const caseId = caseIdOf(opened.teamId, opened.number);
  const lists = caseLists(table);
  let head = await log.head(caseId);
  if (!head) {
    await Promise.all([
      table.create({ ...threadKey(opened.teamId, opened.channelId, opened.threadTs), caseId }),
      lists.opened({ ...opened, reopenings: 0 }),
      lists.joined(opened, opened.by),
    ]);
    await log.begin(caseId, opened);
    head = await log.head(caseId);
  }
  if (head?.channelId !== opened.channelId || head.threadTs !== opened.threadTs) {
    throw new Error(
      `channel ${opened.channelId} names case ${caseId} as its own, but that is the case of ` +
        `${head?.channelId ?? 'no channel'}: was its number given out twice?`,
    );
  }
  if (!reopened || head.reopenings >= reopened.count) return head;
  const { count, writeId, ...event } = reopened;
  await lists.opened({ ...opened, reopenings: count });
  return (await log.append(caseId, event, ({ reopenings }) => reopenings < count)).case;
}
