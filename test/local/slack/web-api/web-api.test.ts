import { afterEach, describe, expect, it } from '@jest/globals';
import type { HomeView, ModalView } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import type { LocalSlack } from '../../../../src/local/slack/server.js';
import { Stage } from '../bolt-app.js';

const CHANNEL = 'C0INC042';
const stage = new Stage();
afterEach(() => stage.clear());

/** The body of a refusal. */
async function refusal(call: Promise<unknown>): Promise<unknown> {
  const error = await call.then(
    () => new Error('the call was not refused'),
    (thrown: unknown) => thrown,
  );
  if (error instanceof WebAPIPlatformError) return error.data;
  throw error;
}

const errorOf = (error: string) => expect.objectContaining({ ok: false, error });

async function start(): Promise<{ slack: LocalSlack; client: WebClient; log: string[] }> {
  const log: string[] = [];
  const slack = await stage.workspace({ log: (line) => log.push(line), refuseBlocks: ['plan'] });
  return { slack, client: stage.client(slack), log };
}

describe('a token', () => {
  it.each([
    ['invalid_auth', 'xoxb-somebody-else'],
    ['not_authed', undefined],
  ])('is refused with %s', async (error, token) => {
    const { slack } = await start();
    const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };

    const response = await fetch(`${slack.apiUrl}auth.test`, { method: 'POST', headers });

    expect(await response.json()).toEqual({ ok: false, error });
  });

  it('opens sockets only when it is the app’s, and posts only when it is the bot’s', async () => {
    const { slack, client } = await start();
    const asApp = stage.client(slack, slack.appToken);

    expect(await refusal(client.apps.connections.open({}))).toEqual(errorOf('not_allowed_token_type'));
    expect(await refusal(asApp.auth.test())).toEqual(errorOf('not_allowed_token_type'));
    expect(await asApp.apps.connections.open({})).toMatchObject({
      url: expect.stringMatching(/^ws:\/\/127\.0\.0\.1:/),
    });
  });

  it('is another one after each start', async () => {
    const [one, two] = [await stage.workspace(), await stage.workspace()];

    expect(one.botToken).not.toBe(two.botToken);
    expect(one.appToken).not.toBe(two.appToken);
  });
});

describe('chat', () => {
  it('posts by JSON as by form', async () => {
    const { slack } = await start();

    const response = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: CHANNEL, text: 'a', blocks: [{ type: 'divider' }] }),
    });

    expect(await response.json()).toMatchObject({ ok: true, channel: CHANNEL, message: { text: 'a' } });
    expect(slack.messages(CHANNEL)).toMatchObject([{ blocks: [{ type: 'divider', block_id: expect.any(String) }] }]);
  });

  it('gives every message another ts, later than the one before', async () => {
    const { slack, client } = await start();

    await Promise.all(['1', '2', '3', '4'].map((text) => client.chat.postMessage({ channel: '#inc-042', text })));

    const ts = slack.messages(CHANNEL).map((message) => message.ts);
    expect(new Set(ts).size).toBe(4);
    expect(ts.every((one) => /^\d{10}\.\d{6}$/.test(one))).toBe(true);
  });

  it('puts an answer to an answer into the thread of the first', async () => {
    const { slack, client } = await start();
    const parent = await client.chat.postMessage({ channel: CHANNEL, text: 'card' });
    const answer = await client.chat.postMessage({ channel: CHANNEL, text: 'one', thread_ts: parent.ts ?? '' });

    await client.chat.postMessage({ channel: CHANNEL, text: 'two', thread_ts: answer.ts ?? '' });

    expect(slack.messages(CHANNEL).map(({ threadTs }) => threadTs)).toEqual([undefined, parent.ts, parent.ts]);
  });

  it('tells the log of a thread without a parent', async () => {
    const { slack, client, log } = await start();

    await client.chat.postMessage({ channel: CHANNEL, text: 'lost', thread_ts: '1700000000.000001' });

    expect(slack.messages(CHANNEL)).toMatchObject([{ threadTs: '1700000000.000001' }]);
    expect(log.join()).toContain('which has no parent');
  });

  it.each([
    ['channel_not_found', { channel: 'C0NOWHERE', text: 'a' }],
    ['not_in_channel', { channel: 'C0RANDOM', text: 'a' }],
    ['no_text', { channel: CHANNEL, text: '' }],
    ['msg_too_long', { channel: CHANNEL, text: 'x'.repeat(40_001) }],
    ['invalid_thread_ts', { channel: CHANNEL, text: 'a', thread_ts: '17' }],
  ])('refuses a message with %s', async (error, message) => {
    const { slack, client } = await start();

    expect(await refusal(client.chat.postMessage(message))).toEqual(errorOf(error));
    expect(slack.messages(message.channel)).toEqual([]);
  });

  it('says which block is wrong and why, to the app and to the log', async () => {
    const { client, log } = await start();
    const blocks = [{ type: 'header', text: { type: 'plain_text', text: 'x'.repeat(151) } }];
    const reason = '[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]';

    const body = await refusal(client.chat.postMessage({ channel: CHANNEL, text: 'a', blocks }));

    expect(body).toMatchObject({ error: 'invalid_blocks', response_metadata: { messages: [reason] } });
    expect(log).toEqual([`chat.postMessage was refused: invalid_blocks: ${reason}`]);
  });

  it('refuses blocks that the workspace does not have yet', async () => {
    const { client } = await start();
    const blocks = [{ type: 'plan', title: 'p' }];

    const body = await refusal(client.chat.postMessage({ channel: CHANNEL, text: 'a', blocks }));

    expect(body).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: ['[ERROR] unsupported type: plan [json-pointer:/blocks/0/type]'] },
    });
  });

  it('updates and deletes what the bot said', async () => {
    const { slack, client } = await start();
    const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'one' });

    await client.chat.update({ channel: CHANNEL, ts, text: 'two', blocks: [{ type: 'divider' }] });
    expect(slack.messages(CHANNEL)).toMatchObject([
      { ts, text: 'two', blocks: [{ type: 'divider' }], editedTs: expect.any(String) },
    ]);

    await client.chat.delete({ channel: CHANNEL, ts });
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it('leaves the blocks of a message whose text alone is updated', async () => {
    const { slack, client } = await start();
    const blocks = [{ type: 'divider', block_id: 'd' }];
    const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'one', blocks });

    await client.chat.update({ channel: CHANNEL, ts, text: 'two' });

    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'two', blocks }]);
  });

  it.each([
    ['message_not_found', 'a message that is not there', () => '1700000000.000001', 'a'],
    ['cant_update_message', 'what a person said', (person: string) => person, 'a'],
    ['msg_too_long', 'a text over 4,000 characters', (_: string, bot: string) => bot, 'x'.repeat(4_001)],
  ])('refuses an update with %s for %s', async (error, _, tsOf, text) => {
    const { slack, client } = await start();
    await slack.act({ type: 'message', as: 'U0ALICE', channelId: CHANNEL, text: 'mine' });
    const bot = await client.chat.postMessage({ channel: CHANNEL, text: 'ours' });
    const ts = tsOf(slack.messages(CHANNEL)[0]?.ts ?? '', bot.ts ?? '');

    expect(await refusal(client.chat.update({ channel: CHANNEL, ts, text }))).toEqual(errorOf(error));
    expect(slack.messages(CHANNEL).map((message) => message.text)).toEqual(['mine', 'ours']);
  });

  it('refuses to delete what a person said', async () => {
    const { slack, client } = await start();
    await slack.act({ type: 'message', as: 'U0ALICE', channelId: CHANNEL, text: 'mine' });

    const deletion = client.chat.delete({ channel: CHANNEL, ts: slack.messages(CHANNEL)[0]?.ts ?? '' });

    expect(await refusal(deletion)).toEqual(errorOf('cant_delete_message'));
  });

  it('tells one person alone, when that person is there', async () => {
    const { slack, client } = await start();

    await client.chat.postEphemeral({ channel: CHANNEL, user: 'U0BOB', text: 'psst' });
    const toNobody = client.chat.postEphemeral({ channel: CHANNEL, user: 'U0NOBODY', text: 'psst' });

    expect(await refusal(toNobody)).toEqual(errorOf('user_not_in_channel'));
    expect(slack.ephemerals('U0BOB')).toMatchObject([{ text: 'psst' }]);
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it('tells one person alone in a thread too', async () => {
    const { slack, client } = await start();
    const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'card' });

    await client.chat.postEphemeral({ channel: CHANNEL, user: 'U0BOB', text: 'psst', thread_ts: ts });
    const lost = client.chat.postEphemeral({ channel: CHANNEL, user: 'U0BOB', text: 'psst', thread_ts: '17' });

    expect(await refusal(lost)).toEqual(errorOf('invalid_thread_ts'));
    expect(slack.ephemerals('U0BOB')).toMatchObject([{ text: 'psst', threadTs: ts }]);
  });

  it('links to a message on the page, in its thread', async () => {
    const { slack, client } = await start();
    const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'card' });
    const answer = await client.chat.postMessage({ channel: CHANNEL, text: 'answer', thread_ts: ts });

    const link = await client.chat.getPermalink({ channel: CHANNEL, message_ts: answer.ts ?? '' });

    expect(link.permalink).toBe(`${slack.url}/?channel=${CHANNEL}&thread=${ts}&ts=${answer.ts}`);
  });
});

describe('views', () => {
  const view: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'T' }, blocks: [{ type: 'divider' }] };

  it('refuses a trigger that was never issued', async () => {
    const { client } = await start();

    expect(await refusal(client.views.open({ trigger_id: '1.2', view }))).toEqual(errorOf('invalid_trigger_id'));
  });

  it('takes a trigger once', async () => {
    const slack = await stage.workspace();
    let second: unknown;
    await stage.app(slack, (app) =>
      app.command('/ir', async ({ ack, client, command: { trigger_id } }) => {
        await client.views.open({ trigger_id, view });
        second = await refusal(client.views.open({ trigger_id, view }));
        await ack();
      }),
    );

    await slack.act({ type: 'slash_command', as: 'U0ALICE', channelId: CHANNEL, text: '/ir' });

    expect(second).toEqual(errorOf('exchanged_trigger_id'));
  });

  it('refuses an update of a view that has changed since', async () => {
    const { client } = await start();
    const home: HomeView = { type: 'home', blocks: [] };
    const first = await client.views.publish({ user_id: 'U0ALICE', view: home });
    const hash = first.view?.hash ?? '';
    await client.views.publish({ user_id: 'U0ALICE', view: home, hash });

    expect(await refusal(client.views.publish({ user_id: 'U0ALICE', view: home, hash }))).toEqual(
      errorOf('hash_conflict'),
    );
  });
});

describe('the workspace', () => {
  it('knows its bot, people, channels and the group of responders', async () => {
    const { client } = await start();

    expect(await client.auth.test()).toMatchObject({ team_id: 'T0LOCAL', user_id: 'U0IRBOT', user: 'ir-bot' });
    expect(await client.users.info({ user: 'U0CAROL' })).toMatchObject({
      user: { name: 'carol', is_restricted: false },
    });
    expect(await client.usergroups.users.list({ usergroup: 'S0IRTEAM' })).toMatchObject({
      users: ['U0ALICE', 'U0BOB'],
    });
    expect(await client.conversations.info({ channel: 'C0RANDOM' })).toMatchObject({
      channel: { name: 'random', is_member: false, is_ext_shared: false },
    });
    expect(await client.conversations.members({ channel: CHANNEL })).toMatchObject({
      members: ['U0ALICE', 'U0BOB', 'U0CAROL', 'U0IRBOT'],
    });
  });

  it('refuses what it does not know', async () => {
    const { client } = await start();

    expect(await refusal(client.users.info({ user: 'U0NOBODY' }))).toEqual(errorOf('user_not_found'));
    expect(await refusal(client.usergroups.users.list({ usergroup: 'S0' }))).toEqual(errorOf('no_such_subteam'));
    expect(await refusal(client.apiCall('pins.add'))).toEqual(errorOf('unknown_method'));
    expect(await refusal(client.apiCall('users.info'))).toEqual(errorOf('invalid_arguments'));
  });

  it('validates blocks without posting them', async () => {
    const { slack, client } = await start();
    const validate = (blocks: unknown) => client.apiCall('blocks.validate', { blocks });

    expect(await validate([{ type: 'divider' }])).toMatchObject({ ok: true, errors: [] });
    expect(await validate([{ type: 'dividre' }])).toMatchObject({ errors: [{ pointer: '/blocks/0/type' }] });
    expect(slack.messages(CHANNEL)).toEqual([]);
  });
});

describe('a call that is told to fail', () => {
  it('fails once with the error', async () => {
    const { slack, client } = await start();
    slack.failNext('chat.postMessage', { error: 'is_archived' });
    const post = () => client.chat.postMessage({ channel: CHANNEL, text: 'a' });

    expect(await refusal(post())).toEqual(errorOf('is_archived'));
    expect(await post()).toMatchObject({ ok: true });
  });

  it('fails once with the status, and says when to try again', async () => {
    const { slack, client } = await start();
    slack.failNext('chat.update', { status: 429, retryAfterSeconds: 7 });
    const update = client.chat.update({ channel: CHANNEL, ts: '1', text: 'a' });

    await expect(update).rejects.toMatchObject({ retryAfter: 7 });
  });
});
