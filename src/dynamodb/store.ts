import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Logger } from 'pino';
import { type Case, type CaseEvent, caseIdOf } from '../investigation/case.js';
import type { CaseList, InvestigationStore } from '../investigation/ports.js';
import { type CaseLog, caseLog } from './case-log.js';
import { channelCases } from './channel-cases.js';
import { type ItemTable, itemTable } from './item-table.js';
import { asksItem, BrokenItem, counterItem, readItem } from './items.js';
import { asksKey, counterKey, describeKey } from './keys.js';
import { caseRuns } from './runs.js';

/** Cases of a list that are read at once: as many as a page shows or two, without holding up what else the bot reads. */
const READ_AT_ONCE = 24;

/** Events that are entered on conditions, and so by methods of their own. */
const ENTERED_BY: { readonly [Type in CaseEvent['type']]?: string } = {
  opened: 'a case is opened once, by open()',
  closed: 'a case is closed by close()',
  reopened: 'a case is opened again by reopen()',
};

/**
 * Keeps cases in one DynamoDB table. Needs `GetItem`, `Query`, `PutItem` and `UpdateItem` on it, no transactions and no index,
 * and never deletes: the bot's role can be denied that.
 *
 * @param client from `documentClient`: it has to leave undefined attributes out.
 */
export function dynamodbStore({
  client,
  tableName,
  log: errors,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
  readonly log: Logger;
}): InvestigationStore {
  const table = itemTable(client, tableName);
  const log = caseLog(table);
  const channels = channelCases(table, log);
  const runs = caseRuns(table);

  return {
    nextCaseNumber: (teamId) => nextNumber(table, teamId),
    open: (opened) => channels.open(opened),
    lastCaseIn: (teamId, channelId) => channels.last(teamId, channelId),
    close: (caseId, closed) => log.append(caseId, closed, ({ status }) => status === 'open'),
    reopen: (caseId, reopened) => channels.reopen(caseId, reopened),
    caseOfThread: (teamId, channelId, threadTs) => channels.ofThread(teamId, channelId, threadTs),
    cases: (teamId, last) => casesOf({ table, log, errors }, teamId, last),
    claim: (caseId, question, runId, from) => claim(table, { caseId, question, runId, from }),
    load: (caseId) => log.head(caseId),
    async append(caseId, event) {
      const way = ENTERED_BY[event.type];
      if (way !== undefined) throw new Error(`case ${caseId}: ${way}`);
      return (await log.append(caseId, event, isNews(event))).case;
    },
    log: (caseId) => log.entries(caseId),
    createRun: (run) => runs.create(run),
    saveRun: (run, held) => runs.save(run, held),
    run: (caseId, runId) => runs.get(caseId, runId),
    leaseOf: (caseId, runId) => runs.leaseOf(caseId, runId),
    runs: (caseId) => runs.list(caseId),
    runsAskedSince: (teamId, since) => runs.askedSince(teamId, since),
  };
}

/** A question begins once and ends once, whoever else took it over and enters that; of a stranger the first time is kept. */
const isNews =
  (event: CaseEvent) =>
  ({ running, refused }: Case): boolean => {
    if (event.type === 'refused') return !refused.includes(event.by);
    if (event.type === 'asked') return running === undefined || !running.includes(event.runId);
    if (event.type !== 'answered' && event.type !== 'failed') return true;
    return running === undefined || running.includes(event.runId);
  };

async function nextNumber(table: ItemTable, teamId: string): Promise<number> {
  const key = counterKey(teamId);
  const counted = await table.increment(key);
  if (counted !== undefined) return readItem(counterItem, key, counted).number;
  // The condition failed, which is about the version: reading the item says so.
  readItem(counterItem, key, await table.get(key));
  throw new Error(`${describeKey(key)} was of another schema version a moment ago. Is it being changed by hand?`);
}

/** By their numbers, of which the counter has the last: no index is needed. A number that was given out may have no case. */
async function casesOf({ table, log, errors }: CaseShelf, teamId: string, count: number): Promise<CaseList> {
  const key = counterKey(teamId);
  const counter = await table.get(key);
  const last = counter === undefined ? 0 : readItem(counterItem, key, counter).number;
  const ids = Array.from({ length: Math.min(last, count) }, (_, index) => caseIdOf(teamId, last - index));
  const found: Case[] = [];
  for (let start = 0; start < ids.length; start += READ_AT_ONCE) {
    const heads = await Promise.all(ids.slice(start, start + READ_AT_ONCE).map(readable));
    found.push(...heads.filter((head) => head !== undefined));
  }
  return { cases: found, older: last - ids.length };

  /** One case that was broken by hand does not hide the others. */
  async function readable(caseId: string): Promise<Case | undefined> {
    try {
      return await log.head(caseId);
    } catch (err) {
      if (!(err instanceof BrokenItem)) throw err;
      errors.error({ err, caseId }, 'a case cannot be read, and is left out of the list');
      return undefined;
    }
  }
}

interface CaseShelf {
  readonly table: ItemTable;
  readonly log: CaseLog;
  readonly errors: Logger;
}

interface Claim {
  readonly caseId: string;
  readonly question: string;
  readonly runId: string;
  readonly from: string | undefined;
}

async function claim(table: ItemTable, { caseId, question, runId, from }: Claim): Promise<string> {
  const key = asksKey(caseId, question);
  const item = { ...key, runId };
  if (await table.create(item)) return runId;
  if (from !== undefined && (await table.swap(item, 'runId', from))) return runId;
  // Also where the SDK sent the write again because its answer was lost: then this run has it.
  return readItem(asksItem, key, await table.get(key)).runId;
}
