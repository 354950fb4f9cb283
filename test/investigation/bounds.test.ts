import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NeedsConfirmation } from '../../src/investigation/needs-confirmation.js';
import type { Question } from '../../src/investigation/question.js';
import {
  ALICE,
  AUTHFAIL,
  BOB,
  deedsOf,
  type Engine,
  failureOf,
  OF_ALICE,
  OF_BOB,
  openStages,
  SERVICES,
  type Stage,
  type Stages,
} from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

const stageOf: Stages['stageOf'] = (...given) => stages.stageOf(...given);

describe('a question that reads the whole table', () => {
  const WHOLE: [string, Engine, Question][] = [
    ['as it has no bound', {}, { ...AUTHFAIL, window: 'all' }],
    ['as the table has no partitions', { reach: () => ({ isBounded: false, notSearched: [] }) }, AUTHFAIL],
  ];

  it.each(WHOLE)(
    'needs a confirmation before anything is posted, stored or started: %s',
    async (_, engine, question) => {
      const stage = stageOf(engine);

      const failure = await failureOf(stage.investigation.ask(stage.from(), question));

      expect(failure).toBeInstanceOf(NeedsConfirmation);
      expect(failure).toMatchObject({ message: expect.stringContaining('every byte in the bucket is billed') });
      expect(stage.posts).toEqual([]);
      expect(stage.started).toEqual([]);
      expect(await stage.investigation.status(stage.from())).toBeUndefined();
    },
  );

  it.each(WHOLE)('is asked when somebody confirmed it: %s', async (_, engine, question) => {
    const stage = stageOf(engine);

    await stage.investigation.ask(stage.from({ isConfirmed: true }), question);

    expect(stage.started).toHaveLength(1);
  });

  it.each<[string, (stage: Stage) => Promise<unknown>]>([
    ['a suspect that is chosen', ({ investigation, from }) => investigation.chooseSuspect(from(), OF_ALICE, 'all')],
    [
      'a table that is not there yet',
      ({ investigation, from }) => investigation.ask(from(), { ...SERVICES, about: OF_ALICE, window: 'all' }),
    ],
  ])('leaves the case as it is until then: %s', async (_, attempt) => {
    const stage = stageOf();
    await stage.investigation.ask(stage.from(), AUTHFAIL);
    const before = await stage.investigation.status(stage.from());

    expect(await failureOf(attempt(stage))).toBeInstanceOf(NeedsConfirmation);

    expect(await stage.investigation.status(stage.from())).toEqual(before);
    expect(stage.started).toHaveLength(1);
  });

  it('needs none to show a table of an answer that is there', async () => {
    const stage = stageOf();
    await stage.investigation.ask(stage.from({ isConfirmed: true }), { ...AUTHFAIL, window: 'all' });

    await stage.investigation.ask(stage.from(), { ...AUTHFAIL, view: 'codes', window: 'all' });

    expect(stage.posts.at(-1)).toBe('table codes');
  });
});

describe('the window of a question', () => {
  const windowsOf = ({ started }: Stage): string[] => started.map(({ window }) => window.text);

  it('is its own, else that of the case, else the default', async () => {
    const stage = stageOf();
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    await stage.investigation.ask(stage.from(), { ...AUTHFAIL, window: '3h' });
    await stage.investigation.setWindow(stage.from(), '7d');
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(windowsOf(stage)).toEqual(['24h', '3h', '7d']);
    expect(await stage.investigation.status(stage.from())).toMatchObject({ window: '7d' });
  });

  it('becomes that of the case which it opens', async () => {
    const stage = stageOf();

    await stage.investigation.ask(stage.from(), { ...AUTHFAIL, window: '2026-11-20..now' });
    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(windowsOf(stage)).toEqual(['2026-11-20..now', '2026-11-20..now']);
  });

  it('is refused for a case when it is none, or there is no case', async () => {
    const stage = stageOf();

    await expect(stage.investigation.setWindow(stage.from(), '7d')).rejects.toThrow('No case is open in this channel');
    await stage.investigation.ask(stage.from(), AUTHFAIL);
    await expect(stage.investigation.setWindow(stage.from(), 'soon')).rejects.toThrow('"soon" is not a window');

    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
  });
});

describe('the suspect', () => {
  it('is chosen together with the question about them', async () => {
    const stage = stageOf();

    await stage.investigation.chooseSuspect(stage.from({ userId: 'U0BOB' }), OF_BOB, '3h');

    expect(stage.started).toEqual([
      expect.objectContaining({ about: OF_BOB, window: expect.objectContaining({ text: '3h' }) }),
    ]);
    expect(await stage.investigation.status(stage.from())).toMatchObject({ suspect: { ...OF_BOB, by: 'U0BOB' } });
    expect(await deedsOf(stage)).toEqual(['opened', 'suspect_chosen', 'asked', 'answered']);
  });

  it('is whom questions are about that name nobody', async () => {
    const stage = stageOf();
    await stage.investigation.chooseSuspect(stage.from(), OF_ALICE);

    await stage.investigation.ask(stage.from(), { detection: 'about' });
    await stage.investigation.ask(stage.from(), { detection: 'about', about: OF_BOB });
    await stage.investigation.ask(stage.from(), { detection: 'notebook-2.4' });
    await stage.investigation.ask(stage.from(), { detection: 'notebook-2.4', parameters: { suspect: BOB } });

    expect(stage.started.slice(1).map(({ about, parameters }) => about?.value ?? parameters.suspect?.text)).toEqual([
      ALICE,
      BOB,
      ALICE,
      BOB,
    ]);
    expect(await stage.investigation.status(stage.from())).toMatchObject({ suspect: OF_ALICE });
  });

  it('is refused where a question takes none of its kind', async () => {
    const stage = stageOf();
    await stage.investigation.chooseSuspect(stage.from(), { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' });

    await expect(stage.investigation.ask(stage.from(), { detection: 'notebook-2.4' })).rejects.toThrow(
      'suspect="AKIAIOSFODNN7EXAMPLE" is no arn',
    );
  });
});
