import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { Faults } from '../../src/local/faults.js';
import { ALICE, CHANNEL, sentenceOf, startTestWorkspace, type TestWorkspace, until } from './workspace.js';

let faults: Faults;
let workspace: TestWorkspace;
let closeEngine: () => void;
beforeEach(async () => {
  faults = new Faults(7);
  const engine = await recordsEngine([]);
  closeEngine = () => engine.close();
  workspace = await startTestWorkspace(engine, { faults });
  workspace.environment.IR_LEASE_SECONDS = '2';
  await workspace.startBot();
});
afterEach(async () => {
  faults.setRates(undefined);
  await workspace.close();
  closeEngine();
});

const NOTHING_FOUND = 'no matching events';

/** Asks the first question, so that a case is open and the table is known. */
async function openCase(): Promise<void> {
  await workspace.command(ALICE, '/ir authfail 1h');
  await workspace.answers(1);
}

/** The newest answer, once there are so many. */
const answer = async (total: number) => sentenceOf((await workspace.answers(total)).at(-1));

describe('Athena', () => {
  it('that throttles, fails and loses answers now and then is asked until it answers', async () => {
    workspace.athena.setDelays({ runningMs: 4_000 });
    faults.setRates({ 'Athena throttled': 0.1, 'Athena internal error': 0.1, 'Athena answer lost': 0.1 });

    await workspace.command(ALICE, '/ir authfail');

    expect(await answer(1)).toContain(NOTHING_FOUND);
    expect([...faults.counts.values()].reduce((sum, count) => sum + count, 0)).toBeGreaterThan(0);
    expect(workspace.athena.statements).toHaveLength(1);
  });

  it('that fails a query says why, and the question is asked again with one click', async () => {
    await openCase();
    faults.setRates({ 'Athena query failed': 1 });
    await workspace.command(ALICE, '/ir authfail');
    const failed = await until('the query has failed', async () => (await workspace.answers(2)).at(-1));
    faults.setRates(undefined);

    await workspace.click(ALICE, failed, 'Ask again');

    expect(JSON.stringify(failed.blocks)).toContain('asking again may help');
    expect(await answer(3)).toContain(NOTHING_FOUND);
  });

  it('that stays down is named, in the thread, and the question is asked again with one click', async () => {
    await openCase();
    faults.setRates({ 'Athena internal error': 1 });
    await workspace.command(ALICE, '/ir authfail');
    const failed = await until('it is given up', async () => (await workspace.answers(2)).at(-1));
    faults.setRates(undefined);

    await workspace.click(ALICE, failed, 'Ask again');

    expect(sentenceOf(failed)).toContain('Athena did not do what I asked, though I tried for a while');
    expect(await answer(3)).toContain(NOTHING_FOUND);
  });
});

describe('DynamoDB', () => {
  it('that throttles, fails and loses answers now and then keeps everything, once', async () => {
    faults.setRates({ 'DynamoDB throttled': 0.2, 'DynamoDB internal error': 0.1, 'DynamoDB answer lost': 0.1 });

    await workspace.command(ALICE, '/ir authfail');

    expect(await answer(1)).toContain(NOTHING_FOUND);
    faults.setRates(undefined);
    await workspace.command(ALICE, '/ir history');
    expect((await workspace.told(ALICE)).match(/no matching events/gi)).toHaveLength(1);
    expect(workspace.athena.statements).toHaveLength(1);
  });

  it('that is down is named, and the question is asked once it is up, with one click', async () => {
    faults.setRates({ 'DynamoDB internal error': 1 });
    const { ok } = await workspace.command(ALICE, '/ir authfail');
    const heard = await workspace.heard(ALICE);
    faults.setRates(undefined);

    await workspace.click(ALICE, heard, 'Ask again');

    expect(ok).toBe(true);
    expect(JSON.stringify(heard)).toContain('DynamoDB, where I keep the cases, did not do what I asked');
    expect(await answer(1)).toContain(NOTHING_FOUND);
  });
});

describe('Slack', () => {
  it('that has had too many calls, or fails, gets the answer later', async () => {
    workspace.athena.setDelays({ runningMs: 300 });
    workspace.slack.failNext('chat.postMessage', { status: 429, retryAfterSeconds: 1 });
    workspace.slack.failNext('chat.update', { status: 429, retryAfterSeconds: 1 });
    workspace.slack.failNext('chat.update', { status: 503 });

    await workspace.command(ALICE, '/ir authfail');

    expect(await answer(1)).toContain(NOTHING_FOUND);
  });

  it('that cuts the connection in the middle of a question gets the answer all the same, and the bot comes back', async () => {
    workspace.athena.setDelays({ runningMs: 1_000 });
    await workspace.command(ALICE, '/ir authfail');
    await until('it runs', () => workspace.athena.statements.length === 1 || undefined);

    expect(workspace.slack.cutSocket()).toBe(true);

    expect(await answer(1)).toContain(NOTHING_FOUND);
    await until('the bot is back', () => workspace.slack.connections() > 0 || undefined);
    await workspace.command(ALICE, '/ir status');
    expect(await workspace.told(ALICE)).toContain('Case 1');
  });

  it.each([
    ['is_archived', 'This channel is archived'],
    ['not_in_channel', 'I am not in this channel'],
  ])(
    'that takes no answer in the channel any more (%s): the person is told, and the history has it',
    async (error, says) => {
      await openCase();
      workspace.athena.setDelays({ runningMs: 500 });
      await workspace.command(ALICE, '/ir authfail');
      await until('it runs', () => workspace.athena.statements.length === 2 || undefined);
      for (let edit = 0; edit < 3; edit++) workspace.slack.failNext('chat.update', { error });

      expect(await workspace.told(ALICE)).toContain(says);
      await workspace.command(ALICE, '/ir history');
      expect((await workspace.told(ALICE, 1)).match(/no matching events/gi)).toHaveLength(2);
      const [run] = workspace.posts(CHANNEL).slice(-1);
      expect(run).toBeDefined();
    },
  );
});
