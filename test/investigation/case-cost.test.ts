import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { UserFacingError } from '../../src/errors.js';
import { QueryFailed } from '../../src/investigation/ports.js';
import {
  AUTHFAIL,
  anAnswer,
  type Engine,
  failureOf,
  MB,
  OF_ALICE,
  openStages,
  SERVICES,
  type Stages,
} from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

const stageOf: Stages['stageOf'] = (...given) => stages.stageOf(...given);

describe('the cost of a case', () => {
  const TB = 2 ** 40;
  const scanning = (scannedBytes: number): Engine => ({
    finish: async ({ detection }) => ({ answer: anAnswer(detection), statistics: { scannedBytes, totalMs: 1 } }),
  });
  const failing = (state: 'FAILED' | 'CANCELLED', scannedBytes: number): Engine => ({
    finish: () => Promise.reject(new QueryFailed(state, 'No.', 'Wait.', { scannedBytes, totalMs: 1 })),
  });

  it.each<[string, Engine, object]>([
    ['an answer: whole megabytes', scanning(25.5 * MB), { scannedBytes: 25.5 * MB, billedBytes: 26 * MB }],
    ['a small answer: 10 MB', scanning(1), { scannedBytes: 1, billedBytes: 10 * MB }],
    ['an answer from nothing: 10 MB', scanning(0), { scannedBytes: 0, billedBytes: 10 * MB }],
    ['a query that failed: nothing', failing('FAILED', 500 * MB), { scannedBytes: 0, billedBytes: 0 }],
    [
      'a query that was cancelled: what it scanned',
      failing('CANCELLED', 500 * MB),
      { scannedBytes: 500 * MB, billedBytes: 500 * MB },
    ],
    ['a query that was cancelled early: 10 MB', failing('CANCELLED', 1), { scannedBytes: 1, billedBytes: 10 * MB }],
    ['a query that never ran: nothing', failing('CANCELLED', 0), { scannedBytes: 0, billedBytes: 0 }],
  ])('is counted as Athena bills it: %s', async (_, engine, bytes) => {
    const stage = stageOf(engine);

    await failureOf(stage.investigation.ask(stage.from(), AUTHFAIL));

    expect(await stage.investigation.status(stage.from())).toMatchObject(bytes);
  });

  it('stops the next question at its limit, but not what is there already', async () => {
    const stage = stageOf(scanning(TB), { caseBudgetUsd: 5 });
    await stage.investigation.chooseSuspect(stage.from(), OF_ALICE);

    const failure = await failureOf(stage.investigation.ask(stage.from(), AUTHFAIL));
    await stage.investigation.ask(stage.from(), SERVICES);

    expect(failure).toBeInstanceOf(UserFacingError);
    expect(failure).toMatchObject({
      message: expect.stringMatching(/has cost \$5\.000, and may cost \$5\.00\..*\/ir budget 10\./),
    });
    expect(stage.started).toHaveLength(1);
    expect(stage.posts).toEqual(['card', 'run about', 'answered about', 'table services']);
  });

  it('may be raised by a responder, which the history keeps', async () => {
    const stage = stageOf(scanning(TB), { caseBudgetUsd: 5 });
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    await stage.investigation.setBudget(stage.from({ userId: 'U0BOB' }), 10);
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(await stage.investigation.status(stage.from())).toMatchObject({ budgetUsd: 10, questions: 2 });
    expect((await stage.investigation.history(stage.from()))?.log).toContainEqual(
      expect.objectContaining({ type: 'budget_set', budgetUsd: 10, by: 'U0BOB' }),
    );
    await expect(stage.investigation.ask(stage.from(), AUTHFAIL)).rejects.toThrow('may cost $10.00');
  });

  it('has no limit where none is set', async () => {
    const stage = stageOf(scanning(1000 * TB));
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(stage.started).toHaveLength(2);
  });

  it('cannot be limited without a case', async () => {
    await expect(stageOf().investigation.setBudget(stageOf().from(), 10)).rejects.toThrow('No case is open');
  });
});
