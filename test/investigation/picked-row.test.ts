import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AUTHFAIL, MINUTE_MS, OF_ALICE, OF_BOB, openStages, type Stages, storedRun } from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

const stageOf: Stages['stageOf'] = (...given) => stages.stageOf(...given);

describe('a row of an answer', () => {
  async function answeredAuthfail() {
    const stage = stageOf();
    await stage.investigation.ask(stage.from(), { ...AUTHFAIL, window: '3h' });
    const { caseId, id: runId } = await storedRun(stage);
    return { stage, pick: { caseId, runId, table: 'identities', row: 0, column: 0 } };
  }

  it('can become the suspect, over the window of the answer', async () => {
    const { stage, pick } = await answeredAuthfail();
    stage.wait(MINUTE_MS);

    await stage.investigation.pickSuspect(stage.from(), pick);

    expect(stage.started[1]).toMatchObject({ about: OF_ALICE, window: stage.started[0]?.window });
    expect(await stage.investigation.status(stage.from())).toMatchObject({ suspect: OF_ALICE });
  });

  it('can be asked about, and the suspect stays', async () => {
    const { stage, pick } = await answeredAuthfail();
    await stage.investigation.chooseSuspect(stage.from(), OF_BOB);

    await stage.investigation.pickSubject(stage.from(), { ...pick, table: 'calls', column: 5 });

    expect(stage.started[2]).toMatchObject({ about: { kind: 'address', value: '192.0.2.7' }, window: { text: '3h' } });
    expect(await stage.investigation.status(stage.from())).toMatchObject({ suspect: OF_BOB });
  });

  it('can have its table shown, at any age', async () => {
    const { stage, pick } = await answeredAuthfail();
    stage.wait(600 * MINUTE_MS);

    await stage.investigation.showTable(stage.from(), { ...pick, table: 'codes' });

    expect(stage.posts.at(-1)).toBe('table codes');
  });

  const FROM_ELSEWHERE: [string, (pick: Awaited<ReturnType<typeof answeredAuthfail>>) => [object, object]][] = [
    ['another channel', ({ pick }) => [{ channelId: 'C0OTHER' }, pick]],
    ['another team', ({ pick }) => [{ teamId: 'T0OTHER' }, pick]],
    ['a case that is not there', ({ pick }) => [{}, { ...pick, caseId: `${pick.caseId}9` }]],
    ['an answer that is not there', ({ pick }) => [{}, { ...pick, runId: 'r0' }]],
    ['a table that is not there', ({ pick }) => [{}, { ...pick, table: 'services' }]],
  ];

  it.each(FROM_ELSEWHERE)('does nothing from %s', async (_, changesOf) => {
    const answered = await answeredAuthfail();
    const { stage, pick } = answered;
    const [changes, forged] = changesOf(answered);
    const origin = () => stage.from(changes);
    const forgedPick = { ...pick, ...forged };

    for (const attempt of [
      stage.investigation.pickSuspect(origin(), forgedPick),
      stage.investigation.pickSubject(origin(), forgedPick),
      stage.investigation.showTable(origin(), forgedPick),
    ])
      await expect(attempt).rejects.toThrow(
        'This button is from an answer that is no longer kept. Ask the question again.',
      );

    expect(stage.started).toHaveLength(1);
    expect(stage.posts).toEqual(['card', 'run authfail', 'answered authfail']);
  });

  it.each(FROM_ELSEWHERE.slice(0, 4))('is not asked for again from %s', async (_, changesOf) => {
    const answered = await answeredAuthfail();
    const [changes, forged] = changesOf(answered);

    await expect(
      answered.stage.investigation.askAgain(answered.stage.from(changes), { ...answered.pick, ...forged }),
    ).rejects.toThrow('no longer kept');
  });

  it.each([
    ['a cell that names nobody', { column: 2 }],
    ['a row that is not there', { row: 7 }],
  ])('does nothing for %s', async (_, changes) => {
    const { stage, pick } = await answeredAuthfail();

    await expect(stage.investigation.pickSuspect(stage.from(), { ...pick, ...changes })).rejects.toThrow(
      'no longer kept',
    );
  });

  it('shows no table that is only for sentences and pictures', async () => {
    const { stage, pick } = await answeredAuthfail();

    await expect(stage.investigation.showTable(stage.from(), { ...pick, table: 'summary' })).rejects.toThrow(
      'no longer kept',
    );
  });
});
