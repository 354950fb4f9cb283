import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { GoesOn, ServiceDown, UserFacingError } from '../../src/errors.js';
import { HandedOver } from '../../src/investigation/ports.js';
import type { Run } from '../../src/investigation/run.js';
import {
  AUTHFAIL,
  anAnswer,
  deedsOf,
  type Engine,
  failureOf,
  MINUTE_MS,
  OF_ALICE,
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

/** So many calls of its ports a bot makes before it is killed: in the middle of the last one, before or after that does something. */
interface Life {
  readonly calls: number;
  readonly dies: 'before' | 'after';
}

/** The calls of a bot, and what is told when it dies. */
interface Made {
  calls: number;
  readonly dies?: () => void;
}

/** A bot's port. Once the bot is killed, nothing comes back, and nothing is done any more. */
function mortal<T extends object>(port: T, life: Life, made: Made): T {
  const never = new Promise<never>(() => undefined);
  return new Proxy(port, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return (...given: unknown[]) => {
        made.calls += 1;
        const isLast = made.calls === life.calls;
        if (isLast && life.dies === 'before') made.dies?.();
        if (made.calls > life.calls || (isLast && life.dies === 'before')) return never;
        const result: unknown = Reflect.apply(method, target, given);
        return isLast
          ? Promise.resolve(result).then(() => {
              made.dies?.();
              return never;
            })
          : result;
      };
    },
  });
}

/** More calls than a whole question takes. */
const LONGEST_LIFE = 26;
const LIVES: readonly Life[] = Array.from({ length: LONGEST_LIFE }, (_, at) => [
  { calls: at + 1, dies: 'before' as const },
  { calls: at + 1, dies: 'after' as const },
]).flat();

/** A bot of the team that asks, and is killed: its query never ends for it, and its lease is never renewed. */
async function killedAsking(stage: Stage, engine: Engine = { finish: () => new Promise(() => undefined) }) {
  const { teamId } = stage.from();
  const killed = stages.stageOf(engine, { renewalMs: 3_600_000 }, { teamId });
  const asked = killed.investigation.ask(killed.from(), AUTHFAIL);
  const isRunning = async () => (await stage.store.runs(`${teamId}-1`)).some(({ state }) => state === 'running');
  while (!(await isRunning())) await wait(5);
  return { killed, asked };
}

/** Another bot of the team, so many minutes later. */
function laterBot(stage: Stage, minutes: number, engine?: Engine): Stage {
  const other = stages.stageOf(engine, {}, { teamId: stage.from().teamId });
  other.wait(minutes * MINUTE_MS);
  return other;
}

describe('a bot that is killed', () => {
  it.each(LIVES)('$dies its call $calls leaves a question that another bot brings to its end, once', async (life) => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    let dies = (): void => {};
    const died = new Promise<string>((resolve) => {
      dies = () => resolve('killed');
    });
    const made: Made = { calls: 0, dies };
    const bot = stages.stageOf(
      {},
      {},
      {
        teamId,
        dress: ({ store, runner, channel }) => ({
          store: mortal(store, life, made),
          runner: mortal(runner, life, made),
          channel: mortal(channel, life, made),
        }),
      },
    );
    const asked = bot.investigation.chooseSuspect(bot.from(), OF_ALICE).then(() => 'answered');
    const outcome = await Promise.race([asked, died]);

    const other = laterBot(stage, 2);
    await other.investigation.recover(teamId);

    const runs = await stage.store.runs(`${teamId}-1`);
    const isStored = runs.length > 0;
    expect(await deedsOf(stage)).toEqual(isStored ? ['opened', 'suspect_chosen', 'asked', 'answered'] : ['opened']);
    expect(runs.map(({ state, leaseUntil }) => [state, leaseUntil])).toEqual(isStored ? [['answered', undefined]] : []);
    const tokens = [...bot.started, ...other.started].map(({ token }) => token);
    expect(new Set(tokens).size).toBe(isStored ? 1 : 0);
    const posts = [...bot.posts, ...other.posts];
    expect(posts.at(-1)).toBe(isStored ? 'answered about' : undefined);
    // A message that Slack took and that is not known any more is the one thing that nobody can find again.
    expect(posts.filter((post) => post === 'run about').length).toBeLessThanOrEqual(2);
    if (outcome === 'answered') expect(other.posts).toEqual([]);
  });

  it('is killed at each of its calls in the tests above, up to its answer', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());
    const made = { calls: 0 };
    const life: Life = { calls: Number.POSITIVE_INFINITY, dies: 'before' };
    const { teamId } = stage.from();
    const dress: NonNullable<Parameters<Stages['stageOf']>[2]>['dress'] = ({ store, runner, channel }) => ({
      store: mortal(store, life, made),
      runner: mortal(runner, life, made),
      channel: mortal(channel, life, made),
    });

    const bot = stages.stageOf({}, {}, { teamId, dress });
    await bot.investigation.chooseSuspect(bot.from(), OF_ALICE);

    expect(made.calls).toBeLessThanOrEqual(LONGEST_LIFE);
    expect(made.calls).toBeGreaterThan(12);
  });
});

describe('a question that could not be shown', () => {
  it('is not asked later, when the channel would take it', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const refused = new UserFacingError('I am not in this channel.');
    const bot = stages.stageOf(
      {},
      {},
      {
        teamId,
        dress: (ports) => ({ ...ports, channel: { ...ports.channel, postRun: () => Promise.reject(refused) } }),
      },
    );

    await expect(bot.investigation.ask(bot.from(), AUTHFAIL)).rejects.toThrow(refused);
    const other = laterBot(stage, 2);
    await other.investigation.recover(teamId);

    expect(other.posts).toEqual([]);
    expect(await deedsOf(stage)).toEqual(['opened']);
  });
});

describe('a question during which something was down', () => {
  it.each([
    ['before it was in the history', 'asked'],
    ['when it was answered', 'answered'],
  ])('%s is not asked again by anybody, since a bot goes on with it', async (_, type) => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const down = new ServiceDown('DynamoDB', 'cannot write', {});
    const bot = stages.stageOf(
      {},
      {},
      {
        teamId,
        dress: (ports) => ({
          ...ports,
          store: {
            ...ports.store,
            append: async (caseId, event) =>
              event.type === type ? Promise.reject(down) : ports.store.append(caseId, event),
          },
        }),
      },
    );

    const failure = await failureOf(bot.investigation.ask(bot.from(), AUTHFAIL));
    const next = laterBot(stage, 0);
    await next.investigation.recover(teamId);

    expect(failure).toBeInstanceOf(GoesOn);
    expect(failure).toMatchObject({ cause: down });
    expect(bot.posts).toEqual(['run authfail']);
    expect(next.posts).toEqual(['answered authfail']);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
  });

  it('when its query had started is not ended, and its query is not started twice', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const bot = stages.stageOf(
      {},
      {},
      {
        teamId,
        dress: (ports) => {
          let isDown = true;
          const store = {
            ...ports.store,
            saveRun: async (run: Run, held: string | undefined) => {
              if (run.state === 'running' && isDown) {
                isDown = false;
                throw new ServiceDown('DynamoDB', 'cannot write', {});
              }
              return ports.store.saveRun(run, held);
            },
          };
          return { ...ports, store };
        },
      },
    );

    const failure = await failureOf(bot.investigation.ask(bot.from(), AUTHFAIL));
    const next = laterBot(stage, 0);
    await next.investigation.recover(teamId);

    expect(failure).toBeInstanceOf(GoesOn);
    // The execution id is stored with what came next.
    expect(next.started).toEqual([]);
    expect(next.posts).toEqual(['answered authfail']);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
  });

  it('is not answered twice where its request comes again after its answer', async () => {
    const stage = stages.stageOf();
    await stage.investigation.chooseSuspect(stage.from(), OF_ALICE);
    stage.wait(11 * MINUTE_MS);
    const origin = stage.from();
    await stage.investigation.ask(origin, SERVICES);
    const posts = stage.posts.length;

    await stage.investigation.ask(origin, SERVICES);

    expect(stage.posts).toHaveLength(posts);
  });

  it('heeds a Stop that came before it was in the history', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const killed = stages.stageOf(
      {},
      { renewalMs: 3_600_000 },
      {
        teamId,
        dress: (ports) => ({
          ...ports,
          store: {
            ...ports.store,
            append: (caseId, event) =>
              event.type === 'asked' ? new Promise(() => undefined) : ports.store.append(caseId, event),
          },
        }),
      },
    );
    void killed.investigation.ask(killed.from(), AUTHFAIL);
    while ((await stage.store.runs(`${teamId}-1`)).every(({ messageTs }) => messageTs === undefined)) await wait(5);
    const [run] = await stage.store.runs(`${teamId}-1`);
    const other = laterBot(stage, 2);

    await other.investigation.stop(other.from({ userId: 'U0BOB' }), { caseId: `${teamId}-1`, runId: run?.id ?? '' });
    await other.investigation.recover(teamId);

    expect(other.started).toEqual([]);
    expect(other.runs.at(-1)).toMatchObject({ state: 'failed', stoppedBy: 'U0BOB' });
  });

  it('is left to the bot that is at it, however late its lease is renewed', async () => {
    const stage = stages.stageOf({ finish: () => new Promise(() => undefined) }, { renewalMs: 3_600_000 });
    await stage.investigation.open(stage.from());
    void stage.investigation.ask(stage.from(), AUTHFAIL);
    while (stage.started.length === 0) await wait(5);

    stage.wait(2 * MINUTE_MS);
    await stage.investigation.recover(stage.from().teamId);

    expect(stage.started).toHaveLength(1);
    expect(stage.posts).toEqual(['card', 'run authfail']);
  });

  it('takes its message back where another bot has shown it meanwhile', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    let isShown = (): void => {};
    const slow = stages.stageOf(
      {},
      { renewalMs: 3_600_000 },
      {
        teamId,
        dress: (ports) => ({
          ...ports,
          channel: {
            ...ports.channel,
            postRun: async (...given) => {
              await new Promise<void>((resolve) => {
                isShown = resolve;
              });
              return ports.channel.postRun(...given);
            },
          },
        }),
      },
    );
    const asked = slow.investigation.ask(slow.from(), AUTHFAIL);
    while ((await stage.store.runs(`${teamId}-1`)).length === 0) await wait(5);
    await wait(20);
    await laterBot(stage, 2).investigation.recover(teamId);

    isShown();
    await asked;

    expect(slow.posts).toEqual(['run authfail', 'message removed']);
  });
});

describe('questions that were left alone', () => {
  it('are taken over by one of several bots', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());
    await killedAsking(stage);
    const others = [laterBot(stage, 2), laterBot(stage, 2), laterBot(stage, 2)];

    await Promise.all(others.map(({ investigation, from }) => investigation.recover(from().teamId)));

    expect(others.flatMap(({ posts }) => posts)).toEqual(['answered authfail']);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
  });

  it('are left to the bot that is at them', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());
    await killedAsking(stage);
    const other = laterBot(stage, 0);

    await other.investigation.recover(stage.from().teamId);

    expect(other.posts).toEqual([]);
  });

  it('are not asked any more after an hour, since nobody waits, and say so', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const killed = stages.stageOf({ start: () => new Promise(() => undefined) }, { renewalMs: 3_600_000 }, { teamId });
    void killed.investigation.ask(killed.from(), AUTHFAIL);
    while ((await deedsOf(stage)).length < 2) await wait(5);
    const other = laterBot(stage, 61);

    await other.investigation.recover(teamId);
    await other.investigation.recover(teamId);

    expect(other.started).toEqual([]);
    expect(other.posts).toEqual(['failed authfail']);
    expect(other.runs[0]?.reason).toContain('could not be asked for an hour');
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'failed']);
  });

  it('are read after an hour, too, where Athena has answered them', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());
    await killedAsking(stage);
    const other = laterBot(stage, 61);

    await other.investigation.recover(stage.from().teamId);

    expect(other.started).toEqual([]);
    expect(other.posts).toEqual(['answered authfail']);
  });

  it('are tried once after an hour, whatever comes of it', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    await killedAsking(stage);
    const isDown: NonNullable<Parameters<Stages['stageOf']>[2]>['dress'] = (ports) => ({
      ...ports,
      channel: { ...ports.channel, updateRun: () => Promise.reject(new Error('Slack is down')) },
    });
    const first = stages.stageOf({}, {}, { teamId, dress: isDown });
    first.wait(61 * MINUTE_MS);
    await first.investigation.recover(teamId);
    const other = laterBot(stage, 70);

    await other.investigation.recover(teamId);

    expect(other.posts).toEqual([]);
    expect((await stage.store.runs(`${teamId}-1`)).map(({ leaseUntil }) => leaseUntil)).toEqual([undefined]);
  });

  it('are not asked where somebody has asked the same meanwhile', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const killed = stages.stageOf({ start: () => new Promise(() => undefined) }, { renewalMs: 3_600_000 }, { teamId });
    void killed.investigation.ask(killed.from(), AUTHFAIL);
    while ((await deedsOf(stage)).length < 2) await wait(5);
    const again = laterBot(stage, 2, { finish: () => new Promise(() => undefined) });
    void again.investigation.ask(again.from(), AUTHFAIL);
    while (again.started.length === 0) await wait(5);
    const other = laterBot(stage, 2);

    await other.investigation.recover(teamId);

    expect(other.started).toEqual([]);
    expect(other.posts).toEqual(['failed authfail']);
    expect(other.runs[0]?.reason).toContain('asked once more while I was not running');
  });

  it('do not keep others from being found where one is broken', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    await killedAsking(stage);
    await stages.break(`${teamId}-1`);
    const elsewhere = { channelId: 'C0OTHER' };
    await stage.investigation.open(stage.from(elsewhere));
    const killed = stages.stageOf({ finish: () => new Promise(() => undefined) }, { renewalMs: 3_600_000 }, { teamId });
    void killed.investigation.ask(killed.from(elsewhere), AUTHFAIL);
    while (killed.started.length === 0) await wait(5);
    const other = laterBot(stage, 2);

    await other.investigation.recover(teamId);

    expect(other.posts).toEqual(['answered authfail']);
    expect((await other.investigation.cases(teamId, 10)).cases.map(({ number }) => number)).toEqual([2]);
  });

  it('say why there is no answer, where their query cannot be read any more', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());
    await killedAsking(stage);
    const other = laterBot(stage, 2, { finish: () => Promise.reject(new Error('it is broken')) });

    await other.investigation.recover(stage.from().teamId);

    expect(other.posts).toEqual(['failed authfail']);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'failed']);
  });
});

describe('a bot that wakes up after another has taken over', () => {
  it('says nothing, and changes nothing', async () => {
    const stage = stages.stageOf();
    await stage.investigation.open(stage.from());
    let wakeUp = (): void => {};
    const { killed: slow, asked } = await killedAsking(stage, {
      finish: ({ detection }) =>
        new Promise((resolve) => {
          wakeUp = () => resolve({ answer: anAnswer(detection), statistics: { scannedBytes: 99, totalMs: 1 } });
        }),
    });
    await laterBot(stage, 2).investigation.recover(stage.from().teamId);

    wakeUp();
    await asked;

    expect(slow.posts).toEqual(['run authfail']);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
    expect((await stage.investigation.status(stage.from()))?.scannedBytes).not.toBe(99);
  });
});

/** A query that does not end by itself. */
async function untilAborted(signal: AbortSignal): Promise<never> {
  if (!signal.aborted) await once(signal, 'abort');
  throw signal.reason;
}

describe('a bot that has lost a question to another', () => {
  it('finds that out by itself, and lets the query go on', async () => {
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const reasons: unknown[] = [];
    const finish: Engine['finish'] = (_, signal) => untilAborted(signal).finally(() => reasons.push(signal.reason));
    const slow = stages.stageOf({ finish }, { renewalMs: 300 }, { teamId });
    const asked = slow.investigation.ask(slow.from(), AUTHFAIL);
    while (slow.started.length === 0) await wait(5);

    await laterBot(stage, 2).investigation.recover(teamId);
    await asked;

    expect(reasons).toEqual([expect.objectContaining({ name: 'LeaseLost' })]);
    expect(slow.posts).toEqual(['run authfail']);
    expect(await deedsOf(stage)).toEqual(['opened', 'asked', 'answered']);
  });
});

describe('a bot that has to go', () => {
  it.each([
    ['runs', undefined],
    ['waits for its turn', 1],
  ])('leaves a question that %s to the next bot, at once and without stopping its query', async (_, maxQueries) => {
    const stopping = new AbortController();
    const finish: Engine['finish'] = (_, signal) => untilAborted(signal);
    const stage = stages.stageOf();
    const { teamId } = stage.from();
    await stage.investigation.open(stage.from());
    const going = stages.stageOf({ finish }, { stopping: stopping.signal, maxQueries }, { teamId });
    const windows = ['24h', '7d'];
    const asked = windows.map((window) => going.investigation.ask(going.from(), { ...AUTHFAIL, window }));
    while (going.posts.length < 2 || going.started.length < (maxQueries ?? 2)) await wait(5);

    stopping.abort(new HandedOver());
    await Promise.all(asked);
    const next = laterBot(stage, 0);
    await next.investigation.recover(teamId);

    expect(going.posts.slice(2)).toEqual(['handed over authfail', 'handed over authfail']);
    expect(next.posts).toEqual(['answered authfail', 'answered authfail']);
    expect(going.started.length + next.started.length).toBe(2);
    expect(going.stopped).toEqual([]);
    expect([...(await deedsOf(stage))].sort()).toEqual(['answered', 'answered', 'asked', 'asked', 'opened']);
  });
});

describe('more questions than may run at once', () => {
  it('wait for their turn, in order, and say so', async () => {
    const ends: (() => void)[] = [];
    const stage = stages.stageOf(
      {
        finish: ({ detection }) =>
          new Promise((resolve) => {
            ends.push(() => resolve({ answer: anAnswer(detection), statistics: { scannedBytes: 1, totalMs: 1 } }));
          }),
      },
      { maxQueries: 1 },
    );
    await stage.investigation.open(stage.from());
    const windows = ['24h', '7d', '30d'];
    const asked = [];
    for (const [at, window] of windows.entries()) {
      asked.push(stage.investigation.ask(stage.from(), { ...AUTHFAIL, window }));
      while (stage.posts.length < at + 2 || (at > 0 && stage.progress.length < at)) await wait(5);
    }

    expect(stage.started.map(({ window }) => window.text)).toEqual(['24h']);
    expect(stage.progress).toEqual(['queued authfail', 'queued authfail']);
    for (let at = 0; at < windows.length; at++) {
      while (ends.length <= at) await wait(5);
      ends[at]?.();
    }
    await Promise.all(asked);
    expect(stage.started.map(({ window }) => window.text)).toEqual(windows);
  });
});
