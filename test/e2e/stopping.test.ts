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

  it('stops a query that takes too long, and says so to the people and in the history', async () => {
    await withWorkspace(await recordsEngine([]), async (workspace) => {
      workspace.athena.setDelays({ runningMs: 60_000 });
      await workspace.command(ALICE, '/ir authfail');
      await until('Athena runs it', () => (workspace.athena.statements.length === 1 ? true : undefined));

      await workspace.stopBot(50);

      const farewell = 'I had to stop while this was running, and the query was stopped. Ask again.';
      expect(sentenceOf((await workspace.answers(1))[0])).toContain(farewell);
      expect(await workspace.told(ALICE)).toContain(farewell);
      await workspace.startBot();
      await workspace.command(ALICE, '/ir history');
      expect(await workspace.told(ALICE, 1)).toContain('no answer: ');
    });
  });
});
