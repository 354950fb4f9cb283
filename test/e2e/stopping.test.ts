import { describe, expect, it } from '@jest/globals';
import { recordsEngine } from '../../src/local/athena/log-engine.js';
import { ALICE, sentenceOf, until, withWorkspace } from './workspace.js';

describe('a bot that is told to stop', () => {
  it('lets a running question end first', async () => {
    await withWorkspace(await recordsEngine([]), async (workspace) => {
      workspace.athena.setDelays({ runningMs: 500 });
      await workspace.command(ALICE, '/ir authfail');
      await until('the question runs', () => (workspace.posts().length === 2 ? true : undefined));

      await workspace.stopBot();

      expect(sentenceOf((await workspace.answers(1))[0])).toContain('no matching events');
    });
  });

  it('leaves a query that takes longer to the bot that is started next, and says so', async () => {
    await withWorkspace(await recordsEngine([]), async (workspace) => {
      workspace.athena.setDelays({ runningMs: 2_000 });
      await workspace.command(ALICE, '/ir authfail');
      await until('Athena runs it', () => (workspace.athena.statements.length === 1 ? true : undefined));

      await workspace.stopBot(50);
      expect(sentenceOf(await workspace.inThread('being restarted'))).toContain('There is nothing to be done');
      await workspace.startBot();

      expect(sentenceOf((await workspace.answers(1)).at(-1))).toContain('no matching events');
      expect(workspace.athena.statements).toHaveLength(1);
      expect(workspace.slack.ephemerals(ALICE)).toEqual([]);
      await workspace.command(ALICE, '/ir history');
      expect(await workspace.told(ALICE)).not.toContain('no answer: ');
    });
  });
});
