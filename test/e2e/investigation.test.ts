import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
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

const SUSPECT = 'arn:aws:iam::111122223333:user/ci-deploy';
const SESSION = 'arn:aws:sts::111122223333:assumed-role/ops-admin/i-0abc12';

/** So many minutes ago, as CloudTrail writes times. */
const ago = (minutes: number): string => `${new Date(Date.now() - minutes * 60_000).toISOString().slice(0, 19)}Z`;

const call = (arn: string, eventName: string, minutesAgo: number, changes: object = {}) => ({
  eventVersion: '1.11',
  userIdentity: { type: arn.includes(':user/') ? 'IAMUser' : 'AssumedRole', arn, accountId: '111122223333' },
  eventTime: ago(minutesAgo),
  eventSource: 'iam.amazonaws.com',
  eventName,
  awsRegion: 'us-east-1',
  sourceIPAddress: '198.51.100.7',
  userAgent: 'aws-cli/2.17',
  eventID: randomUUID(),
  recipientAccountId: '111122223333',
  ...changes,
});
const denied = { errorCode: 'AccessDenied', errorMessage: 'not authorized <!channel>' };
const RECORDS = [
  ...Array.from({ length: 20 }, (_, at) => call(SUSPECT, `Describe${at}`, 60 + at, denied)),
  call(SUSPECT, 'GetCallerIdentity', 100, { eventSource: 'sts.amazonaws.com' }),
  call(SUSPECT, 'CreateAccessKey', 40),
  call(SESSION, 'ListUsers', 30, denied),
  call(SESSION, 'ListBuckets', 29, { eventSource: 's3.amazonaws.com' }),
];

describe('an investigation in the incident channel', () => {
  let engine: LogEngine;
  let folder: string;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    engine = await recordsEngine(RECORDS);
    folder = await mkdtemp(join(tmpdir(), 'ir-bot-'));
    workspace = await startTestWorkspace(engine, { dynamodbFolder: join(folder, 'dynamodb') });
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('answers /ir authfail in the thread of a new case', async () => {
    await workspace.command(ALICE, '/ir authfail');

    const [answer] = await workspace.answers(1);
    expect(answer?.threadTs).toBe(workspace.card().ts);
    expect(sentenceOf(answer)).toBe('21 calls were refused; 95 % of them to user/ci-deploy.');
    expect(tableOf(answer).rows).toHaveLength(21);
    expect(tableOf(answer).rows[0]).toEqual(
      expect.arrayContaining(['ops-admin/i-0abc12', 'ListUsers', 'AccessDenied']),
    );
    expect(JSON.stringify(answer?.blocks)).toContain('asked by <@U0ALICE>');
    await until(
      'the card counts it',
      () => JSON.stringify(workspace.card().blocks).includes('1 question') || undefined,
    );
  });

  it('counts the identities behind them', async () => {
    await workspace.command(BOB, '/ir identities 24h');

    const answers = await workspace.answers(2);
    expect(tableOf(answers[1]).rows.map(([identity, , calls]) => [identity, calls])).toEqual([
      ['user/ci-deploy', '20'],
      ['ops-admin/i-0abc12', '1'],
    ]);
    expect(sentenceOf(answers[1])).toBe('2 identities were refused 21 times; user/ci-deploy makes 95 % of it.');
  });

  it('makes the clicked identity the suspect and answers four questions about it, over the same window', async () => {
    const answers = await workspace.answers(2);
    const identities = answers[1];
    if (!identities) throw new Error('no answer to click in');

    await workspace.click(BOB, identities, 'user/ci-deploy');

    const [services, actions, timeline, events] = (await workspace.answers(6)).slice(2);
    expect(tableOf(services).rows.map(([service, calls, failed]) => [service, calls, failed])).toEqual([
      ['iam', '21', '20'],
      ['sts', '1', '0'],
    ]);
    expect(tableOf(actions).rows).toHaveLength(22);
    expect(tableOf(timeline).rows).toHaveLength(22);
    expect(tableOf(events).rows[0]).toEqual(expect.arrayContaining(['CreateAccessKey', '198.51.100.7']));
    await until('the card names the suspect', () => {
      const card = JSON.stringify(workspace.card().blocks);
      return (card.includes(SUSPECT) && card.includes('U0BOB') && card.includes('6 questions')) || undefined;
    });
  });

  it('asks again about the suspect by command', async () => {
    await workspace.command(ALICE, '/ir services 7d');

    expect(tableOf((await workspace.answers(7)).at(-1)).rows).toHaveLength(2);
  });

  it('asks Athena once a question, and posts one message for it', async () => {
    const before = workspace.athena.statements.length;
    await workspace.command(ALICE, '/ir actions');
    await workspace.answers(8);

    expect(workspace.athena.statements.length).toBe(before + 1);
    expect(workspace.posts().length).toBe(9);
  });

  it('asks by the buttons of the card too', async () => {
    await workspace.click(ALICE, workspace.card(), 'Refused identities');

    expect(sentenceOf((await workspace.answers(9)).at(-1))).toContain('2 identities were refused');
  });

  it('shows the history to another person: who asked what, about whom, what came out, with links', async () => {
    await workspace.command(BOB, '/ir history');

    const history = await workspace.told(BOB);
    for (const part of [
      'opened the case',
      'Authorization failures',
      '21 calls were refused',
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
    const [answer] = await workspace.answers(1);
    if (!answer) throw new Error('no answer to click in');
    const before = { statements: workspace.athena.statements.length, posts: workspace.posts().length };

    await workspace.command(OUTSIDER, '/ir history');
    expect(await workspace.told(OUTSIDER)).toContain("not on the responders' list");
    await workspace.click(OUTSIDER, answer, 'user/ci-deploy');
    expect(await workspace.told(OUTSIDER, 1)).toContain("not on the responders' list");

    expect({ statements: workspace.athena.statements.length, posts: workspace.posts().length }).toEqual(before);
  });

  it('still has the case and its history after a restart', async () => {
    const known = workspace.slack.ephemerals(ALICE).length;
    await workspace.stopBot();
    await workspace.startBot();

    await workspace.command(ALICE, '/ir history');

    expect(await workspace.told(ALICE, known)).toContain('as the suspect');
    await workspace.command(ALICE, '/ir status');
    expect(await workspace.told(ALICE, known + 1)).toContain(SUSPECT);
  });

  it('put no secret and no payload into the log', () => {
    expect(workspace.log.length).toBeGreaterThan(10);
    expect(workspace.log.join('')).not.toMatch(/xoxb-|xapp-|\/response\//);
  });

  it('keeps the channel as quiet as it promises: one card, the rest in its thread', () => {
    const inChannel = workspace.posts(CHANNEL).filter(({ ts, threadTs }) => threadTs === undefined || threadTs === ts);

    expect(inChannel).toHaveLength(1);
  });
});
