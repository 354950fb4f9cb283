import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';
import { AFTERNOON, SUSPECT } from './calls.js';
import {
  ALICE,
  BOB,
  CHANNEL,
  OUTSIDER,
  sentenceOf,
  startTestWorkspace,
  type TestWorkspace,
  tableOf,
  until,
} from './workspace.js';

describe('an investigation in the incident channel', () => {
  let engine: LogEngine;
  let folder: string;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    engine = await recordsEngine(AFTERNOON);
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    workspace = await startTestWorkspace(engine, { dynamodbFolder: join(folder, 'dynamodb') });
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** The answer with this number, counted from 0. */
  async function answer(at: number): Promise<Message> {
    const found = (await workspace.answers(at + 1))[at];
    if (!found) throw new Error(`there is no answer ${at}`);
    return found;
  }
  const statements = () => workspace.athena.statements.length;

  it('answers /ir authfail in the thread of a new case: which identities are refused, and how often', async () => {
    await workspace.command(ALICE, '/ir authfail');

    const first = await answer(0);
    expect(first.threadTs).toBe(workspace.card().ts);
    expect(sentenceOf(first)).toBe('2 identities were refused 21 times; user/ci-deploy makes 95 % of it.');
    expect(tableOf(first).rows.map(([identity, , refused]) => [identity, refused])).toEqual([
      ['user/ci-deploy', '20'],
      ['ops-admin/i-0abc12', '1'],
    ]);
    expect(JSON.stringify(first.blocks)).toContain('<@U0ALICE>');
    await until(
      'the card counts it',
      () => JSON.stringify(workspace.card().blocks).includes('1 question') || undefined,
    );
  });

  it('shows another table of that answer without asking again', async () => {
    await workspace.command(BOB, '/ir calls 24h');

    const calls = await workspace.inThread('ListUsers');
    expect(tableOf(calls).rows).toHaveLength(21);
    expect(JSON.stringify(calls.blocks)).toContain('AccessDenied');
    expect(statements()).toBe(1);
  });

  it('makes the clicked identity the suspect and says in one answer what it did, from one more statement', async () => {
    await workspace.click(BOB, await answer(0), 'user/ci-deploy');

    expect(sentenceOf(await answer(1))).toBe(
      'user/ci-deploy made 22 calls with 1 key from 1 address to 2 services; 20 were refused.',
    );
    expect(statements()).toBe(2);
    await until('the card names the suspect', () => {
      const card = JSON.stringify(workspace.card().blocks);
      return (card.includes(SUSPECT) && card.includes('U0BOB') && card.includes('2 questions')) || undefined;
    });
  });

  it('shows every table of it, and still has asked twice, each time the table once', async () => {
    for (const [view, says] of [
      ['services', 'sts'],
      ['actions', 'Describe19'],
      ['timeline', 'Describe19'],
      ['events', 'Describe19'],
      ['sources', '198.51.100.7'],
      ['keys', 'AKIAIOSFODNN7EXAMPLE'],
      ['errors', 'AccessDenied'],
      ['callers', 'user/ci-deploy'],
    ] as const) {
      const known = workspace.posts().length;
      await workspace.command(ALICE, `/ir ${view}`);
      const shown = await until(`the table ${view}`, () => workspace.posts()[known]);
      expect([view, JSON.stringify(tableOf(shown).rows)]).toEqual([view, expect.stringContaining(says)]);
    }

    expect(statements()).toBe(2);
    for (const sql of workspace.athena.statements) expect(sql.match(/"cloudtrail"/g)).toHaveLength(1);
  });

  it('says how old a table is that it shows again', async () => {
    const known = workspace.posts().length;
    await workspace.command(ALICE, '/ir services');

    const services = await until('the table', () => workspace.posts()[known]);
    expect(tableOf(services).rows.map(([service, calls, refused]) => [service, calls, refused])).toEqual([
      ['iam', '21', '20'],
      ['sts', '1', '0'],
    ]);
    expect(JSON.stringify(services.blocks)).toContain('less than 1 min old');
  });

  it('asks again by the button under it', async () => {
    const services = await workspace.inThread('Services used');

    await workspace.click(ALICE, services, { action: ACTIONS.askAgain });

    expect(sentenceOf(await answer(2))).toContain('user/ci-deploy made 22 calls');
    expect(statements()).toBe(3);
  });

  it('asks again about the suspect over another window', async () => {
    await workspace.command(ALICE, '/ir services 7d');

    expect(tableOf(await answer(3)).rows).toHaveLength(2);
    expect(statements()).toBe(4);
  });

  it('asks by the buttons of the card too', async () => {
    await workspace.click(ALICE, workspace.card(), 'Refused calls');

    expect(sentenceOf(await answer(4))).toContain('2 identities were refused');
  });

  it('shows the history to another person: who asked what, about whom, what came out, with links', async () => {
    await workspace.command(BOB, '/ir history');

    const history = await workspace.told(BOB);
    for (const part of [
      'opened the case',
      'Refused calls',
      '2 identities were refused 21 times',
      'user/ci-deploy',
      'as the suspect',
      'U0ALICE',
      'U0BOB',
      '→ answer',
    ]) {
      expect(history).toContain(part);
    }
    expect(workspace.slack.ephemerals(ALICE)).toEqual([]);
  });

  it('refuses an outsider, for commands and for clicks, and does nothing', async () => {
    const first = await answer(0);
    const before = { statements: statements(), posts: workspace.posts().length };

    await workspace.command(OUTSIDER, '/ir history');
    expect(await workspace.told(OUTSIDER)).toContain("not on the responders' list");
    await workspace.click(OUTSIDER, first, 'user/ci-deploy');
    expect(await workspace.told(OUTSIDER, 1)).toContain("not on the responders' list");

    expect({ statements: statements(), posts: workspace.posts().length }).toEqual(before);
  });

  it('still has the case, its history and its rows after a restart', async () => {
    const asked = statements();
    const heard = workspace.slack.ephemerals(ALICE).length;
    const posted = workspace.posts().length;
    await workspace.stopBot();
    await workspace.startBot();

    await workspace.command(ALICE, '/ir history');
    expect(await workspace.told(ALICE, heard)).toContain('as the suspect');
    await workspace.command(ALICE, '/ir status');
    expect(await workspace.told(ALICE, heard + 1)).toContain(SUSPECT);
    await workspace.command(ALICE, '/ir keys');
    const keys = await until('the keys', () => workspace.posts()[posted]);

    expect(tableOf(keys).rows.map(([key, calls]) => [key, calls])).toEqual([['AKIAIOSFODNN7EXAMPLE', '22']]);
    expect(statements()).toBe(asked);
  });

  it('put no secret and no payload into the log', () => {
    expect(workspace.log.length).toBeGreaterThan(10);
    expect(workspace.log.join('')).not.toMatch(/xoxb-|xapp-|\/response\//);
  });

  it('said in the log which table it found', () => {
    expect(workspace.log.filter((line) => line.includes('the CloudTrail table'))).toEqual([
      expect.stringContaining('"layout":"bootstrap"'),
      expect.stringContaining('"layout":"bootstrap"'),
    ]);
  });

  it('keeps the channel as quiet as it promises: one card, the rest in its thread', () => {
    const inChannel = workspace.posts(CHANNEL).filter(({ ts, threadTs }) => threadTs === undefined || threadTs === ts);

    expect(inChannel).toHaveLength(1);
  });
});
