import { pino } from 'pino';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import type { Case, LogEntry } from '../../src/investigation/case.js';
import type { Run } from '../../src/investigation/run.js';
import { LOCAL_TEAM } from '../../src/local/slack/people.js';
import { clientOf } from '../dynamodb/dynalite.js';

/** A case as it is kept, when everything has come to rest. */
export interface KeptCase {
  readonly head: Case;
  readonly log: readonly LogEntry[];
  readonly runs: readonly Run[];
}

/** All cases of the state table. */
export async function readCases(dynamodbUrl: string): Promise<readonly KeptCase[]> {
  const client = clientOf(dynamodbUrl);
  const store = dynamodbStore({ client: documentClient(client), tableName: 'ir-bot', log: pino({ level: 'silent' }) });
  try {
    const kept: KeptCase[] = [];
    for (const head of (await store.cases(LOCAL_TEAM.id, Number.POSITIVE_INFINITY)).cases)
      kept.push({ head, log: await store.log(head.id), runs: await store.runs(head.id) });
    return kept;
  } finally {
    client.destroy();
  }
}

/** What is not right in a case whose questions have all ended, one sentence each. */
export function faultsIn({ head, log, runs }: KeptCase): readonly string[] {
  const ends = log.filter(({ type }) => type === 'answered' || type === 'failed');
  const count = (entries: readonly LogEntry[], runId: string) =>
    entries.filter((entry) => 'runId' in entry && entry.runId === runId).length;
  const asked = log.filter(({ type }) => type === 'asked');
  const wrong = runs.flatMap(({ id, state, leaseUntil, messageTs }) => [
    ...(state === 'asked' || state === 'running' ? [`run ${id} has not ended`] : []),
    ...(leaseUntil === undefined ? [] : [`run ${id} is still held`]),
    ...(count(asked, id) > 1 ? [`run ${id} is in the log as asked ${count(asked, id)} times`] : []),
    ...(count(ends, id) > 1 ? [`run ${id} is in the log as ended ${count(ends, id)} times`] : []),
    ...(count(asked, id) !== count(ends, id)
      ? [`run ${id} is asked ${count(asked, id)} and ended ${count(ends, id)} times in the log`]
      : []),
    ...(messageTs !== undefined && count(ends, id) === 0 ? [`run ${id} was shown and has no end in the log`] : []),
  ]);
  const running = head.running ?? [];
  return [...wrong, ...(running.length > 0 ? [`its head says that ${running.join(', ')} run`] : [])].map(
    (what) => `${head.id}: ${what}`,
  );
}
