import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { QueryFailed } from '../../src/investigation/ports.js';
import type { Question } from '../../src/investigation/question.js';
import {
  ALICE,
  anAnswer,
  BOB,
  deedsOf,
  type Engine,
  failureOf,
  MINUTE_MS,
  OF_ALICE,
  OF_BOB,
  openStages,
  SERVICES,
  type Stage,
  type Stages,
  storedRun,
} from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

const stageOf: Stages['stageOf'] = (...given) => stages.stageOf(...given);

describe('an answer that is there already', () => {
  const NOTEBOOK: Question = { detection: 'notebook-2.4', view: 'rows' };
  async function answered(engine: Engine = {}): Promise<Stage> {
    const stage = stageOf(engine);
    await stage.investigation.chooseSuspect(stage.from(), OF_ALICE);
    return stage;
  }

  it('is shown again, by whoever asks, without another scan', async () => {
    const stage = await answered();
    stage.wait(10 * MINUTE_MS - 1);

    await stage.investigation.ask(stage.from({ userId: 'U0BOB' }), SERVICES);

    expect(stage.started).toHaveLength(1);
    expect(stage.posts.at(-1)).toBe('table services');
    expect(stage.shown).toEqual([
      expect.objectContaining({
        table: expect.objectContaining({ name: 'services' }),
        by: 'U0BOB',
        at: stage.now().toISOString(),
        run: expect.objectContaining({ answeredAt: '2026-11-24T10:41:00.000Z' }),
      }),
    ]);
    expect(stage.shown[0]?.run.answer?.tables[0]?.rows).toHaveLength(1);
    expect(await deedsOf(stage)).toContain('shown');
  });

  it('is shown by another bot on the same store', async () => {
    const before = await answered();
    const after = stageOf();
    const { teamId } = before.from();

    await after.investigation.ask(after.from({ teamId }), SERVICES);

    expect(after.posts).toEqual(['table services']);
    expect(after.started).toEqual([]);
  });

  it('answers for every table of its question', async () => {
    const stage = await answered();

    for (const view of ['actions', 'timeline', 'events', 'sources', 'keys', 'errors', 'callers'])
      await stage.investigation.ask(stage.from(), { ...SERVICES, view });

    expect(stage.started).toHaveLength(1);
    expect(stage.shown).toHaveLength(7);
  });

  it.each<[string, Question]>([
    ['no table of it is wanted', { detection: 'about' }],
    ['it is about another', { ...SERVICES, about: OF_BOB }],
    ['it is about another kind of the same name', { ...SERVICES, about: { kind: 'role', value: ALICE } }],
    ['it is over another window', { ...SERVICES, window: '25h' }],
    ['it answers another question', { detection: 'authfail', view: 'codes' }],
  ])('is not when %s', async (_, question) => {
    const stage = await answered();

    await stage.investigation.ask(stage.from(), question);

    expect(stage.started).toHaveLength(2);
    expect(stage.shown).toEqual([]);
  });

  it('is not when it is ten minutes old', async () => {
    const stage = await answered();
    stage.wait(10 * MINUTE_MS);

    await stage.investigation.ask(stage.from(), SERVICES);

    expect(stage.started).toHaveLength(2);
  });

  it('is not after the suspect or the window of the case changed', async () => {
    const stage = await answered();
    await stage.investigation.setWindow(stage.from(), '7d');
    await stage.investigation.ask(stage.from(), SERVICES);
    await stage.investigation.chooseSuspect(stage.from(), OF_BOB);

    await stage.investigation.ask(stage.from(), SERVICES);

    expect(stage.started.map(({ about, window }) => [about?.value, window.text])).toEqual([
      [ALICE, '24h'],
      [ALICE, '7d'],
      [BOB, '7d'],
    ]);
    expect(stage.shown).toHaveLength(1);
  });

  it('is not with other parameters', async () => {
    const stage = await answered();
    await stage.investigation.ask(stage.from(), NOTEBOOK);

    await stage.investigation.ask(stage.from(), { ...NOTEBOOK, parameters: { suspect: BOB } });
    await stage.investigation.ask(stage.from(), NOTEBOOK);

    expect(stage.started.map(({ parameters }) => parameters.suspect?.text)).toEqual([undefined, ALICE, BOB]);
    expect(stage.shown).toHaveLength(1);
  });

  it('is not in another channel', async () => {
    const stage = await answered();

    await stage.investigation.ask(stage.from({ channelId: 'C0OTHER' }), { ...SERVICES, about: OF_ALICE });

    expect(stage.started).toHaveLength(2);
  });

  it('is not where the question failed', async () => {
    let isBroken = true;
    const stage = stageOf({
      async finish({ detection }) {
        if (isBroken) throw new QueryFailed('FAILED', 'No.', 'Wait.', { scannedBytes: 0, totalMs: 0 });
        return { answer: anAnswer(detection), statistics: { scannedBytes: 1, totalMs: 1 } };
      },
    });
    await failureOf(stage.investigation.chooseSuspect(stage.from(), OF_ALICE));
    isBroken = false;

    await stage.investigation.ask(stage.from(), SERVICES);

    expect(stage.started).toHaveLength(2);
  });

  it('is the newest of several', async () => {
    const stage = await answered();
    stage.wait(MINUTE_MS);
    await stage.investigation.ask(stage.from(), { detection: 'about' });

    await stage.investigation.ask(stage.from(), SERVICES);

    expect(stage.shown[0]?.run.answeredAt).toBe('2026-11-24T10:42:00.000Z');
  });
});

describe('asking again', () => {
  it('asks the same over the same window up to now', async () => {
    const stage = stageOf();
    await stage.investigation.ask(stage.from(), { detection: 'about', about: OF_BOB, window: '3h' });
    const { caseId, id: runId } = await storedRun(stage);
    stage.wait(5 * MINUTE_MS);

    await stage.investigation.askAgain(stage.from(), { caseId, runId, table: 'services' });

    expect(stage.started[1]).toMatchObject({
      detection: { id: 'about' },
      about: OF_BOB,
      window: { text: '3h', span: { from: '2026-11-24T07:46:00Z', to: '2026-11-24T10:46:00Z' } },
    });
    expect(stage.runs[1]).toMatchObject({ view: 'services' });
  });

  it('keeps the parameters', async () => {
    const stage = stageOf();
    await stage.investigation.ask(stage.from(), { detection: 'notebook-2.4', parameters: { suspect: BOB } });
    const { caseId, id: runId } = await storedRun(stage);

    await stage.investigation.askAgain(stage.from(), { caseId, runId });

    expect(stage.started[1]?.parameters).toEqual({ suspect: { type: 'arn', text: BOB } });
  });
});
