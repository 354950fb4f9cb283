import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AlreadyRunning } from '../../src/investigation/already-running.js';
import { QueryFailed, QueryInterrupted } from '../../src/investigation/ports.js';
import {
  AUTHFAIL,
  anAnswer,
  deedsOf,
  type Engine,
  failureOf,
  MINUTE_MS,
  OF_ALICE,
  openStages,
  SCANNED_BYTES,
  type Stage,
  type Stages,
  told,
} from './stage.js';

let stages: Stages;
beforeAll(async () => {
  stages = await openStages();
});
afterAll(() => stages.close());

const STATISTICS = { scannedBytes: SCANNED_BYTES, totalMs: 1500 };

/** An engine whose queries run until they are let go, or stopped. */
function heldEngine() {
  const gates: (() => void)[] = [];
  const engine: Engine = {
    finish: ({ detection }, signal) =>
      new Promise((resolve, reject) => {
        if (signal.aborted) return reject(new QueryInterrupted(signal.reason, STATISTICS));
        gates.push(() => resolve({ answer: anAnswer(detection), statistics: STATISTICS }));
        signal.addEventListener('abort', () => reject(new QueryInterrupted(signal.reason, STATISTICS)));
      }),
  };
  const letGo = () => {
    for (const open of gates.splice(0)) open();
  };
  return { engine, letGo, running: () => gates.length };
}

/** Waits for a query to run, or for something else to be so. */
async function until(isSo: () => boolean | Promise<boolean>): Promise<void> {
  for (let look = 0; look < 500; look++) {
    if (await isSo()) return;
    await wait(5);
  }
  throw new Error('waited in vain');
}

/** What those came to that have come to something. */
async function settled(all: readonly Promise<boolean>[]): Promise<boolean[]> {
  const pending = Symbol('pending');
  const looks = await Promise.all(all.map((one) => Promise.race([one, Promise.resolve(pending)])));
  return looks.flatMap((look) => (typeof look === 'symbol' ? [] : [look]));
}

async function onlyRun({ investigation, from, store }: Stage) {
  const open = await investigation.status(from());
  const runs = open ? await store.runs(open.id) : [];
  const run = runs.find(({ state }) => state === 'running');
  if (!open || !run) throw new Error('nothing is running');
  return { caseId: open.id, runId: run.id };
}

describe('a question that is being asked already', () => {
  it('is not asked twice: the second person is pointed to it', async () => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine);
    const first = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 1);

    const failure = await failureOf(stage.investigation.ask(stage.from({ userId: 'U0BOB' }), AUTHFAIL));

    expect(failure).toBeInstanceOf(AlreadyRunning);
    expect(failure).toMatchObject({ run: { askedBy: 'U0ALICE', detection: 'authfail' } });
    letGo();
    await first;
    expect(stage.started).toHaveLength(1);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
  });

  it('is asked once by any number of people at the very same time', async () => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine);
    await stage.investigation.open(stage.from());
    const asks = Array.from({ length: 8 }, (_, at) =>
      failureOf(stage.investigation.ask(stage.from({ userId: `U0P${at}` }), AUTHFAIL)),
    );
    await until(() => running() > 0);

    const isPointed = asks.map((ask) => ask.then((outcome) => outcome instanceof AlreadyRunning));
    await until(async () => (await settled(isPointed)).length === 7);
    letGo();

    expect((await Promise.all(isPointed)).filter(Boolean)).toHaveLength(7);
    expect(stage.started).toHaveLength(1);
  });

  it.each([
    ['about somebody else', { detection: 'about', about: OF_ALICE }],
    ['over another window', { ...AUTHFAIL, window: '7d' }],
  ])('is another one %s', async (_, question) => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine);
    const first = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 1);

    const second = stage.investigation.ask(stage.from(), question);
    await until(() => running() === 2);

    letGo();
    await Promise.all([first, second]);
    expect(stage.started).toHaveLength(2);
  });

  it('makes its subject the suspect all the same when somebody chooses it', async () => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine);
    const first = stage.investigation.ask(stage.from(), { detection: 'about', about: OF_ALICE });
    await until(() => running() === 1);

    const failure = await failureOf(stage.investigation.chooseSuspect(stage.from({ userId: 'U0BOB' }), OF_ALICE));

    expect(failure).toBeInstanceOf(AlreadyRunning);
    expect((await stage.investigation.status(stage.from()))?.suspect).toMatchObject({ ...OF_ALICE, by: 'U0BOB' });
    letGo();
    await first;
  });

  it('is asked again where whoever asked it was left alone', async () => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine);
    const first = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 1);

    stage.wait(2 * MINUTE_MS);
    const second = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 2);

    letGo();
    await Promise.all([first, second]);
    expect(stage.started).toHaveLength(2);
  });

  it('keeps its lease while it runs', async () => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine, { renewalMs: 10 });
    const first = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 1);
    const { caseId, runId } = await onlyRun(stage);

    stage.wait(3 * MINUTE_MS);
    await until(async () => ((await stage.store.run(caseId, runId))?.leaseUntil ?? '') > stage.now().toISOString());
    const failure = await failureOf(stage.investigation.ask(stage.from(), AUTHFAIL));

    expect(failure).toBeInstanceOf(AlreadyRunning);
    letGo();
    await first;
    expect(await stage.store.run(caseId, runId)).toMatchObject({ state: 'answered' });
    expect((await stage.store.run(caseId, runId))?.leaseUntil).toBeUndefined();
  });
});

describe('a running question', () => {
  it('tells the channel how far it is', async () => {
    const stage = stages.stageOf({
      async finish({ detection }, _, onProgress) {
        onProgress?.({ stage: 'queued', scannedBytes: 0, totalMs: 100 });
        onProgress?.({ stage: 'running', scannedBytes: 7, totalMs: 900 });
        onProgress?.({ stage: 'reading', scannedBytes: 9, totalMs: 1500 });
        return { answer: anAnswer(detection), statistics: STATISTICS };
      },
    });

    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(stage.progress).toEqual(['queued authfail', 'running authfail', 'reading authfail']);
    expect(stage.posts.at(-1)).toBe('answered authfail');
  });

  it('is stopped by anybody, says by whom, and is billed for what it scanned', async () => {
    const { engine, running } = heldEngine();
    const stage = stages.stageOf(engine);
    const asked = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 1);

    await stage.investigation.stop(stage.from({ userId: 'U0BOB' }), await onlyRun(stage));
    await asked;

    expect(stage.posts.at(-1)).toBe('failed authfail');
    expect(stage.runs.at(-1)).toMatchObject({ state: 'failed', stoppedBy: 'U0BOB', statistics: STATISTICS });
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'stopped', 'failed']);
    expect(await stage.investigation.status(stage.from())).toMatchObject({ billedBytes: SCANNED_BYTES });
  });

  it('of another bot is stopped in the query engine, and that bot says by whom', async () => {
    let cancel = (): void => {};
    const cancelled = new QueryFailed('CANCELLED', 'Query cancelled by user', '', STATISTICS);
    const stage = stages.stageOf({
      finish: () =>
        new Promise((_, reject) => {
          cancel = () => reject(cancelled);
        }),
    });
    const other = stages.stageOf();
    const asked = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(async () => stage.started.length === 1 && (await onlyRun(stage).catch(() => undefined)) !== undefined);

    await other.investigation.stop(stage.from({ userId: 'U0BOB' }), await onlyRun(stage));
    cancel();
    await asked;

    expect(other.stopped).toEqual(['e-1']);
    expect(stage.runs.at(-1)).toMatchObject({ state: 'failed', stoppedBy: 'U0BOB' });
  });

  it('that waits for its turn is stopped through another bot, and never asked', async () => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine, { maxQueries: 1 });
    const first = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 1);
    const second = stage.investigation.ask(stage.from(), { ...AUTHFAIL, window: '7d' });
    await until(() => stage.progress.includes('queued authfail'));
    const open = await stage.investigation.status(stage.from());
    const waiting = (await stage.store.runs(open?.id ?? '')).find(({ state }) => state === 'asked');

    const place = { caseId: open?.id ?? '', runId: waiting?.id ?? '' };
    await stages.stageOf().investigation.stop(stage.from({ userId: 'U0BOB' }), place);
    letGo();
    await Promise.all([first, second]);

    expect(stage.started).toHaveLength(1);
    expect(stage.runs.at(-1)).toMatchObject({ state: 'failed', stoppedBy: 'U0BOB' });
    expect(stage.runs.at(-1)?.statistics).toBeUndefined();
  });

  it('is stopped through another bot in the very moment in which its query starts', async () => {
    const other = stages.stageOf();
    const stops: Promise<void>[] = [];
    const { engine } = heldEngine();
    const stage = stages.stageOf({
      ...engine,
      async start() {
        const open = await stage.investigation.status(stage.from());
        const [run] = await stage.store.runs(open?.id ?? '');
        const place = { caseId: open?.id ?? '', runId: run?.id ?? '' };
        stops.push(other.investigation.stop(stage.from({ userId: 'U0BOB' }), place));
        await Promise.all(stops);
      },
    });

    await stage.investigation.ask(stage.from(), AUTHFAIL);

    expect(other.stopped).toEqual([]);
    expect(stage.runs.at(-1)).toMatchObject({ state: 'failed', stoppedBy: 'U0BOB', statistics: STATISTICS });
  });

  it('is not stopped by a message that was left over from a bot that was killed: that one goes', async () => {
    const { engine, letGo, running } = heldEngine();
    const stage = stages.stageOf(engine);
    const asked = stage.investigation.ask(stage.from(), AUTHFAIL);
    await until(() => running() === 1);

    const leftOver = stage.from({ messageTs: '1764000000.000900' });
    const failure = await failureOf(stage.investigation.stop(leftOver, await onlyRun(stage)));
    letGo();
    await asked;

    expect(failure).toEqual(told('was left over'));
    expect(stage.posts).toEqual(['card', 'run authfail', 'message removed', 'answered authfail']);
  });

  it('that has ended is not stopped', async () => {
    const stage = stages.stageOf();
    await stage.investigation.ask(stage.from(), AUTHFAIL);
    const open = await stage.investigation.status(stage.from());
    const [run] = open ? await stage.store.runs(open.id) : [];

    const failure = await failureOf(
      stage.investigation.stop(stage.from(), { caseId: open?.id ?? '', runId: run?.id ?? '' }),
    );

    expect(failure).toEqual(told('has ended already'));
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
  });
});
