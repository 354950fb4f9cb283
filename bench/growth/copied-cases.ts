import { BatchWriteCommand, type DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import pLimit from 'p-limit';
import { pino } from 'pino';
import { z } from 'zod';
import { caseField, SCHEMA_VERSION } from '../../src/dynamodb/items.js';
import { openCasesKey, personsCasesKey } from '../../src/dynamodb/keys.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import { caseIdOf } from '../../src/investigation/case.js';
import type { Run } from '../../src/investigation/run.js';
import { LOCAL_TEAM } from '../../src/local/slack/people.js';
import { personId } from '../../test/chaos/plan.js';

const TABLE = 'ir-bot';
/** As many as a channel sees in a month or two; all are closed. */
const QUESTIONS = 2;
const PATTERN = { number: 1, channelId: 'C0PATTERN', threadTs: '1767225600.000100', runId: 'pattern-run-' } as const;
const PERSON = personId(0);
/** Nothing of that day is looked for when a bot starts. */
const AT = '2026-01-01T00:00:00.000Z';
/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html (as of November 2026) */
const BATCH_ITEMS = 25;
const BATCHES_AT_ONCE = 4;
const PATTERN_ID = caseIdOf(LOCAL_TEAM.id, PATTERN.number);

type Item = Readonly<Record<string, unknown>>;
const item = z.looseObject({ pk: z.string(), sk: z.string() });

/** Writes the case that others are copied from, the first of its state table, by the bot's own store. */
export async function writePattern(client: DynamoDBDocumentClient): Promise<void> {
  const store = dynamodbStore({ client, tableName: TABLE, log: pino({ level: 'silent' }) });
  const number = await store.nextCaseNumber(LOCAL_TEAM.id);
  if (number !== PATTERN.number) throw new Error(`the state table has ${number - 1} cases: no place for a pattern`);
  const deed = { by: PERSON, at: AT };
  const { channelId, threadTs } = PATTERN;
  await store.open({ type: 'opened', ...deed, number, teamId: LOCAL_TEAM.id, channelId, threadTs, window: '24h' });
  for (let at = 0; at < QUESTIONS; at += 1) {
    const run = runOf(`${PATTERN.runId}${at}`);
    const { id: runId, detection, window } = run;
    await store.append(PATTERN_ID, { type: 'asked', ...deed, runId, detection, window });
    await store.createRun(run);
    const cost = { scannedBytes: 20_000_000, billedBytes: 20_000_000 };
    await store.append(PATTERN_ID, { type: 'answered', ...deed, runId, rows: 1, ...cost, finding: 'One is refused.' });
  }
  await store.close(PATTERN_ID, { type: 'closed', ...deed });
}

const runOf = (id: string): Run => ({
  id,
  caseId: PATTERN_ID,
  detection: 'authfail',
  window: { text: '24h', span: { from: '2025-12-31T00:00:00Z', to: '2026-01-01T00:00:00Z' } },
  parameters: {},
  askedBy: PERSON,
  askedAt: AT,
  state: 'answered',
  statistics: { scannedBytes: 20_000_000, totalMs: 1_000 },
  answeredAt: AT,
  answer: { tables: [{ name: 'identities', totalRows: 1, totalCalls: 1, rows: [['arn', 'AccessDenied', '1']] }] },
  notSearched: [],
});

/** Copies the pattern to the numbers `first` to `last`, and counts the team's cases up to it. */
export async function copyCase(client: DynamoDBDocumentClient, first: number, last: number): Promise<void> {
  if (last < first) return;
  const all = await itemsOf(client);
  const pattern = all.filter((one) => isOfPattern(one));
  const counter = all.find(({ pk, sk }) => pk === `TEAM#${LOCAL_TEAM.id}` && sk === 'CASES');
  if (pattern.length === 0 || !counter) throw new Error('there is no pattern in the state table');
  const copies: Item[] = [];
  for (let number = first; number <= last; number += 1) copies.push(...pattern.map((one) => copyOf(one, number)));
  const limit = pLimit(BATCHES_AT_ONCE);
  const batches: Promise<void>[] = [];
  for (let start = 0; start < copies.length; start += BATCH_ITEMS)
    batches.push(limit(() => write(client, copies.slice(start, start + BATCH_ITEMS))));
  await Promise.all(batches);
  const lists = listsUpTo(last);
  for (let start = 0; start < lists.length; start += BATCH_ITEMS)
    await write(client, lists.slice(start, start + BATCH_ITEMS));
  await write(client, [{ ...counter, number: last }]);
}

/** Who asked in the pattern is in all cases. None of them is open, which leaves empty items; the first has the channel's own. */
function listsUpTo(last: number): readonly Item[] {
  const persons = new Map<string, Item>();
  const open = new Map<string, Item>();
  for (let number = 1; number <= last; number += 1) {
    const key = personsCasesKey(LOCAL_TEAM.id, PERSON, number);
    persons.set(key.sk, { ...key, v: SCHEMA_VERSION, ...persons.get(key.sk), [caseField(number)]: 0 });
    const empty = openCasesKey(LOCAL_TEAM.id, number);
    if (empty.sk !== openCasesKey(LOCAL_TEAM.id, 1).sk) open.set(empty.sk, { ...empty, v: SCHEMA_VERSION });
  }
  return [...persons.values(), ...open.values()];
}

async function itemsOf(client: DynamoDBDocumentClient): Promise<readonly z.infer<typeof item>[]> {
  const items: z.infer<typeof item>[] = [];
  for await (const { Items = [] } of paginateScan({ client }, { TableName: TABLE }))
    items.push(...z.array(item).parse(Items));
  return items;
}

const isOfPattern = (one: Item): boolean => {
  const { pk, sk } = item.parse(one);
  const keys = `${pk} ${sk}`;
  return keys.startsWith(`CASE#${PATTERN_ID} `) || keys.includes(PATTERN.channelId) || keys.includes(PATTERN.runId);
};

/** The same item of another case: its number, and so its id, its channel, its thread and its runs. */
export function copyOf(one: Item, number: number): Item {
  const words: readonly (readonly [RegExp, string])[] = [
    [new RegExp(`${PATTERN_ID}(?!\\d)`, 'g'), caseIdOf(LOCAL_TEAM.id, number)],
    [new RegExp(PATTERN.channelId, 'g'), `C0OLD${number}`],
    [new RegExp(PATTERN.runId, 'g'), `run-${number}-`],
  ];
  const text = JSON.stringify(one, (key, value: unknown) => (key === 'number' ? number : value));
  return z.looseObject({}).parse(JSON.parse(words.reduce((all, [from, to]) => all.replace(from, to), text)));
}

async function write(client: DynamoDBDocumentClient, items: readonly Item[]): Promise<void> {
  const requests = items.map((Item) => ({ PutRequest: { Item } }));
  const { UnprocessedItems = {} } = await client.send(new BatchWriteCommand({ RequestItems: { [TABLE]: requests } }));
  if (Object.keys(UnprocessedItems).length > 0) throw new Error('the state table did not take all items');
}
