import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { SCHEMA_VERSION } from '../../src/dynamodb/items.js';
import { asksKey, counterKey, headKey, type ItemKey, logKey, openKey, runKey } from '../../src/dynamodb/keys.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { caseIdOf, fold } from '../../src/investigation/case.js';
import { clientOf, startDynalite } from './dynalite.js';
import { closing, describeLifecycle, reopening } from './lifecycle-contract.js';
import { asking, choosing, describeStore, opening } from './store-contract.js';

const tableName = 'ir-bot';
const SILENT = pino({ level: 'silent' });
let dynalite: Awaited<ReturnType<typeof startDynalite>>;

beforeAll(async () => {
  dynalite = await startDynalite();
  await ensureStateTable(dynalite.client, tableName, { create: true });
});
afterAll(() => dynalite.stop());

const openStore = () => dynamodbStore({ client: dynalite.documents, tableName, log: SILENT });
const rawGet = async (Key: ItemKey) =>
  (await dynalite.documents.send(new GetCommand({ TableName: tableName, Key }))).Item;
const rawPut = (Item: ItemKey & Record<string, unknown>) =>
  dynalite.documents.send(new PutCommand({ TableName: tableName, Item }));
const rawDelete = (Key: ItemKey) => dynalite.documents.send(new DeleteCommand({ TableName: tableName, Key }));
const rawSet = (Key: ItemKey, field: string, value: unknown) =>
  dynalite.documents.send(
    new UpdateCommand({
      TableName: tableName,
      Key,
      UpdateExpression: 'SET #field = :value',
      ExpressionAttributeNames: { '#field': field },
      ExpressionAttributeValues: { ':value': value },
    }),
  );

interface Call {
  readonly name: string;
  readonly input: object;
}

/** A store whose every call to DynamoDB goes by `pass`, which may send it, and send it again. */
function storeThrough(pass: <T>(send: () => Promise<T>, call: Call) => Promise<T>) {
  const client = documentClient(clientOf(dynalite.url));
  client.middlewareStack.add(
    (next, context) => (args) => pass(() => next(args), { name: String(context.commandName), input: args.input }),
    { step: 'build', priority: 'low' },
  );
  return dynamodbStore({ client, tableName, log: SILENT });
}

describeStore('a store on dynalite', async () => openStore());
describeLifecycle('cases on dynalite', async () => openStore());
// Each call is made by a bot of its own: what one bot does in turn, these do at once.
describeLifecycle(
  'cases of many bots',
  async () => new Proxy(openStore(), { get: (_, method) => Reflect.get(openStore(), method) }),
);

// Set it to the name of a table to run the same suite there: the AWS SDK's own variables say where (AWS_REGION,
// AWS_ENDPOINT_URL_DYNAMODB, credentials). What it writes stays, under team ids of its own.
const ownTable = process.env.IR_TEST_STATE_TABLE;
if (ownTable) {
  const client = new DynamoDBClient({});
  afterAll(() => client.destroy());
  const makeStore = async () => {
    await ensureStateTable(client, ownTable, { create: false });
    return dynamodbStore({ client: documentClient(client), tableName: ownTable, log: SILENT });
  };
  describeStore(`a store on ${ownTable}`, makeStore);
  describeLifecycle(`cases on ${ownTable}`, makeStore);
}

it('lets several bots append to one case at once', async () => {
  const { case: opened } = await openStore().open(opening());
  const bots = Array.from({ length: 6 }, openStore);

  await Promise.all(
    bots.flatMap((bot, index) => ['a', 'b', 'c'].map((part) => bot.append(opened.id, choosing(`U${index}${part}`)))),
  );

  const entries = await openStore().log(opened.id);
  const people = entries.map(({ by }) => by);
  expect(new Set(people).size).toBe(19);
  expect(entries).toHaveLength(19);
  for (const index of bots.keys()) {
    const inOrder = people.slice(1).filter((by) => by.startsWith(`U${index}`));
    expect(inOrder).toEqual([`U${index}a`, `U${index}b`, `U${index}c`]);
  }
});

describe('a store after a crash', () => {
  it('rebuilds a head that is gone', async () => {
    const { case: opened } = await openStore().open(opening());
    const moved = await openStore().append(opened.id, choosing());
    await rawDelete(headKey(opened.id));

    expect(await openStore().load(opened.id)).toEqual(moved);
    expect(await rawGet(headKey(opened.id))).toMatchObject({ seq: 2, case: moved });
  });

  it('moves a head up that is behind its log', async () => {
    const { case: opened } = await openStore().open(opening());
    const behind = await rawGet(headKey(opened.id));
    await openStore().append(opened.id, choosing('U1'));
    const moved = await openStore().append(opened.id, choosing('U2'));
    await rawPut({ ...headKey(opened.id), ...behind });

    expect(await openStore().lastCaseIn(opened.teamId, opened.channelId)).toEqual(moved);
    expect(await rawGet(headKey(opened.id))).toMatchObject({ seq: 3 });
  });

  it('does not move a head back when a bot is late with it', async () => {
    const { case: opened } = await openStore().open(opening());
    let isLate = false;
    const late = storeThrough(async (send, { name, input }) => {
      if (name === 'PutItemCommand' && JSON.stringify(input).includes('"HEAD"')) {
        isLate = true;
        await openStore().append(opened.id, choosing('U2'));
      }
      return send();
    });

    await late.append(opened.id, choosing('U1'));

    expect(isLate).toBe(true);
    expect(await rawGet(headKey(opened.id))).toMatchObject({ seq: 3, case: { people: ['U0RESPONDER', 'U1', 'U2'] } });
  });

  it('appends after an entry that no head knows', async () => {
    const { case: opened } = await openStore().open(opening());
    const behind = await rawGet(headKey(opened.id));
    await openStore().append(opened.id, choosing('U1'));
    await rawPut({ ...headKey(opened.id), ...behind });

    expect(await openStore().append(opened.id, choosing('U2'))).toMatchObject({
      seq: 3,
      people: ['U0RESPONDER', 'U1', 'U2'],
    });
  });

  it.each(['lastCaseIn', 'open'] as const)(
    'finishes an opening of which only the OPEN item is there, by %s',
    async (by) => {
      const opened = opening({ number: 3 });
      await rawPut({ ...openKey(opened.teamId, opened.channelId), v: SCHEMA_VERSION, opened });

      const found =
        by === 'open'
          ? (await openStore().open({ ...opened, number: 4 })).case
          : await openStore().lastCaseIn(opened.teamId, opened.channelId);

      expect(found).toEqual(fold(undefined, { ...opened, seq: 1 }));
      expect(await openStore().log(`${opened.teamId}-3`)).toEqual([{ ...opened, seq: 1 }]);
    },
  );

  it('finishes it once when ten read it at once', async () => {
    const opened = opening();
    await rawPut({ ...openKey(opened.teamId, opened.channelId), v: SCHEMA_VERSION, opened });

    const found = await Promise.all(
      Array.from({ length: 10 }, () => openStore().lastCaseIn(opened.teamId, opened.channelId)),
    );

    expect(new Set(found.map((one) => one?.seq))).toEqual(new Set([1]));
    expect(await openStore().log(`${opened.teamId}-1`)).toHaveLength(1);
  });
});

describe('a change of cases after a crash', () => {
  /** A channel whose only case is closed, and what its OPEN says. */
  async function closedCase() {
    const { case: made } = await openStore().open(opening());
    const { case: closed } = await openStore().close(made.id, closing());
    return { closed, open: { ...openKey(made.teamId, made.channelId), ...(await rawGet(openOf(closed))) } };
  }
  const openOf = ({ teamId, channelId }: { readonly teamId: string; readonly channelId: string }) =>
    openKey(teamId, channelId);

  it.each(['lastCaseIn', 'open', 'reopen'] as const)('finishes an opening after another case, by %s', async (by) => {
    const { closed, open } = await closedCase();
    const opened = opening({ teamId: closed.teamId, number: 2, threadTs: '1764000000.000900' });
    await rawPut({ ...open, opened, turn: 1 });

    const found =
      by === 'open'
        ? (await openStore().open({ ...opened, number: 3 })).case
        : by === 'reopen'
          ? (await openStore().reopen(closed.id, reopening())).case
          : await openStore().lastCaseIn(closed.teamId, closed.channelId);

    expect(found).toEqual(fold(undefined, { ...opened, seq: 1 }));
    expect(await openStore().log(caseIdOf(closed.teamId, 2))).toHaveLength(1);
  });

  it.each(['lastCaseIn', 'open', 'reopen'] as const)('finishes a reopening, by %s', async (by) => {
    const { closed, open } = await closedCase();
    await rawPut({ ...open, turn: 1, reopened: { ...reopening('U0SECOND'), count: 1, writeId: 'w' } });

    const found =
      by === 'open'
        ? (await openStore().open(opening({ teamId: closed.teamId, number: 2 }))).case
        : by === 'reopen'
          ? (await openStore().reopen(closed.id, reopening())).case
          : await openStore().lastCaseIn(closed.teamId, closed.channelId);

    expect(found).toEqual(fold(closed, { ...reopening('U0SECOND'), seq: 3 }));
    expect(await openStore().log(closed.id)).toHaveLength(3);
  });

  it('finishes a reopening once when ten read it at once', async () => {
    const { closed, open } = await closedCase();
    await rawPut({ ...open, turn: 1, reopened: { ...reopening(), count: 1, writeId: 'w' } });

    const found = await Promise.all(
      Array.from({ length: 10 }, () => openStore().lastCaseIn(closed.teamId, closed.channelId)),
    );

    expect(new Set(found.map((one) => `${one?.status} ${one?.seq}`))).toEqual(new Set(['open 3']));
    expect(await openStore().log(closed.id)).toHaveLength(3);
  });

  it('does not open a case again that was closed while a bot was late', async () => {
    const { closed, open } = await closedCase();
    await rawPut({ ...open, turn: 1, reopened: { ...reopening(), count: 1, writeId: 'w' } });
    let isLate = false;
    const late = storeThrough(async (send, { name, input }) => {
      if (!isLate && name === 'PutItemCommand' && JSON.stringify(input).includes('LOG#')) {
        isLate = true;
        await openStore().lastCaseIn(closed.teamId, closed.channelId);
        await openStore().close(closed.id, closing({ by: 'U0SECOND' }));
      }
      return send();
    });

    const found = await late.lastCaseIn(closed.teamId, closed.channelId);

    expect(isLate).toBe(true);
    expect(found).toMatchObject({ status: 'closed', closed: { by: 'U0SECOND' }, reopenings: 1, seq: 4 });
    expect(await openStore().log(closed.id)).toHaveLength(4);
  });

  it.each(['open', 'reopen'] as const)('leaves the channel to a case that took it first: %s', async (by) => {
    const { closed } = await closedCase();
    const { teamId } = closed;
    let isLate = false;
    const late = storeThrough(async (send, { name, input }) => {
      if (!isLate && name === 'PutItemCommand' && JSON.stringify(input).includes('CHANNEL#')) {
        isLate = true;
        await openStore().open(opening({ teamId, number: 2 }));
        await openStore().close(caseIdOf(teamId, 2), closing());
        await openStore().open(opening({ teamId, number: 3 }));
      }
      return send();
    });

    const outcome =
      by === 'open' ? await late.open(opening({ teamId, number: 4 })) : await late.reopen(closed.id, reopening());

    expect(isLate).toBe(true);
    expect(outcome).toMatchObject({ isNew: false, case: { number: 3, status: 'open' } });
    expect(await openStore().load(caseIdOf(teamId, 4))).toBeUndefined();
    expect(await openStore().load(closed.id)).toEqual(closed);
  });
});

describe('items that were written before cases could be closed', () => {
  it('are read, and go on', async () => {
    const opened = opening();
    const { case: made } = await openStore().open(opened);
    const { reopenings, refused, ...old } = made;
    await rawSet(headKey(made.id), 'case', old);

    expect(await openStore().lastCaseIn(opened.teamId, opened.channelId)).toEqual({ ...old, reopenings, refused });
    await openStore().close(made.id, closing());

    expect(await openStore().reopen(made.id, reopening())).toMatchObject({ isNew: true, case: { reopenings: 1 } });
  });
});

describe('a write whose answer is lost', () => {
  it('counts as done: one end, one new beginning, one claim', async () => {
    const stuttering = () =>
      storeThrough((send, { name }) => (name === 'PutItemCommand' ? send().then(send, send) : send()));
    const { teamId } = opening();
    const { case: made } = await openStore().open(opening({ teamId }));

    const closed = await stuttering().close(made.id, closing());
    const reopened = await stuttering().reopen(made.id, reopening());
    await openStore().close(made.id, closing());
    const next = await stuttering().open(opening({ teamId, number: 2 }));
    const claims = [
      await stuttering().claim(made.id, 'q', 'r1'),
      await stuttering().claim(made.id, 'q', 'r2'),
      await stuttering().claim(made.id, 'q', 'r2', 'r1'),
    ];

    expect([closed, reopened, next].map(({ isNew }) => isNew)).toEqual([true, true, true]);
    expect((await openStore().log(made.id)).map(({ type }) => type)).toEqual([
      'opened',
      'closed',
      'reopened',
      'closed',
    ]);
    expect(next.case).toMatchObject({ number: 2, status: 'open', seq: 1 });
    expect(claims).toEqual(['r1', 'r1', 'r2']);
  });

  it('opens no case twice, even where that was closed and followed by another meanwhile', async () => {
    const { teamId, channelId } = opening();
    let isOvertaken = false;
    const overtaken = storeThrough(async (send, { name, input }) => {
      const output = await send();
      if (isOvertaken || name !== 'PutItemCommand' || !JSON.stringify(input).includes('CHANNEL#')) return output;
      isOvertaken = true;
      await openStore().lastCaseIn(teamId, channelId);
      await openStore().close(caseIdOf(teamId, 1), closing());
      await openStore().open(opening({ teamId, number: 2 }));
      return send();
    });

    const outcome = await overtaken.open(opening({ teamId, number: 1 }));

    expect(isOvertaken).toBe(true);
    expect(outcome).toMatchObject({ isNew: true, case: { number: 1, status: 'closed' } });
    expect(await openStore().lastCaseIn(teamId, channelId)).toMatchObject({ number: 2, status: 'open' });
  });

  it('counts as done: one case, one entry, one run', async () => {
    const stuttering = () =>
      storeThrough((send, { name }) => (name === 'PutItemCommand' ? send().then(send, send) : send()));
    const opened = opening();

    const { case: made, isNew } = await stuttering().open(opened);
    const head = await stuttering().append(made.id, choosing());
    const run = asking(made.id);
    const isCreated = await stuttering().createRun(run);

    expect(isNew).toBe(true);
    expect(head.seq).toBe(2);
    expect(await openStore().log(made.id)).toHaveLength(2);
    expect(isCreated).toBe(true);
    expect(await stuttering().createRun(run)).toBe(false);
  });
});

it('writes the rows of an answer once, however often its run is saved, and again where they were not written', async () => {
  let isDown = true;
  const rowsWritten: string[] = [];
  const store = storeThrough((send, { input }) => {
    const [, table] = /ROWS#[^"#]*#([a-z]+)"/.exec(JSON.stringify(input)) ?? [];
    if (table === undefined) return send();
    if (isDown) throw new Error('down');
    rowsWritten.push(table);
    return send();
  });
  const { id: caseId } = (await store.open(opening({ number: 1 }))).case;
  const run = asking(caseId);
  await store.createRun(run);
  const tables = ['x', 'y'].map((name) => ({ name, rows: [['1']], totalRows: 1, totalCalls: 1 }));
  const answered = { ...run, answer: { tables } };

  await expect(store.saveRun(answered, run.leaseUntil)).rejects.toThrow('down');
  isDown = false;
  await store.saveRun(answered, run.leaseUntil);
  await store.saveRun({ ...answered, messageTs: '1.000200' }, run.leaseUntil);

  expect(rowsWritten).toEqual(['x', 'y']);
  expect(await store.run(caseId, run.id)).toEqual({ ...answered, messageTs: '1.000200' });
});

it('reads consistently, writes under conditions, and deletes nothing', async () => {
  const calls: Call[] = [];
  const store = storeThrough((send, call) => {
    calls.push(call);
    return send();
  });
  const opened = opening({ number: await store.nextCaseNumber('T1') });

  const { case: made } = await store.open(opened);
  await store.open({ ...opened, number: 2 });
  await store.append(made.id, choosing());
  await store.log(made.id);
  const run = asking(made.id, { answer: { tables: [{ name: 'x', rows: [['1']], totalRows: 1, totalCalls: 1 }] } });
  await store.createRun(run);
  await store.saveRun(run, undefined);
  await store.run(made.id, run.id);
  await store.runs(made.id);
  await store.close(made.id, closing());
  await store.reopen(made.id, reopening());
  await store.close(made.id, closing());
  await store.open({ ...opened, number: 3 });
  await store.claim(made.id, 'q', 'r1');
  await store.claim(made.id, 'q', 'r2', 'r1');
  await store.cases(opened.teamId, 50);

  const kinds = calls.map(({ name, input }) =>
    name.startsWith('Get') || name.startsWith('Query')
      ? `${name}, consistent: ${'ConsistentRead' in input && input.ConsistentRead}`
      : `${name}, conditional: ${'ConditionExpression' in input}`,
  );
  expect([...new Set(kinds)].sort()).toEqual([
    'GetItemCommand, consistent: true',
    'PutItemCommand, conditional: true',
    'QueryCommand, consistent: true',
    'UpdateItemCommand, conditional: true',
  ]);
});

describe('an item that cannot be read', () => {
  it.each([
    ['a field is missing', 'event', { type: 'answered', by: 'U1', at: 'now', runId: 'r' }, /rows/],
    ['a field is of another type', 'seq', '2', /seq/],
    ['the event is of an unknown type', 'event', { type: 'wiped', by: 'U1', at: 'now' }, /type/],
    ['there is a field too many', 'extra', 'field', /extra/],
    ['its version is a later one', 'v', SCHEMA_VERSION + 1, /version 3; this bot knows only 2/],
    ['its version is an older one', 'v', SCHEMA_VERSION - 1, /version 1; this bot knows only 2/],
  ])('is named, with what is wrong, when %s', async (_, field, value, what) => {
    const { case: opened } = await openStore().open(opening());
    await openStore().append(opened.id, choosing());
    await rawSet(logKey(opened.id, 2), field, value);

    const failure = await openStore()
      .log(opened.id)
      .catch((error: unknown) => error);

    expect(failure).toBeInstanceOf(Error);
    expect(String(failure)).toContain(`pk="CASE#${opened.id}" sk="LOG#0000000002"`);
    expect(String(failure)).toMatch(what);
  });

  it('is made again from the log where it is a head', async () => {
    const { case: opened } = await openStore().open(opening());
    await rawSet(headKey(opened.id), 'case', 'gone');

    const rebuilt = await openStore().load(opened.id);

    expect(rebuilt).toEqual(opened);
    expect(await rawGet(headKey(opened.id))).toMatchObject({ seq: opened.seq, case: { id: opened.id } });
  });

  it('keeps the cause when it is broken', async () => {
    const { case: opened } = await openStore().open(opening());
    await rawSet(logKey(opened.id, 1), 'event', 'gone');

    await expect(openStore().log(opened.id)).rejects.toMatchObject({ cause: { name: 'ZodError' } });
  });

  it('is never written over when it is of a later version', async () => {
    const opened = opening();
    const { case: made } = await openStore().open(opened);
    const run = asking(made.id);
    await openStore().createRun(run);
    await openStore().nextCaseNumber(opened.teamId);
    await openStore().claim(made.id, 'q', 'r1');
    const later = [
      runKey(made.id, run.id),
      headKey(made.id),
      counterKey(opened.teamId),
      openKey(opened.teamId, opened.channelId),
      asksKey(made.id, 'q'),
    ];
    for (const key of later) await rawSet(key, 'v', SCHEMA_VERSION + 1);
    const before = await Promise.all(later.map(rawGet));

    await expect(openStore().saveRun(run, undefined)).rejects.toThrow('version 3');
    await expect(openStore().append(made.id, choosing())).rejects.toThrow('version 3');
    await expect(openStore().nextCaseNumber(opened.teamId)).rejects.toThrow('version 3');
    await expect(openStore().cases(opened.teamId, 50)).rejects.toThrow('version 3');
    await expect(openStore().open({ ...opened, number: 2 })).rejects.toThrow('version 3');
    await expect(openStore().reopen(made.id, reopening())).rejects.toThrow('version 3');
    await expect(openStore().claim(made.id, 'q', 'r2', 'r1')).rejects.toThrow('version 3');

    expect(await Promise.all(later.map(rawGet))).toEqual(before);
    expect(await openStore().log(made.id)).toHaveLength(1);
  });
});

describe('a log that is not whole', () => {
  it.each([
    ['an entry between others', 2],
    ['the last entry', 3],
  ])('is noticed when %s is gone', async (_, seq) => {
    const { case: opened } = await openStore().open(opening());
    await openStore().append(opened.id, choosing('U1'));
    await openStore().append(opened.id, choosing('U2'));
    await rawDelete(logKey(opened.id, seq));
    await rawDelete(logKey(opened.id, 3)).then(() => (seq === 2 ? rawPut(laterEntry(opened.id)) : undefined));

    const reading = seq === 2 ? openStore().log(opened.id) : openStore().append(opened.id, choosing('U3'));

    await expect(reading).rejects.toThrow(`sk="LOG#000000000${seq}"`);
  });

  const laterEntry = (caseId: string) => ({
    ...logKey(caseId, 3),
    v: SCHEMA_VERSION,
    seq: 3,
    writeId: 'w',
    event: choosing('U2'),
  });

  it('is noticed when its number was given out twice', async () => {
    const opened = opening();
    await openStore().open(opened);

    await expect(openStore().open({ ...opened, channelId: 'C0OTHER' })).rejects.toThrow('given out twice');
  });
});

it('names the item and the table when DynamoDB refuses', async () => {
  const store = dynamodbStore({ client: dynalite.documents, tableName: 'no-such-table', log: SILENT });

  await expect(store.load('T1-1')).rejects.toMatchObject({
    message: expect.stringMatching(/cannot read pk="CASE#T1-1" sk="HEAD" in table no-such-table: /),
    cause: { name: 'ResourceNotFoundException' },
  });
  await expect(store.log('T1-1')).rejects.toThrow('no-such-table');
  await expect(store.nextCaseNumber('T1')).rejects.toThrow('TEAM#T1');
});
