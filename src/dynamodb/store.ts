import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { Logger } from 'pino';
import type { Case, CaseEvent } from '../investigation/case.js';
import type { InvestigationStore } from '../investigation/ports.js';
import { caseLog } from './case-log.js';
import { channelCases } from './channel-cases.js';
import { type ItemTable, itemTable } from './item-table.js';
import { asksItem, counterItem, readItem } from './items.js';
import { asksKey, counterKey, describeKey } from './keys.js';
import { listCases, takeOff } from './list-cases.js';
import { caseRuns } from './runs.js';

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
  const runs = caseRuns(table, errors);

  return {
    nextCaseNumber: (teamId) => nextNumber(table, teamId),
    open: (opened) => channels.open(opened),
    lastCaseIn: (teamId, channelId) => channels.last(teamId, channelId),
    async close(caseId, closed) {
      const outcome = await log.append(caseId, closed, ({ status }) => status === 'open');
      if (outcome.isNew && outcome.case.status === 'closed') await takeOff({ table, errors }, outcome.case);
      return outcome;
    },
    reopen: (caseId, reopened) => channels.reopen(caseId, reopened),
    caseOfThread: (teamId, channelId, threadTs) => channels.ofThread(teamId, channelId, threadTs),
    cases: (teamId, count, choice) => listCases({ table, log, errors }, teamId, count, choice),
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
