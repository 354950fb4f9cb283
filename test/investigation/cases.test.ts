import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ALICE, AUTHFAIL, deedsOf, failureOf, openStages, type Stages, storedRun, told } from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

describe('a case', () => {
  it('begins with a title, without a question', async () => {
    const { investigation, from, posts } = stages.stageOf();

    await investigation.open(from(), 'Leaked key of ci-deploy');

    expect(posts).toEqual(['card']);
    expect(await investigation.status(from())).toMatchObject({ title: 'Leaked key of ci-deploy', status: 'open' });
  });

  it('is opened once, with one card, by people who ask in a new channel at the same time', async () => {
    const stage = stages.stageOf();
    const windows = ['1h', '24h', '7d'];

    await Promise.all(windows.map((window) => stage.investigation.ask(stage.from(), { ...AUTHFAIL, window })));

    expect(stage.posts.filter((post) => post.startsWith('card'))).toEqual(['card']);
    expect(stage.started).toHaveLength(windows.length);
    expect((await stage.investigation.status(stage.from()))?.number).toBe(1);
  });

  it('is not opened beside one that is open', async () => {
    const { investigation, from, posts } = stages.stageOf();
    await investigation.open(from());

    const failure = await failureOf(investigation.open(from(), 'Another'));

    expect(failure).toEqual(told('Case 1 is open in this channel'));
    expect(posts).toEqual(['card']);
  });

  it('is closed with a note that its thread shows, and answers no questions any more in its thread', async () => {
    const stage = stages.stageOf();
    const { investigation, from } = stage;
    await investigation.ask(from(), AUTHFAIL);

    const closed = await investigation.close(from({ userId: 'U0BOB' }), 'Key was rotated.');
    const failure = await failureOf(investigation.ask(from({ threadTs: closed.threadTs }), AUTHFAIL));

    expect(closed).toMatchObject({ status: 'closed', closed: { by: 'U0BOB', note: 'Key was rotated.' } });
    expect(stage.posts.at(-1)).toBe('closed by U0BOB');
    expect(failure).toMatchObject({ message: expect.stringMatching(/Case 1 is closed.*\/ir reopen 1/) });
    expect(stage.started).toHaveLength(1);
  });

  it('that is closed is closed once', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());

    const failures = await Promise.all([
      failureOf(stage.investigation.close(stage.from())),
      failureOf(stage.investigation.close(stage.from({ userId: 'U0BOB' }))),
    ]);

    expect(failures.filter((failure) => failure === 'no failure')).toHaveLength(1);
    expect(await deedsOf(stage)).toEqual(['opened', 'closed']);
  });

  it('that is closed gives its channel free for the next', async () => {
    const stage = stages.stageOf();
    await stage.investigation.ask(stage.from(), AUTHFAIL);
    await stage.investigation.close(stage.from());

    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(await stage.investigation.status(stage.from())).toMatchObject({ number: 2, status: 'open', questions: 1 });
  });

  it('keeps its answers and its history when it is closed', async () => {
    const stage = stages.stageOf();
    const { investigation, from } = stage;
    await investigation.ask(from(), AUTHFAIL);
    const run = await storedRun(stage);
    const { threadTs } = await investigation.close(from());
    await investigation.open(from());

    await investigation.showTable(from(), { caseId: run.caseId, runId: run.id, table: 'codes' });

    expect(stage.posts.at(-1)).toBe('table codes');
    expect((await investigation.history(from({ threadTs })))?.investigation).toMatchObject({ number: 1 });
    expect((await investigation.history(from(), 1))?.investigation).toMatchObject({ number: 1 });
    expect((await investigation.history(from()))?.investigation).toMatchObject({ number: 2 });
  });

  it('that is closed cannot be asked by the buttons of its answers', async () => {
    const stage = stages.stageOf();
    const { investigation, from } = stage;
    await investigation.ask(from(), AUTHFAIL);
    const run = await storedRun(stage);
    await investigation.close(from());
    await investigation.open(from());

    const place = { caseId: run.caseId, runId: run.id };
    const failures = await Promise.all([
      failureOf(investigation.askAgain(from(), place)),
      failureOf(investigation.pickSuspect(from(), { ...place, table: 'identities', row: 0, column: 0 })),
      failureOf(investigation.pickSubject(from(), { ...place, table: 'identities', row: 0, column: 0 })),
    ]);

    expect(failures).toEqual(Array(3).fill(told('Case 1 is closed')));
    expect(stage.started).toHaveLength(1);
  });

  it('goes on when it is reopened, with all that it had', async () => {
    const stage = stages.stageOf();
    const { investigation, from } = stage;
    await investigation.chooseSuspect(from(), { kind: 'identity', value: ALICE });
    await investigation.close(from());

    const reopened = await investigation.reopen(from({ userId: 'U0BOB' }));
    await investigation.ask(from(), AUTHFAIL);

    expect(reopened).toMatchObject({ status: 'open', number: 1, reopenings: 1, suspect: { value: ALICE } });
    expect(reopened.closed).toBeUndefined();
    expect(stage.posts).toContain('reopened by U0BOB');
    expect(await investigation.status(from())).toMatchObject({ number: 1, questions: 2 });
  });

  it('is reopened by its number, but not beside one that is open', async () => {
    const { investigation, from } = stages.stageOf();
    await investigation.open(from());
    await investigation.close(from());
    await investigation.open(from());

    const failure = await failureOf(investigation.reopen(from(), 1));
    await investigation.close(from());
    const reopened = await investigation.reopen(from(), 1);

    expect(failure).toMatchObject({ message: expect.stringContaining('Case 2 is open in this channel') });
    expect(reopened).toMatchObject({ number: 1, status: 'open' });
  });

  it('of another channel is not led from here', async () => {
    const { investigation, from } = stages.stageOf();
    await investigation.open(from({ channelId: 'C0OTHER' }));

    const failures = [
      await failureOf(investigation.history(from(), 1)),
      await failureOf(investigation.reopen(from(), 1)),
      await failureOf(investigation.exportEvidence(from(), 1)),
      await failureOf(investigation.close(from(), undefined, `${from().teamId}-1`)),
      await failureOf(investigation.history(from(), 99)),
    ];

    expect(failures).toEqual([
      ...Array(3).fill(told('Case 1 is not of this channel')),
      told('No case is open in this channel'),
      told('There is no case 99'),
    ]);
  });

  it('keeps notes, and says them in its thread', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());

    await stage.investigation.note(stage.from(), 'Called the owner of the key.');

    expect(stage.posts.at(-1)).toBe('noted by U0ALICE');
    expect((await stage.investigation.history(stage.from()))?.log.at(-1)).toMatchObject({
      type: 'noted',
      text: 'Called the owner of the key.',
    });
  });

  it('keeps a note, and says that it did, where the thread cannot be told', async () => {
    const stage = stages.stageOf(
      {},
      {},
      {
        dress: (ports) => ({
          ...ports,
          channel: { ...ports.channel, postDeed: () => Promise.reject(new Error('Slack is down')) },
        }),
      },
    );
    await stage.investigation.open(stage.from());

    await stage.investigation.note(stage.from(), 'Called the owner of the key.');

    expect(await deedsOf(stage)).toEqual(['opened', 'noted']);
  });

  it('remembers once that a stranger was turned away', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());

    await stage.investigation.noteRefusal(stage.from({ userId: 'U0CAROL' }));
    await stage.investigation.noteRefusal(stage.from({ userId: 'U0CAROL' }));

    expect(await deedsOf(stage)).toEqual(['opened', 'refused']);
    expect(await stage.investigation.status(stage.from())).toMatchObject({ people: ['U0ALICE'], refused: ['U0CAROL'] });
  });

  it('remembers nothing of strangers where there is no case', async () => {
    const stage = stages.stageOf();

    await stage.investigation.noteRefusal(stage.from({ userId: 'U0CAROL' }));

    expect(await stage.investigation.status(stage.from())).toBeUndefined();
  });

  it('is listed with the others of its team, newest first', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());
    await stage.investigation.open(stage.from({ channelId: 'C0OTHER' }));
    await stage.investigation.close(stage.from());

    const { cases } = await stage.investigation.cases(stage.from().teamId, 10);

    expect(cases.map(({ number, status }) => [number, status])).toEqual([
      [2, 'open'],
      [1, 'closed'],
    ]);
  });
});

describe('the suspect', () => {
  it('is that of the later click, in whatever order two clicks come through', async () => {
    const { investigation, from } = stages.stageOf();
    await investigation.ask(from(), AUTHFAIL);
    const click = (userId: string, value: string, at: string) =>
      investigation.chooseSuspect(from({ userId, at }), { kind: 'identity', value });

    await click('U0BOB', 'arn:aws:iam::111122223333:user/later', '2026-11-24T10:41:02.000Z');
    await click('U0ALICE', 'arn:aws:iam::111122223333:user/earlier', '2026-11-24T10:41:01.000Z');

    const status = await investigation.status(from());
    expect(status?.suspect).toMatchObject({ value: 'arn:aws:iam::111122223333:user/later', by: 'U0BOB' });
    expect(status?.questions).toBe(3);
  });
});
