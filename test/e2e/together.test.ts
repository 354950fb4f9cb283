import { describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';
import { AFTERNOON, SESSION, SUSPECT } from './calls.js';
import { ALICE, BOB, CHANNEL, sentenceOf, type TestWorkspace, until, withWorkspace } from './workspace.js';

/** The message of a question while it is being asked. */
const running = (workspace: TestWorkspace) =>
  until('a running question', () =>
    workspace.posts().find(({ blocks }) => JSON.stringify(blocks).includes(ACTIONS.stop)),
  );

describe('a question that runs', () => {
  it('shows everybody its steps, then becomes its answer', async () => {
    await withWorkspace(await recordsEngine(AFTERNOON), async (workspace) => {
      workspace.athena.setDelays({ queuedMs: 300, runningMs: 2_500 });
      await workspace.command(ALICE, '/ir authfail');

      const first = await running(workspace);
      const seen = await until('bytes so far', () => {
        const [now] = workspace.posts().filter(({ ts }) => ts === first.ts);
        return /\d s · [\d.]+ \w+ so far/.test(JSON.stringify(now?.blocks)) ? now : undefined;
      });

      expect(seen.blocks?.[0]).toMatchObject({
        type: 'plan',
        tasks: [{ status: 'complete' }, { title: 'Running', status: 'in_progress' }, { status: 'pending' }],
      });
      const [answer] = await workspace.answers(1);
      expect(answer?.ts).toBe(first.ts);
      expect(sentenceOf(answer)).toContain('2 identities were refused 21 times');
      expect(JSON.stringify(answer)).not.toContain('"plan"');
    });
  });

  it('is a line where the workspace has no plans yet', async () => {
    await withWorkspace(
      await recordsEngine(AFTERNOON),
      async (workspace) => {
        await workspace.command(ALICE, '/ir authfail');

        expect(sentenceOf((await workspace.answers(1))[0])).toContain('2 identities were refused 21 times');
      },
      { refuseBlocks: ['plan', 'task_card'] },
    );
  });

  it('is stopped in Athena by whoever stops it, and everybody sees by whom', async () => {
    await withWorkspace(await recordsEngine(AFTERNOON), async (workspace) => {
      workspace.athena.setDelays({ runningMs: 60_000 });
      await workspace.command(ALICE, '/ir authfail');
      const question = await running(workspace);
      await until('Athena runs it', () => (workspace.athena.statements.length === 1 ? true : undefined));
      await workspace.click(BOB, question, 'Stop');

      const [stopped] = await workspace.answers(1);
      expect(JSON.stringify(stopped?.blocks)).toContain(BOB);
      expect(sentenceOf(stopped)).toMatch(/stopped/i);
      await workspace.command(ALICE, '/ir history');
      const history = await workspace.told(ALICE);
      expect(history).toContain('stopped ');
    });
  });

  it('is not asked twice: the second person is pointed to where its answer will be', async () => {
    await withWorkspace(await recordsEngine(AFTERNOON), async (workspace) => {
      workspace.athena.setDelays({ runningMs: 1_500 });
      await workspace.command(ALICE, '/ir authfail');
      const question = await running(workspace);
      await until('Athena runs it', () => (workspace.athena.statements.length === 1 ? true : undefined));

      await workspace.command(BOB, '/ir authfail');

      const told = await workspace.told(BOB);
      expect(told).toContain(ALICE);
      expect(told).toContain(encodeURIComponent(question.ts));
      await workspace.answers(1);
      expect(workspace.athena.statements).toHaveLength(1);
      expect(workspace.posts()).toHaveLength(2);
    });
  });
});

describe('two people who click different identities at once', () => {
  it('both get their answers, both are in the history, and the suspect is that of the later click', async () => {
    await withWorkspace(await recordsEngine(AFTERNOON), async (workspace) => {
      await workspace.command(ALICE, '/ir authfail');
      const [answer] = await workspace.answers(1);
      if (!answer) throw new Error('no answer to click in');
      workspace.athena.setDelays({ runningMs: 300 });

      await Promise.all([
        workspace.click(ALICE, answer, 'user/ci-deploy'),
        workspace.click(BOB, answer, 'ops-admin/i-0abc12'),
      ]);

      const said = (await workspace.answers(3)).map(sentenceOf);
      expect(said).toContainEqual(expect.stringMatching(/^user\/ci-deploy made 22 calls/));
      expect(said).toContainEqual(expect.stringMatching(/^ops-admin\/i-0abc12 made 2 calls/));
      await until('the card names the later one', () => {
        const card = JSON.stringify(workspace.card().blocks);
        return (card.includes(SESSION) && card.includes('3 questions')) || undefined;
      });
      expect(JSON.stringify(workspace.card().blocks)).not.toContain(SUSPECT);
      await workspace.command(ALICE, '/ir history');
      const history = await workspace.told(ALICE);
      expect(history).toMatch(/U0ALICE(?:(?!user_id).)*chose (?:(?!user_id).)*user\/ci-deploy/);
      expect(history).toMatch(/U0BOB(?:(?!user_id).)*chose (?:(?!user_id).)*ops-admin\/i-0abc12/);
      expect(workspace.slack.messages(CHANNEL).filter(({ userId }) => userId === 'U0IRBOT')).toHaveLength(4);
    });
  });
});
