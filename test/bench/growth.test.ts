import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import type { CaseGrowth } from '../../bench/growth/case-growth.js';
import { copyCase, writePattern } from '../../bench/growth/copied-cases.js';
import { growthSection } from '../../bench/growth/growth-section.js';
import { dynamodbStore } from '../../src/dynamodb/store.js';
import { ensureStateTable } from '../../src/dynamodb/table.js';
import { LOCAL_TEAM } from '../../src/local/slack/people.js';
import { startDynalite } from '../dynamodb/dynalite.js';

const CASES = 30;
let dynalite: Awaited<ReturnType<typeof startDynalite>>;
beforeAll(async () => {
  dynalite = await startDynalite();
  await ensureStateTable(dynalite.client, 'ir-bot', { create: true });
  await writePattern(dynalite.documents);
  await copyCase(dynalite.documents, 2, CASES);
});
afterAll(() => dynalite.stop());

const store = () => dynamodbStore({ client: dynalite.documents, tableName: 'ir-bot', log: pino({ level: 'silent' }) });

describe('copied cases', () => {
  it('are cases to the store, each with its number, its channel and its questions', async () => {
    const { cases, older } = await store().cases(LOCAL_TEAM.id, 1_000);

    expect(cases.map(({ number }) => number)).toEqual(Array.from({ length: CASES }, (_, at) => CASES - at));
    expect(older).toBe(0);
    expect(new Set(cases.map(({ channelId }) => channelId)).size).toBe(CASES);
    expect(new Set(cases.map(({ status, questions }) => `${status} ${questions}`))).toEqual(new Set(['closed 2']));
  });

  it('have a history, and answers with rows', async () => {
    const last = await store().lastCaseIn(LOCAL_TEAM.id, `C0OLD${CASES}`);

    const id = last?.id ?? '';
    const [run] = await store().runs(id);
    expect((await store().log(id)).map(({ type }) => type)).toEqual([
      ...['opened', 'asked', 'answered', 'asked', 'answered', 'closed'],
    ]);
    expect(run).toMatchObject({ caseId: id, state: 'answered' });
    expect((await store().run(id, run?.id ?? ''))?.answer?.tables[0]?.rows).toHaveLength(1);
  });

  it('are in the lists that they would be in: closed, and of who asked', async () => {
    const person = { userId: 'U0P000' };

    const open = await store().cases(LOCAL_TEAM.id, CASES, { of: 'open' });
    const theirs = await store().cases(LOCAL_TEAM.id, CASES, { of: person });

    expect(open.cases).toEqual([]);
    expect(theirs.cases).toHaveLength(CASES);
  });

  it('come before the next case', async () => {
    expect(await store().nextCaseNumber(LOCAL_TEAM.id)).toBe(CASES + 1);
  });
});

describe('the report on growth', () => {
  const SIZE = { events: 1, eventFactors: [1], cases: [1], runs: 1, warmUpRuns: 0 };
  const events = [
    { events: 1_000, questionMs: [500], rssBytes: 100 },
    { events: 16_000, questionMs: [700], rssBytes: 116 },
  ];
  const COUNTS = [2, 100, 10_000];
  const cases = (homeMs: readonly number[], homeCalls: readonly number[] = [5, 5, 5]): readonly CaseGrowth[] =>
    COUNTS.map((count, at) => {
      const same = { ms: [40], calls: [9] };
      const home = { ms: [homeMs[at] ?? 0], calls: [homeCalls[at] ?? 0] };
      const taken = { question: same, history: same, all: same, mine: same, home, homeOfAll: same };
      return { cases: count, taken, rssBytes: 1 };
    });

  it('misses memory that grows with the events', () => {
    expect(growthSection(SIZE, events, cases([5, 30, 31])).targets[0]).toMatchObject({
      isMet: false,
      measured: '1.16 ×',
    });
  });

  it('holds each against the least cases that fill a page', () => {
    const { targets } = growthSection(SIZE, events, cases([30, 30, 39]));

    expect(targets.slice(1)).toMatchObject([
      { what: '`/ir history` with 10,000 cases, beside 2', isMet: true },
      { what: 'Home with 10,000 cases, beside 2', isMet: true, measured: '5 calls, 1.30 ×' },
      { what: '`/ir cases all` with 10,000 cases, beside 100', isMet: true },
      { what: '`/ir cases mine` with 10,000 cases, beside 100', isMet: true },
      { what: 'Home, all cases with 10,000 cases, beside 100', isMet: true },
    ]);
  });

  it.each([
    ['more calls', [30, 30, 30], [5, 5, 6], '6 calls beside 5, 1.00 ×'],
    ['more time', [30, 30, 40], [5, 5, 5], '5 calls, 1.33 ×'],
  ])('misses %s', (_, ms, calls, measured) => {
    const { targets } = growthSection(SIZE, events, cases(ms, calls));

    expect(targets[2]).toMatchObject({ isMet: false, measured });
  });
});
