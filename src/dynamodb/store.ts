import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { type Case, caseIdOf, type Opened } from '../investigation/case.js';
import type { InvestigationStore } from '../investigation/ports.js';
import { type CaseLog, caseLog } from './case-log.js';
import { type ItemTable, itemTable } from './item-table.js';
import { counterItem, openItem, readItem } from './items.js';
import { counterKey, describeKey, openKey } from './keys.js';
import { caseRuns } from './runs.js';

/**
 * Keeps cases in one DynamoDB table. Needs `GetItem`, `Query`, `PutItem` and `UpdateItem` on it, no transactions and no index,
 * and never deletes: the bot's role can be denied that.
 *
 * @param client from `documentClient`: it has to leave undefined attributes out.
 */
export function dynamodbStore({
  client,
  tableName,
}: {
  readonly client: DynamoDBDocumentClient;
  readonly tableName: string;
}): InvestigationStore {
  const table = itemTable(client, tableName);
  const log = caseLog(table);
  const runs = caseRuns(table);

  return {
    nextCaseNumber: (teamId) => nextNumber(table, teamId),
    async open(opened) {
      const isFirst = await table.create({ ...openKey(opened.teamId, opened.channelId), opened });
      const there = isFirst ? opened : await openedIn(table, opened.teamId, opened.channelId);
      if (!there) {
        throw new Error(
          `${describeKey(openKey(opened.teamId, opened.channelId))} was there and is gone: was it deleted?`,
        );
      }
      // Not `isFirst`: the SDK sends a write again when its answer was lost. No other case has this number.
      return { case: await finishOpening(log, there), isNew: there.number === opened.number };
    },
    async openCaseIn(teamId, channelId) {
      const opened = await openedIn(table, teamId, channelId);
      return opened && finishOpening(log, opened);
    },
    load: (caseId) => log.head(caseId),
    append: (caseId, event) => log.append(caseId, event),
    log: (caseId) => log.entries(caseId),
    createRun: (run) => runs.create(run),
    saveRun: (run) => runs.save(run),
    run: (caseId, runId) => runs.get(caseId, runId),
    runs: (caseId) => runs.list(caseId),
  };
}

async function nextNumber(table: ItemTable, teamId: string): Promise<number> {
  const key = counterKey(teamId);
  const counted = await table.increment(key);
  if (counted !== undefined) return readItem(counterItem, key, counted).number;
  // The condition failed, which is about the version: reading the item says so.
  readItem(counterItem, key, await table.get(key));
  throw new Error(`${describeKey(key)} was of another schema version a moment ago. Is it being changed by hand?`);
}

async function openedIn(table: ItemTable, teamId: string, channelId: string): Promise<Opened | undefined> {
  const key = openKey(teamId, channelId);
  const item = await table.get(key);
  return item === undefined ? undefined : readItem(openItem, key, item).opened;
}

/** The case that a channel's `OPEN` names. A crash right after that item leaves a case without a log: this begins it. */
async function finishOpening(log: CaseLog, opened: Opened): Promise<Case> {
  const caseId = caseIdOf(opened.teamId, opened.number);
  let head = await log.head(caseId);
  if (!head) {
    await log.begin(caseId, opened);
    head = await log.head(caseId);
  }
  if (head?.channelId !== opened.channelId || head.threadTs !== opened.threadTs) {
    throw new Error(
      `channel ${opened.channelId} names case ${caseId} as its own, but that is the case of ` +
        `${head?.channelId ?? 'no channel'}: was its number given out twice?`,
    );
  }
  return head;
}
