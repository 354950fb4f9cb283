import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';
import { AFTERNOON, AGENT, KEY, ROLE, SUSPECT } from './calls.js';
import { ALICE, BOB, sentenceOf, startTestWorkspace, type TestWorkspace, tableOf, until } from './workspace.js';

describe('what somebody or something did', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;
  let asked = 0;

  beforeAll(async () => {
    engine = await recordsEngine(AFTERNOON);
    workspace = await startTestWorkspace(engine);
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  /** The answer to what is done. */
  async function answerTo(act: () => Promise<unknown>): Promise<Message> {
    asked += 1;
    await act();
    const answer = (await workspace.answers(asked)).at(-1);
    if (!answer) throw new Error('there is no answer');
    return answer;
  }
  /** The table that is shown again when something is done. */
  async function tableAfter(act: () => Promise<unknown>): Promise<Message> {
    const known = workspace.posts().length;
    await act();
    return until('the table', () => workspace.posts()[known]);
  }
  async function suspectIs(value: string): Promise<void> {
    const known = workspace.slack.ephemerals(BOB).length;
    await workspace.command(BOB, '/ir status');
    expect(await workspace.told(BOB, known)).toContain(value);
  }

  it('is asked of a role, all of whose sessions become the suspect', async () => {
    const about = await answerTo(() => workspace.command(ALICE, `/ir suspect ${ROLE} 7d`));

    expect(sentenceOf(about)).toBe(
      'role/ops-admin made 2 calls with 1 key from 1 address to 2 services; 1 was refused.',
    );
    await suspectIs(ROLE);
  });

  it('is asked of a user, who becomes the suspect instead', async () => {
    const about = await answerTo(() => workspace.command(ALICE, `/ir suspect ${SUSPECT}`));

    expect(sentenceOf(about)).toContain('user/ci-deploy made 22 calls');
    await suspectIs(SUSPECT);
  });

  it.each([
    ['a key', KEY, `${KEY} made 22 calls`],
    ['an address', '198.51.100.7', '198.51.100.7 made 24 calls'],
    ['a role', ROLE, 'role/ops-admin made 2 calls'],
    ['a user agent', `agent:${AGENT}`, `${AGENT} made 24 calls`],
    ['a user agent in curly quotes', `“agent:${AGENT}” 7d`, `${AGENT} made 24 calls`],
    ['the suspect, named by nobody', '', 'user/ci-deploy made 22 calls'],
  ])('is asked of %s, and the suspect stays', async (_, typed, sentence) => {
    const about = await answerTo(() => workspace.command(BOB, `/ir about ${typed}`));

    expect(sentenceOf(about)).toContain(sentence);
    await suspectIs(SUSPECT);
  });

  it('is asked of what is clicked in a table, and the suspect stays', async () => {
    const keys = await tableAfter(() => workspace.command(BOB, '/ir keys'));

    const about = await answerTo(() => workspace.click(BOB, keys, { action: ACTIONS.pickSubject }));

    expect(sentenceOf(about)).toContain(`${KEY} made 22 calls`);
    await suspectIs(SUSPECT);
  });

  it('shows first which identities used an address, and the other tables by a menu', async () => {
    const about = await answerTo(() => workspace.command(BOB, '/ir about 198.51.100.7'));
    expect(tableOf(about).rows.map(([identity, , calls]) => [identity, calls])).toEqual([
      ['user/ci-deploy', '22'],
      ['ops-admin/i-0abc12', '2'],
    ]);
    const statements = workspace.athena.statements.length;

    const services = await tableAfter(() => workspace.click(BOB, about, 'Services used · 3 rows'));

    expect(tableOf(services).rows.map(([service]) => service)).toEqual(['iam', 's3', 'sts']);
    expect(workspace.athena.statements).toHaveLength(statements);
  });
});
