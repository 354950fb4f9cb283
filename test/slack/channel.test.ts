import { afterEach, describe, expect, it } from '@jest/globals';
import pino from 'pino';
import type { Message } from '../../src/local/slack/protocol.js';
import type { LocalSlack } from '../../src/local/slack/server.js';
import { slackChannel } from '../../src/slack/channel.js';
import { Stage } from '../local/slack/bolt-app.js';
import { answerOf, detectionOf, RUN } from './blocks/answers.js';
import { CASE, LOG } from './blocks/cases.js';

const AUTHFAIL = detectionOf('authfail');
const ANSWER = answerOf(AUTHFAIL, {
  identities: [{ actor: 'arn:aws:iam::111122223333:user/alice', denied: '20' }],
  activity: [{ period: '2026-11-24T03', denied: '20' }],
  summary: [{ denied: '20' }],
});
const TYPES_OF_TABLES = ['data_visualization', 'data_table', 'table'];

const stage = new Stage();
afterEach(() => stage.clear());

async function open(refuseBlocks: readonly string[] = []) {
  const slack = await stage.workspace({ refuseBlocks });
  const channel = slackChannel({ client: stage.client(slack), log: pino({ enabled: false }), caseBudgetUsd: 5 });
  const [opened] = LOG;
  if (opened?.type !== 'opened') throw new Error('a log begins with its case');
  const threadTs = await channel.postCard(opened);
  return { slack, channel, investigation: { ...CASE, threadTs } };
}
const lastIn = (slack: LocalSlack): Message | undefined => slack.messages(CASE.channelId).at(-1);
const typesIn = (message: Message | undefined) =>
  (message?.blocks ?? []).map(({ type }) => String(type)).filter((type) => TYPES_OF_TABLES.includes(type));

describe('the channel', () => {
  it('says on the card what the case may cost', async () => {
    const { slack } = await open();

    expect(JSON.stringify(lastIn(slack)?.blocks)).toContain('of $5.00');
  });

  it.each([
    [[], ['data_table', 'data_visualization']],
    [['data_visualization'], ['data_table']],
    [['data_table'], ['table']],
    [['data_table', 'data_visualization', 'table'], []],
  ])('shows an answer where Slack refuses %j', async (refused, types) => {
    const { slack, channel, investigation } = await open(refused);
    const { messageTs } = await channel.postRun(investigation, RUN, AUTHFAIL);

    await channel.updateRun(investigation, { ...RUN, messageTs, answer: ANSWER }, AUTHFAIL);

    expect(lastIn(slack)?.ts).toBe(messageTs);
    expect(typesIn(lastIn(slack))).toEqual(types);
    expect(JSON.stringify(lastIn(slack)?.blocks)).toContain('user/alice');
  });

  it('says at least the sentence where Slack takes no form of the rest', async () => {
    const { slack, channel, investigation } = await open(['data_table', 'table', 'context']);
    const { messageTs } = await channel.postRun(investigation, RUN, AUTHFAIL);

    await channel.updateRun(investigation, { ...RUN, messageTs, answer: ANSWER }, AUTHFAIL);

    const blocks = JSON.stringify(lastIn(slack)?.blocks);
    expect(blocks).toContain('1 identity was');
    expect(blocks).toContain('Slack did not take the rest of this answer');
  });

  it('posts the answer anew where its message is gone', async () => {
    const { slack, channel, investigation } = await open();

    await channel.updateRun(investigation, { ...RUN, messageTs: '1.000009', answer: ANSWER }, AUTHFAIL);

    expect(lastIn(slack)?.threadTs).toBe(investigation.threadTs);
    expect(typesIn(lastIn(slack))).toEqual(['data_table', 'data_visualization']);
  });

  it('posts a table of an answer into the thread, in a simpler form where Slack refuses the best', async () => {
    const { slack, channel, investigation } = await open(['data_table']);
    const [table] = AUTHFAIL.tables;
    if (!table) throw new Error('no table');

    await channel.postTable(investigation, {
      run: { ...RUN, answer: ANSWER },
      detection: AUTHFAIL,
      table,
      by: 'U0BOB',
      at: '2026-11-24T10:47:00.000Z',
    });

    expect(lastIn(slack)?.threadTs).toBe(investigation.threadTs);
    expect(typesIn(lastIn(slack))).toEqual(['table']);
    expect(JSON.stringify(lastIn(slack)?.blocks)).toContain('5 min old');
  });
});
