import { afterEach, describe, expect, it } from '@jest/globals';
import type { Case } from '../../src/investigation/case.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { eventually } from '../local/slack/bolt-app.js';
import { answerOf, detectionOf, RUN } from './blocks/answers.js';
import { blocksOf, type ChannelOptions, download, openChannel } from './open-channel.js';

const AUTHFAIL = detectionOf('authfail');
const ANSWER = answerOf(AUTHFAIL, {
  identities: [{ actor: 'arn:aws:iam::111122223333:user/alice', denied: '20' }],
  activity: [{ period: '2026-11-24T03', denied: '20' }],
  summary: [{ denied: '20' }],
});
const FORMS_OF_ANSWER = 4;
const TYPES_OF_TABLES = ['data_visualization', 'data_table', 'table'];

let close: (() => Promise<void>) | undefined;
afterEach(() => close?.());

async function open(options: ChannelOptions = {}) {
  const opened = await openChannel(options);
  close = opened.close;
  return opened;
}

/** A channel with a running question. */
async function ask(options: ChannelOptions = {}) {
  const opened = await open(options);
  const { messageTs } = await opened.channel.postRun(opened.investigation, RUN, AUTHFAIL);
  const answered = { ...RUN, messageTs, answer: ANSWER };
  return { ...opened, messageTs, answer: () => opened.channel.updateRun(opened.investigation, answered, AUTHFAIL) };
}

const typesIn = (message: Message | undefined) =>
  (message?.blocks ?? []).map(({ type }) => String(type)).filter((type) => TYPES_OF_TABLES.includes(type));
const isInThread = ({ threadTs, ts }: Message) => threadTs !== undefined && threadTs !== ts;

describe('the card', () => {
  it('says what the case may cost, and can be linked to', async () => {
    const { card, permalink, investigation } = await open();

    expect(card()).toContain('of $5.00');
    expect(permalink).toContain(investigation.threadTs);
  });
});

describe('a card that two bots show', () => {
  it('says in the end what the case is now, whichever bot edits it last', async () => {
    let latest: Case | undefined;
    const { channel, card, investigation } = await open({ load: async () => latest });
    latest = { ...investigation, seq: investigation.seq + 2, title: 'as another bot has it' };

    await channel.updateCard(investigation);
    await eventually(() => card().includes('as another bot has it'));
    latest = { ...latest, seq: latest.seq + 1, title: 'while this bot edits' };
    await channel.updateCard({ ...investigation, seq: investigation.seq + 1 });

    await eventually(() => card().includes('while this bot edits'));
  });

  it('is edited once more where the case went on during the edit', async () => {
    const loads: Case[] = [];
    const { channel, card, investigation } = await open({ load: async () => loads.shift() });
    const shown = { ...investigation, title: 'shown' };
    loads.push(shown, { ...shown, seq: shown.seq + 1 }, { ...shown, seq: shown.seq + 1, title: 'went on' });

    await channel.updateCard(investigation);

    await eventually(() => card().includes('went on'));
    expect(loads).toEqual([]);
  });
});

describe('an answer', () => {
  it.each([
    [[], ['data_table', 'data_visualization']],
    [['data_visualization'], ['data_table']],
    [['data_table'], ['table']],
    [['data_table', 'data_visualization', 'table'], []],
  ])('takes the place of its question where Slack refuses %j', async (refuseBlocks, types) => {
    const { last, messageTs, answer } = await ask({ refuseBlocks });

    await answer();

    expect(last()?.ts).toBe(messageTs);
    expect(typesIn(last())).toEqual(types);
    expect(blocksOf(last())).toContain('user/alice');
  });

  it('is a sentence and a CSV file where Slack takes no table', async () => {
    const { slack, messages, messageTs, answer } = await ask();
    for (let form = 0; form < FORMS_OF_ANSWER; form += 1) slack.failNext('chat.update', { error: 'invalid_blocks' });

    await answer();

    const [said, withFile] = messages().filter(isInThread);
    expect(said?.ts).toBe(messageTs);
    expect(blocksOf(said)).toContain('1 identity was');
    expect(blocksOf(said)).toContain('in this thread as CSV files');
    expect(blocksOf(said)).toContain('"type":"actions"');
    expect(withFile?.files).toMatchObject([{ name: 'authfail-identities.csv', mimetype: 'text/csv' }]);
    expect(await download(slack, withFile)).toMatch(/^actor,.*\narn:aws:iam::111122223333:user\/alice,.*20.*\n$/);
  });

  it('is the bare sentence where Slack takes no file and no buttons either', async () => {
    const { slack, last, messages, lines, answer } = await ask();
    for (let form = 0; form <= FORMS_OF_ANSWER; form += 1) slack.failNext('chat.update', { error: 'invalid_blocks' });
    slack.failNext('files.getUploadURLExternal', { error: 'missing_scope' });

    await answer();

    expect(messages().filter(isInThread)).toHaveLength(1);
    expect(blocksOf(last())).toContain('1 identity was');
    expect(blocksOf(last())).toContain('Slack did not take the rest of this answer');
    expect(last()?.blocks).toHaveLength(2);
    expect(lines.join('')).toContain('missing_scope');
  });

  it('is an error where Slack takes nothing at all', async () => {
    const { slack, answer } = await ask();
    for (let form = 0; form < FORMS_OF_ANSWER + 2; form += 1) {
      slack.failNext('chat.update', { error: 'invalid_blocks' });
    }

    await expect(answer()).rejects.toThrow('Slack took no form of a message');
  });

  it('is posted anew where the message of its question is gone', async () => {
    const { channel, investigation, last } = await open();

    await channel.updateRun(investigation, { ...RUN, messageTs: '1.000009', answer: ANSWER }, AUTHFAIL);

    expect(last()?.threadTs).toBe(investigation.threadTs);
    expect(typesIn(last())).toEqual(['data_table', 'data_visualization']);
  });

  it('comes later where Slack has had too many calls', async () => {
    const { slack, last, answer } = await ask();
    slack.failNext('chat.update', { status: 429, retryAfterSeconds: 1 });

    await answer();

    expect(typesIn(last())).toEqual(['data_table', 'data_visualization']);
  });

  it('says why there is none', async () => {
    const { channel, investigation, messageTs, last } = await ask();
    const failed = { ...RUN, messageTs, state: 'failed' as const, reason: 'The table is gone.' };

    await channel.updateRun(investigation, failed, AUTHFAIL);

    expect(last()?.ts).toBe(messageTs);
    expect(blocksOf(last())).toContain('The table is gone.');
  });
});

describe('a table of an answer that is there already', () => {
  const [table] = AUTHFAIL.tables;
  if (!table) throw new Error('no table');
  const shown = {
    run: { ...RUN, answer: ANSWER },
    detection: AUTHFAIL,
    table,
    by: 'U0BOB',
    at: '2026-11-24T10:47:00Z',
  };

  it('is posted into the thread, in a simpler form where Slack refuses the best', async () => {
    const { channel, investigation, last } = await open({ refuseBlocks: ['data_table'] });

    await channel.postTable(investigation, shown);

    expect(last()?.threadTs).toBe(investigation.threadTs);
    expect(typesIn(last())).toEqual(['table']);
    expect(blocksOf(last())).toContain('5 min old');
  });

  it('is a CSV file where Slack takes it in no form', async () => {
    const { slack, channel, investigation, last, messages } = await open();
    for (const _ of ['data_table', 'table', 'preformatted'])
      slack.failNext('chat.postMessage', { error: 'invalid_blocks' });

    await channel.postTable(investigation, shown);

    expect(messages().flatMap(({ files = [] }) => files.map(({ name }) => name))).toEqual(['authfail-identities.csv']);
    expect(blocksOf(last())).toContain('in this thread as CSV files');
  });
});

describe('what a person did with the case', () => {
  it('is said in the thread', async () => {
    const { channel, investigation, last } = await open();

    await channel.postDeed(investigation, {
      type: 'noted',
      text: 'MFA was off',
      by: 'U0BOB',
      at: '2026-11-24T10:50:00Z',
    });

    expect(last()?.threadTs).toBe(investigation.threadTs);
    expect(blocksOf(last())).toContain('MFA was off');
  });
});

describe('the pace of the channel', () => {
  it('is that of messages and files, not of edits', async () => {
    const { paced, channel, investigation, messages, answer } = await ask();
    const file = { name: 'case-7-timeline.md', title: 'Timeline', text: '# Case 7', sha256: '0'.repeat(64) };

    await answer();
    await channel.updateCard(investigation);
    await channel.postEvidence(investigation, { by: 'U0BOB', at: '2026-11-24T10:50:00Z', files: [file] });

    // The card, the question, the list of files, the files.
    expect(messages()).toHaveLength(4);
    expect(paced).toEqual(Array(4).fill(investigation.channelId));
  });
});
