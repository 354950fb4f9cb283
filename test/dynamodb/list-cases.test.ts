import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import pLimit from 'p-limit';
import { pino } from 'pino';
import { caseLists } from '../../src/dynamodb/case-lists.js';
import { documentClient } from '../../src/dynamodb/document-client.js';
import { itemTable } from '../../src/dynamodb/item-table.js';
import { SCHEMA_VERSION } from '../../src/dynamodb/items.js';
import { headKey, personsCasesKey } from '../../src/dynamodb/keys.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { caseIdOf } from '../../src/investigation/case.js';
import type { CaseChoice, InvestigationStore } from '../../src/investigation/ports.js';
import { MESSAGE_CASES } from '../../src/slack/blocks/cases.js';
import { casesChoice } from '../../src/slack/blocks/cases-page.js';
import { HOME_CASES } from '../../src/slack/blocks/home.js';
import { clientOf, startDynalite } from './dynalite.js';
import { closing, reopening } from './lifecycle-contract.js';
import { choosing, opening } from './store-contract.js';

const tableName = 'ir-bot';
const ALICE = 'U0ALICE';
const BOB = 'U0BOB';
let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
  await ensureStateTable(dynalite.client, tableName, { create: true });
});
afterAll(() => dynalite.stop());

/** A store, what it calls and what it logs; a call that `isLost` is not sent. */
function openStore(isLost: (call: string, input: string) => boolean = () => false) {
  const calls: string[] = [];
  const logged: unknown[] = [];
  const client = documentClient(clientOf(dynalite.url));
  client.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        calls.push(String(commandName));
        if (isLost(String(commandName), JSON.stringify(args.input))) throw new Error('the bot was killed');
        return next(args);
      },
    { step: 'build', priority: 'low' },
  );
  const log = pino({ level: 'error' }, { write: (line) => void logged.push(JSON.parse(line)) });
  return { store: dynamodbStore({ client, tableName, log }), calls, logged };
}

const newTeam = (): string => opening().teamId;

/** Begins cases of a team, each in a channel of its own. */
async function begin(store: InvestigationStore, teamId: string, count: number, by = ALICE): Promise<void> {
  for (let at = 0; at < count; at += 1) {
    const number = await store.nextCaseNumber(teamId);
    await store.open({ ...opening({ teamId, number, channelId: `C${number}` }), by });
  }
}

const numbersOf = async (store: InvestigationStore, teamId: string, choice?: CaseChoice, count = 50) => {
  const { cases, ...ends } = await store.cases(teamId, count, choice);
  return [cases.map(({ number }) => number), ends] as const;
};

const put = (item: object) => dynalite.documents.send(new PutCommand({ TableName: tableName, Item: { ...item } }));

describe('a list of cases', () => {
  it('has the open ones, those of a person, or all', async () => {
    const { store } = openStore();
    const teamId = newTeam();
    await begin(store, teamId, 4);
    await store.close(caseIdOf(teamId, 2), closing());
    await store.append(caseIdOf(teamId, 3), choosing(BOB));
    await store.append(caseIdOf(teamId, 2), { type: 'exported', files: [], by: BOB, at: '2026-11-24T10:45:00.000Z' });

    expect(await numbersOf(store, teamId, { of: 'open' })).toEqual([[4, 3, 1], { older: 0 }]);
    expect(await numbersOf(store, teamId, { of: { userId: BOB } })).toEqual([[3, 2], { older: 0 }]);
    expect(await numbersOf(store, teamId, { of: { userId: 'U0NOBODY' } })).toEqual([[], { older: 0 }]);
    expect(await numbersOf(store, teamId)).toEqual([[4, 3, 2, 1], { older: 0 }]);
    expect(await numbersOf(store, newTeam(), { of: 'open' })).toEqual([[], { older: 0 }]);
  });

  it('has a case that was opened again, wherever else the person was turned away', async () => {
    const { store } = openStore();
    const teamId = newTeam();
    await begin(store, teamId, 1);
    await store.append(caseIdOf(teamId, 1), { type: 'refused', by: BOB, at: '2026-11-24T10:45:00.000Z' });
    await store.close(caseIdOf(teamId, 1), closing());
    const [closed] = await numbersOf(store, teamId, { of: 'open' });
    await store.reopen(caseIdOf(teamId, 1), reopening());
    const [reopened] = await numbersOf(store, teamId, { of: 'open' });
    await store.close(caseIdOf(teamId, 1), closing());

    expect([closed, reopened]).toEqual([[], [1]]);
    expect(await numbersOf(store, teamId, { of: 'open' })).toEqual([[], { older: 0 }]);
    expect(await numbersOf(store, teamId, { of: { userId: BOB } })).toEqual([[], { older: 0 }]);
  });

  it('leads through all parts and back, whichever cases are closed and however many there are on a page', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom<CaseChoice['of']>('open', { userId: BOB }, undefined),
        async (flags, count, of) => {
          const { store } = openStore();
          const teamId = newTeam();
          const expected: number[] = [];
          for (const [at, isChosen] of flags.entries()) {
            const isIn = isChosen || of === undefined;
            await begin(store, teamId, 1, isIn ? BOB : ALICE);
            if (isIn) expected.unshift(at + 1);
            if (!isChosen && of === 'open') await store.close(caseIdOf(teamId, at + 1), closing());
          }

          const down: number[][] = [];
          let [page, ends] = await numbersOf(store, teamId, { of }, count);
          for (down.push(page); ends.older > 0; down.push(page))
            [page, ends] = await numbersOf(store, teamId, { of, from: ends.older }, count);
          const up: number[][] = [page];
          while (ends.newer !== undefined) {
            [page, ends] = await numbersOf(store, teamId, { of, from: ends.newer || undefined }, count);
            up.unshift(page);
          }

          expect(down.flat()).toEqual(expected);
          expect(up).toEqual(down);
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  it('leaves out a case that cannot be read, and names it in the log', async () => {
    const { store, logged } = openStore();
    const teamId = newTeam();
    await begin(store, teamId, 4);
    await put({ ...headKey(caseIdOf(teamId, 3)), v: SCHEMA_VERSION + 1 });
    await put({ ...personsCasesKey(teamId, ALICE, 1), v: SCHEMA_VERSION, case1: 'one' });

    expect(await numbersOf(store, teamId, { of: 'open' })).toEqual([[4, 2, 1], { older: 0 }]);
    expect(await numbersOf(store, teamId)).toEqual([[4, 2, 1], { older: 0 }]);
    expect(await numbersOf(store, teamId, { of: { userId: ALICE } })).toEqual([[], { older: 0 }]);
    expect(logged).toMatchObject([
      { caseId: caseIdOf(teamId, 3), err: { message: expect.stringContaining('version 3') } },
      { caseId: caseIdOf(teamId, 3) },
      { err: { message: expect.stringMatching(/PERSON#.* is broken/) } },
    ]);
  });
});

describe('a list after a crash', () => {
  it('has what was opened, and what was opened again, by a bot that died before it said so', async () => {
    const { store } = openStore();
    const teamId = newTeam();
    await store.nextCaseNumber(teamId);
    const opened = opening({ teamId, number: 1, channelId: 'C1' });
    const dying = openStore((_, input) => input.includes('"LOG#'));

    await expect(dying.store.open(opened)).rejects.toThrow('killed');
    const before = await numbersOf(store, teamId, { of: 'open' });
    await store.lastCaseIn(teamId, 'C1');
    const after = await numbersOf(store, teamId, { of: 'open' });
    await store.close(caseIdOf(teamId, 1), closing());
    const isEntry = (call: string, input: string) => call === 'PutItemCommand' && input.includes('"LOG#');
    await expect(openStore(isEntry).store.reopen(caseIdOf(teamId, 1), reopening())).rejects.toThrow('killed');
    const closed = await numbersOf(store, teamId, { of: 'open' });
    await store.lastCaseIn(teamId, 'C1');

    expect([before[0], after[0], closed[0]]).toEqual([[], [1], []]);
    expect(await numbersOf(store, teamId, { of: 'open' })).toEqual([[1], { older: 0 }]);
  });

  it('loses what was closed by a bot that could not say so, and looks at it once', async () => {
    const { store, calls } = openStore();
    const teamId = newTeam();
    await begin(store, teamId, 2);
    const dying = openStore((_, input) => input.includes('OPENCASES#'));
    const { isNew } = await dying.store.close(caseIdOf(teamId, 2), closing());

    const first = await numbersOf(store, teamId, { of: 'open' });
    calls.length = 0;
    const second = await numbersOf(store, teamId, { of: 'open' });

    expect(isNew).toBe(true);
    expect(dying.logged).toMatchObject([{ caseId: caseIdOf(teamId, 2) }]);
    expect([first[0], second[0]]).toEqual([[1], [1]]);
    expect(calls.filter((name) => name === 'GetItemCommand')).toHaveLength(1);
  });

  it('keeps a case that was opened again while a bot was late to say that it was closed', async () => {
    const { store } = openStore();
    const teamId = newTeam();
    await begin(store, teamId, 1);
    const { case: closed } = await store.close(caseIdOf(teamId, 1), closing());
    await store.reopen(caseIdOf(teamId, 1), reopening());

    await caseLists(itemTable(dynalite.documents, tableName)).closed(closed);

    expect(await numbersOf(store, teamId, { of: 'open' })).toEqual([[1], { older: 0 }]);
  });
});

describe('what a list costs', () => {
  const FEW = 3;
  const MANY = 500;
  let few: string;
  let many: string;
  beforeAll(async () => {
    const { store } = openStore();
    [few, many] = [newTeam(), newTeam()];
    await begin(store, few, FEW);
    // As after years: closed, but for the newest.
    const limit = pLimit(8);
    await Promise.all(
      Array.from({ length: MANY - FEW }, () =>
        limit(async () => {
          const number = await store.nextCaseNumber(many);
          const { case: made } = await store.open(opening({ teamId: many, number, channelId: `C${number}`, by: BOB }));
          await store.close(made.id, closing());
        }),
      ),
    );
    await begin(store, many, FEW);
  }, 90_000);

  it.each(['open', 'mine'] as const)('is the same for a Home with 3 and with 500 cases: %s', async (filter) => {
    const page = { filter, from: 0, userId: ALICE, at: '2026-11-24T11:00:00.000Z' };
    const { store, calls } = openStore();

    const [inFew] = await numbersOf(store, few, casesChoice(page), HOME_CASES);
    const callsOfFew = calls.splice(0);
    const [inMany] = await numbersOf(store, many, casesChoice(page), HOME_CASES);

    expect([inFew, inMany]).toEqual([
      [3, 2, 1],
      [500, 499, 498],
    ]);
    expect(calls).toEqual(callsOfFew);
    // One of the list, and of each case its head and what its log has beyond that.
    expect(calls).toHaveLength(1 + 2 * FEW);
  });

  it('is one more call where it goes on, over the end of an item too', async () => {
    const { store, calls } = openStore();

    const page = await numbersOf(store, many, { of: { userId: BOB }, from: 205 }, MESSAGE_CASES);

    expect(page).toEqual([Array.from({ length: MESSAGE_CASES }, (_, at) => 205 - at), { older: 195, newer: 215 }]);
    expect(calls).toHaveLength(2 + 2 * MESSAGE_CASES);
  });

  it.each([
    ['the newest', undefined],
    ['those in the middle', 250],
    ['the oldest', MESSAGE_CASES],
  ])('is that of the cases that are shown, and of no others: %s', async (_, from) => {
    const { store, calls } = openStore();

    const [shown] = await numbersOf(store, many, { from }, MESSAGE_CASES);

    expect(shown).toEqual(Array.from({ length: MESSAGE_CASES }, (_none, at) => (from ?? MANY) - at));
    expect(calls).toHaveLength(1 + 2 * MESSAGE_CASES);
  });
});
