import { describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';
import { AFTERNOON } from './calls.js';
import { ALICE, sentenceOf, until, withWorkspace } from './workspace.js';

describe('a question that reads the whole table', () => {
  it('is asked when the person says so, and not before', async () => {
    await withWorkspace(await recordsEngine(AFTERNOON), async (workspace) => {
      await workspace.command(ALICE, '/ir authfail all');
      const question = await workspace.heard(ALICE);
      expect(JSON.stringify(question)).toContain('reads the whole table');
      expect(workspace.posts()).toEqual([]);

      await workspace.click(ALICE, question, { action: ACTIONS.confirm });

      expect(sentenceOf((await workspace.answers(1))[0])).toContain('2 identities were refused 21 times');
      expect(workspace.slack.ephemerals(ALICE)).toEqual([]);
      expect(workspace.athena.statements).toHaveLength(1);
    });
  });

  it('is one over any window where the table has no partitions, by click as by command', async () => {
    await withWorkspace(
      await recordsEngine(AFTERNOON),
      async (workspace) => {
        await workspace.command(ALICE, '/ir authfail');
        const question = await workspace.heard(ALICE);
        expect(JSON.stringify(question)).toContain('no partitions by day');
        await workspace.click(ALICE, question, { action: ACTIONS.confirm });
        const [answer] = await workspace.answers(1);
        if (!answer) throw new Error('no answer to click in');

        await workspace.click(ALICE, answer, 'user/ci-deploy');
        await workspace.click(ALICE, await workspace.heard(ALICE), { action: ACTIONS.confirm });

        expect(sentenceOf((await workspace.answers(2))[1])).toContain('user/ci-deploy made 22 calls');
      },
      { athena: { layout: 'console' } },
    );
  });
});

describe('what a case may cost', () => {
  it('stops the next question at the limit, and a responder may raise it', async () => {
    // Athena bills at least 10 MB a query, which is $0.00005: the third reaches the limit.
    const environment = { IR_CASE_BUDGET_USD: '0.0001' };
    await withWorkspace(
      await recordsEngine(AFTERNOON),
      async (workspace) => {
        for (const asked of [1, 2, 3]) {
          await workspace.command(ALICE, '/ir coverage');
          await workspace.answers(asked);
        }

        await workspace.command(ALICE, '/ir coverage');
        const told = await workspace.told(ALICE);
        expect(told).toContain('Any responder may raise its limit');
        expect(told).toContain('/ir budget 1');
        expect(workspace.athena.statements).toHaveLength(3);

        await workspace.command(ALICE, '/ir budget $1');
        expect(await workspace.told(ALICE, 1)).toContain('may cost $1.00 now');
        await workspace.command(ALICE, '/ir coverage');
        await workspace.answers(4);
      },
      { environment },
    );
  });
});

describe('the window of a case', () => {
  it('is that of the questions that name none', async () => {
    await withWorkspace(await recordsEngine(AFTERNOON), async (workspace) => {
      await workspace.command(ALICE, '/ir authfail');
      await workspace.answers(1);

      await workspace.command(ALICE, '/ir window 15m');
      expect(await workspace.told(ALICE)).toContain('questions that name no window now look at 15m');
      await workspace.command(ALICE, '/ir authfail');

      expect(sentenceOf((await workspace.answers(2))[1])).toContain('no matching events');
      await until('the card says so', () => JSON.stringify(workspace.card().blocks).includes('15') || undefined);
    });
  });
});

describe('/ir doctor', () => {
  it('says which table there is, what it cannot see, and what a question costs', async () => {
    await withWorkspace(
      await recordsEngine(AFTERNOON),
      async (workspace) => {
        await workspace.command(ALICE, '/ir doctor');

        const report = await workspace.told(ALICE);
        expect(report).toContain('AWS Security Analytics Bootstrap');
        expect(report).toContain('eu-central-1');
        expect(workspace.posts()).toEqual([]);

        await workspace.command(ALICE, '/ir authfail');
        const answer = JSON.stringify((await workspace.answers(1))[0]?.blocks);
        expect(answer).toContain('Not searched');
        expect(answer).toContain("not in the table's region list");
      },
      { athena: { layout: 'bootstrap', projectionRegions: ['us-east-1', 'us-west-2'] } },
    );
  });

  it('reads a table without partitions only when the person says so', async () => {
    await withWorkspace(
      await recordsEngine(AFTERNOON),
      async (workspace) => {
        await workspace.command(ALICE, '/ir doctor');
        const report = await workspace.heard(ALICE);
        expect(JSON.stringify(report)).toContain('without partitions');
        expect(workspace.athena.statements).toEqual([]);

        await workspace.click(ALICE, report, { action: ACTIONS.confirm });

        await until('it has asked', () => workspace.athena.statements.length === 1 || undefined);
        await until('the new report', () => {
          const [only, ...more] = workspace.slack.ephemerals(ALICE);
          return more.length === 0 && only && only.ts !== report.ts ? only : undefined;
        });
      },
      { athena: { layout: 'console' } },
    );
  });
});
