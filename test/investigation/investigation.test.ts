import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UserFacingError } from '../../src/errors.js';
import { QueryFailed } from '../../src/investigation/ports.js';
import type { Question } from '../../src/investigation/question.js';
import {
  AUTHFAIL,
  anAnswer,
  deedsOf,
  type Engine,
  failureOf,
  OF_ALICE,
  openStages,
  SCANNED_BYTES,
  type Stages,
  storedRun,
} from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

const stageOf: Stages['stageOf'] = (...given) => stages.stageOf(...given);

describe('a question', () => {
  it('opens a case where none is open, and is answered in its thread', async () => {
    const stage = stageOf();

    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(stage.posts).toEqual(['card', 'run authfail', 'answered authfail']);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
    expect(await stage.investigation.status(stage.from())).toMatchObject({
      number: 1,
      window: '24h',
      questions: 1,
      scannedBytes: SCANNED_BYTES,
      billedBytes: SCANNED_BYTES,
    });
  });

  it('is stored with everything that it takes to show it again', async () => {
    const stage = stageOf({ reach: () => ({ isBounded: true, notSearched: ['ap-southeast-7'] }) });

    await stage.investigation.ask(stage.from(), { ...AUTHFAIL, view: 'codes' });

    expect(await storedRun(stage)).toMatchObject({
      detection: 'authfail',
      window: { text: '24h', span: { from: '2026-11-23T10:41:00Z', to: '2026-11-24T10:41:00Z' } },
      parameters: {},
      view: 'codes',
      notSearched: ['ap-southeast-7'],
      state: 'answered',
      executionId: 'e-1',
      answeredAt: '2026-11-24T10:41:00.000Z',
      statistics: { scannedBytes: SCANNED_BYTES, totalMs: 1500 },
      answer: { tables: expect.arrayContaining([expect.objectContaining({ name: 'codes', totalRows: 1 })]) },
    });
    expect((await stage.investigation.history(stage.from()))?.log.at(-1)).toMatchObject({
      rows: 1,
      finding: '1 identity was refused 7 times; user/alice makes all of it.',
    });
  });

  it('has in the history as many rows as the table that it shows', async () => {
    const stage = stageOf({
      finish: async ({ detection }) => ({
        answer: {
          tables: anAnswer(detection).tables.map((table) => ({
            ...table,
            totalRows: { services: 39, callers: 2 }[table.name] ?? 1,
          })),
        },
        statistics: { scannedBytes: SCANNED_BYTES, totalMs: 1 },
      }),
    });

    await stage.investigation.ask(stage.from(), { detection: 'about', about: OF_ALICE });
    await stage.investigation.ask(stage.from(), { detection: 'about', about: OF_ALICE, window: '7d', view: 'callers' });

    const rows = (await stage.investigation.history(stage.from()))?.log.flatMap((entry) =>
      entry.type === 'answered' ? entry.rows : [],
    );
    expect(rows).toEqual([39, 2]);
  });

  it('is asked once, however often the request is delivered', async () => {
    const stage = stageOf();
    const origin = stage.from();

    await stage.investigation.ask(origin, AUTHFAIL);
    await stage.investigation.ask(origin, AUTHFAIL);

    expect(stage.started).toHaveLength(1);
    expect(stage.posts).toEqual(['card', 'run authfail', 'answered authfail']);
  });

  it('opens one case when two bots are first at once, and takes back the card of the other', async () => {
    const stage = stageOf();
    const other = stageOf({}, {}, { teamId: stage.from().teamId });

    await Promise.all([
      stage.investigation.ask(stage.from(), AUTHFAIL),
      other.investigation.ask(other.from(), { detection: 'about', about: OF_ALICE }),
    ]);

    expect([...stage.posts, ...other.posts].filter((post) => post === 'message removed')).toHaveLength(1);
    expect(await stage.investigation.status(stage.from())).toMatchObject({ questions: 2 });
  });

  it.each<[string, Question, string]>([
    ['that nobody knows', { detection: 'nothing' }, '"nothing" is not a question'],
    ['with a window that is none', { ...AUTHFAIL, window: 'soon' }, '"soon" is not a window'],
    ['with a parameter that it does not have', { ...AUTHFAIL, parameters: { x: 'y' } }, '"x" is no parameter'],
    [
      'with a parameter that does not fit',
      { detection: 'notebook-2.4', parameters: { suspect: 'alice' } },
      'suspect="alice" is no arn',
    ],
    ['about nobody', { detection: 'about' }, 'There is no suspect yet, so "about" has nobody to ask about'],
    ['about nobody, by its parameter', { detection: 'notebook-2.4' }, 'There is no suspect yet, so "notebook-2.4"'],
  ])('%s is refused before anything is posted, stored or started', async (_, question, message) => {
    const stage = stageOf();

    const failure = await failureOf(stage.investigation.ask(stage.from(), question));

    expect(failure).toBeInstanceOf(UserFacingError);
    expect(failure).toMatchObject({ message: expect.stringContaining(message) });
    expect(stage.posts).toEqual([]);
    expect(stage.started).toEqual([]);
    expect(await stage.investigation.status(stage.from())).toBeUndefined();
  });

  it('of a table that cannot be read is refused with the reason and an advice', async () => {
    const stage = stageOf({
      reach: () =>
        Promise.reject(new QueryFailed('FAILED', 'No such table.', 'Check it.', { scannedBytes: 0, totalMs: 0 })),
    });

    const failure = await failureOf(stage.investigation.ask(stage.from(), AUTHFAIL));

    expect(failure).toBeInstanceOf(UserFacingError);
    expect(failure).toMatchObject({ message: 'No such table. Check it.', cause: { name: 'QueryFailed' } });
    expect(stage.posts).toEqual([]);
  });
});

describe('a question that gets no answer', () => {
  it.each<[string, Engine, string]>([
    [
      'the query failed',
      {
        finish: () =>
          Promise.reject(new QueryFailed('FAILED', 'It broke.', 'Mend it.', { scannedBytes: 0, totalMs: 1 })),
      },
      'It broke. Mend it.',
    ],
    [
      'a value cannot be asked for',
      { start: () => Promise.reject(new UserFacingError('"x" is too long.')) },
      '"x" is too long.',
    ],
    [
      'it took too long',
      { finish: () => Promise.reject(new DOMException('The operation timed out.', 'TimeoutError')) },
      'The query took more than 30 minutes and was stopped.',
    ],
    [
      'something is wrong with the bot',
      { start: () => Promise.reject(new Error('secret inside')) },
      'something is wrong on my side',
    ],
  ])('says why to the person and in the thread: %s', async (_, engine, reason) => {
    const stage = stageOf(engine);

    const failure = await failureOf(stage.investigation.ask(stage.from(), AUTHFAIL));

    expect(failure).toBeInstanceOf(UserFacingError);
    expect(failure).toMatchObject({ message: expect.stringContaining(reason) });
    expect(String(failure)).not.toContain('secret');
    expect(stage.posts.at(-1)).toBe('failed authfail');
    expect(await storedRun(stage)).toMatchObject({ state: 'failed', reason: expect.stringContaining(reason) });
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'failed']);
  });
});

describe('without a case', () => {
  it('there is no status and no history', async () => {
    const stage = stageOf();

    expect(await stage.investigation.status(stage.from())).toBeUndefined();
    expect(await stage.investigation.history(stage.from())).toBeUndefined();
  });
});
