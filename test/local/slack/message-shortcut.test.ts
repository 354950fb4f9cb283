import { afterEach, describe, expect, it } from '@jest/globals';
import type { MessageShortcut } from '@slack/bolt';
import { LOCAL_SHORTCUTS } from '../../../src/local/slack/people.js';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { eventually, Stage } from './bolt-app.js';
import { cookieOf, openPage } from './pages.js';

const ALICE = 'U0ALICE';
const BOB = 'U0BOB';
const stage = new Stage();
afterEach(() => stage.clear());

/** A workspace with an app that opens a modal for the shortcut, and what it got. */
async function start() {
  const slack = await stage.workspace();
  const seen: MessageShortcut[] = [];
  const app = await stage.app(slack, (bolt) => {
    bolt.shortcut<MessageShortcut>(
      { type: 'message_action', callback_id: 'ir:investigate:v1' },
      async ({ ack, client, shortcut, respond }) => {
        const title = { type: 'plain_text', text: 'Investigate' } as const;
        await ack();
        await client.views.open({ trigger_id: shortcut.trigger_id, view: { type: 'modal', title, blocks: [] } });
        await respond('opened');
        seen.push(shortcut);
      },
    );
  });
  return { slack, seen, client: app.client };
}

async function said(slack: LocalSlack, channelId: string, text: string): Promise<string> {
  await slack.act({ type: 'message', as: BOB, channelId, text });
  return slack.messages(channelId).at(-1)?.ts ?? '';
}

const take = (slack: LocalSlack, channelId: string, ts: string, more: { ts?: string; callbackId?: string } = {}) =>
  slack.act({ type: 'message_shortcut', as: ALICE, callbackId: 'ir:investigate:v1', channelId, ts, ...more });

describe('a message shortcut', () => {
  it.each([
    ['where the bot is', 'C0INC042', 'inc-042'],
    ['where it is not', 'C0RANDOM', 'random'],
  ])('hands the app the message as Slack does, %s', async (_, channelId, name) => {
    const { slack, seen } = await start();
    const ts = await said(slack, channelId, 'who is <arn:aws:iam::111122223333:user/ci-deploy> & co?');

    expect(await take(slack, channelId, ts)).toEqual({ ok: true });

    const shortcut = await eventually(() => seen[0]);
    expect(shortcut).toMatchObject({
      type: 'message_action',
      callback_id: 'ir:investigate:v1',
      message_ts: ts,
      channel: { id: channelId, name },
      user: { id: ALICE, name: 'alice', team_id: 'T0LOCAL' },
      team: { id: 'T0LOCAL', domain: 'local' },
      message: {
        type: 'message',
        ts,
        user: BOB,
        text: 'who is &lt;arn:aws:iam::111122223333:user/ci-deploy&gt; &amp; co?',
      },
      action_ts: expect.stringMatching(/^\d{10}\.\d{6}$/),
      response_url: expect.stringContaining(`${slack.url}/response/`),
    });
    expect(slack.ephemerals(ALICE)).toMatchObject([{ channelId, text: 'opened' }]);
    expect(slack.messages(channelId)).toHaveLength(1);
  });

  it('works on an answer in a thread, with its blocks', async () => {
    const { slack, seen, client } = await start();
    const { ts: parent = '' } = await client.chat.postMessage({ channel: 'C0INC042', text: 'card' });
    const block = { type: 'section', text: { type: 'plain_text', text: 'a & b' } };
    const { ts = '' } = await client.chat.postMessage({
      channel: 'C0INC042',
      thread_ts: parent,
      text: 'answer',
      blocks: [block],
    });

    await take(slack, 'C0INC042', ts);

    const { message } = await eventually(() => seen[0]);
    expect(message).toMatchObject({ thread_ts: parent, bot_id: 'B0IRBOT', blocks: [{ text: { text: 'a &amp; b' } }] });
  });

  it.each([
    ['a message that is gone', { ts: '1700000000.000001' }, 'This message is no longer there.'],
    ['a shortcut that the app has not', { callbackId: 'dance' }, 'There is no shortcut dance.'],
  ])('is refused for %s', async (_, more, error) => {
    const { slack } = await start();
    const ts = await said(slack, 'C0INC042', 'hello');

    expect(await take(slack, 'C0INC042', ts, more)).toEqual({ ok: false, error });
  });

  it('is not offered on what only one person sees', async () => {
    const { slack, client } = await start();
    await client.chat.postEphemeral({ channel: 'C0INC042', user: ALICE, text: 'psst' });
    const ts = slack.ephemerals(ALICE)[0]?.ts ?? '';

    expect(await take(slack, 'C0INC042', ts)).toMatchObject({ ok: false });
  });

  it('is offered by the page, and taken from there', async () => {
    const { slack, seen } = await start();
    const ts = await said(slack, 'C0INC042', 'hello');
    const page = await openPage(slack, ALICE);
    const [first] = await eventually(() => page.events.length > 0 && page.events);
    page.close();

    const act = { type: 'message_shortcut', as: ALICE, callbackId: 'ir:investigate:v1', channelId: 'C0INC042', ts };
    const response = await fetch(`${slack.url}/local/act`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: await cookieOf(slack) },
      body: JSON.stringify(act),
    });

    expect(first).toMatchObject({ snapshot: { shortcuts: LOCAL_SHORTCUTS } });
    expect(await response.json()).toEqual({ ok: true });
    expect(await eventually(() => seen[0])).toMatchObject({ message_ts: ts });
  });

  it('says that the app did not answer', async () => {
    const slack = await stage.workspace();
    const ts = await said(slack, 'C0INC042', 'hello');

    expect(await take(slack, 'C0INC042', ts)).toEqual({
      ok: false,
      error: 'Investigate failed with the error "dispatch_failed"',
    });
  });
});
