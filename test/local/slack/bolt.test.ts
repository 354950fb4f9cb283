import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { BlockAction, SlackViewAction } from '@slack/bolt';
import type { KnownBlock, ModalView } from '@slack/types';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { eventually, Stage } from './bolt-app.js';
import { openPage } from './pages.js';

const ALICE = 'U0ALICE';
const BOB = 'U0BOB';
const CHANNEL = 'C0INC042';
const stage = new Stage();
let pageDir = '';
beforeAll(async () => {
  pageDir = await mkdtemp(join(tmpdir(), 'page-'));
  await writeFile(join(pageDir, 'index.html'), '');
});
afterAll(() => rm(pageDir, { recursive: true }));
afterEach(() => stage.clear());

const buttons: KnownBlock[] = [
  { type: 'section', text: { type: 'mrkdwn', text: 'R&D <@U0BOB> a < b' } },
  {
    type: 'actions',
    block_id: 'choices',
    elements: [
      { type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'Go' }, value: 'a&b' },
      {
        type: 'static_select',
        action_id: 'pick',
        options: [
          { text: { type: 'plain_text', text: 'One' }, value: '1' },
          { text: { type: 'plain_text', text: 'Two' }, value: '2' },
        ],
      },
    ],
  },
];

const modal: ModalView = {
  type: 'modal',
  callback_id: 'note',
  private_metadata: 'case 7',
  title: { type: 'plain_text', text: 'Note' },
  submit: { type: 'plain_text', text: 'Save' },
  blocks: [
    {
      type: 'input',
      block_id: 'note',
      label: { type: 'plain_text', text: 'Note' },
      element: { type: 'plain_text_input', action_id: 'text' },
    },
  ],
};

describe('a slash command', () => {
  it('reaches the app with all of its fields, and its answer reaches the channel', async () => {
    const slack = await stage.workspace();
    let seen: unknown;
    await stage.app(slack, (app) =>
      app.command('/ir', async ({ ack, command, client }) => {
        await ack();
        seen = command;
        await client.chat.postMessage({ channel: command.channel_id, text: 'on it' });
      }),
    );

    const result = await slack.act({
      type: 'slash_command',
      as: ALICE,
      channelId: CHANNEL,
      text: '/ir authfail  24h ',
    });
    const message = await eventually(() => slack.messages(CHANNEL)[0]);

    expect(result).toEqual({ ok: true });
    expect(message).toMatchObject({ userId: 'U0IRBOT', text: 'on it' });
    expect(seen).toMatchObject({
      command: '/ir',
      text: 'authfail  24h',
      user_id: ALICE,
      user_name: 'alice',
      channel_id: CHANNEL,
      channel_name: 'inc-042',
      team_id: 'T0LOCAL',
      team_domain: 'local',
      token: expect.any(String),
      trigger_id: expect.any(String),
      response_url: expect.stringContaining(`${slack.url}/response/`),
    });
  });

  it('may be answered with its acknowledgement, to the person alone', async () => {
    const slack = await stage.workspace();
    await stage.app(slack, (app) => app.command('/ir', ({ ack }) => ack('usage: /ir authfail')));

    await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir' });

    expect(slack.messages(CHANNEL)).toEqual([]);
    expect(slack.ephemerals(ALICE)).toMatchObject([{ text: 'usage: /ir authfail', ephemeralFor: ALICE }]);
    expect(slack.ephemerals(BOB)).toEqual([]);
  });

  it('fails with operation_timeout when the app does not acknowledge within 3 seconds', async () => {
    const slack = await stage.workspace();
    await stage.app(slack, (app) => app.command('/ir', async () => undefined));

    const result = await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir help' });

    expect(result).toEqual({ ok: false, error: '/ir failed with the error "operation_timeout"' });
  });

  it('fails with dispatch_failed when no app is connected', async () => {
    const slack = await stage.workspace();

    const result = await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir help' });

    expect(result).toEqual({ ok: false, error: '/ir failed with the error "dispatch_failed"' });
  });

  it('is refused when the app has no such command', async () => {
    const slack = await stage.workspace();

    const result = await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/irr help' });

    expect(result).toEqual({ ok: false, error: '/irr is not a valid command.' });
  });
});

describe('a response_url', () => {
  it('answers the person alone, also where the bot is not, five times', async () => {
    const slack = await stage.workspace();
    const failures: unknown[] = [];
    await stage.app(slack, (app) =>
      app.command('/ir', async ({ ack, respond }) => {
        await ack();
        for (const text of ['1', '2', '3', '4', '5', '6']) await respond(text).catch((error) => failures.push(error));
      }),
    );

    await slack.act({ type: 'slash_command', as: ALICE, channelId: 'C0RANDOM', text: '/ir' });
    await eventually(() => failures.length > 0);

    expect(slack.ephemerals(ALICE).map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5']);
    expect(failures).toMatchObject([{ statusCode: 404 }]);
  });

  it('replaces, answers for all, and deletes the message that was clicked', async () => {
    const slack = await stage.workspace();
    await stage.app(slack, (app) =>
      app.action('go', async ({ ack, respond }) => {
        await ack();
        await respond({ text: 'replaced', replace_original: true });
        await respond({ text: 'for all', response_type: 'in_channel' });
        await respond({ delete_original: true });
      }),
    );
    const ts = await postButtons(slack);

    await slack.act({ type: 'block_action', as: ALICE, container: { channelId: CHANNEL, ts }, action: goButton });
    await eventually(() => slack.messages(CHANNEL).every((message) => message.ts !== ts));

    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'for all' }]);
  });
});

describe('a click', () => {
  it('reaches the app with the message, its text escaped, and the value as it was sent', async () => {
    const slack = await stage.workspace();
    const seen: BlockAction[] = [];
    await stage.app(slack, (app) =>
      app.action<BlockAction>('go', async ({ ack, body }) => {
        await ack();
        seen.push(body);
      }),
    );
    const ts = await postButtons(slack);

    const result = await slack.act({
      type: 'block_action',
      as: BOB,
      container: { channelId: CHANNEL, ts },
      action: goButton,
    });

    expect(result).toEqual({ ok: true });
    expect(seen).toMatchObject([
      {
        user: { id: BOB, name: 'bob', team_id: 'T0LOCAL' },
        channel: { id: CHANNEL, name: 'inc-042' },
        container: { type: 'message', message_ts: ts, channel_id: CHANNEL, is_ephemeral: false },
        message: {
          ts,
          text: 'Tom &amp; Jerry',
          blocks: [{ text: { text: 'R&amp;D <@U0BOB> a &lt; b' } }, { block_id: 'choices' }],
        },
        actions: [
          { type: 'button', action_id: 'go', block_id: 'choices', value: 'a&b', action_ts: expect.any(String) },
        ],
        state: { values: { choices: { pick: { type: 'static_select', selected_option: null } } } },
      },
    ]);
  });

  it('carries the option as the app defined it', async () => {
    const slack = await stage.workspace();
    const seen: BlockAction[] = [];
    await stage.app(slack, (app) =>
      app.action<BlockAction>('pick', async ({ ack, body }) => {
        await ack();
        seen.push(body);
      }),
    );
    const ts = await postButtons(slack);

    await slack.act({
      type: 'block_action',
      as: BOB,
      container: { channelId: CHANNEL, ts },
      action: {
        type: 'static_select',
        action_id: 'pick',
        block_id: 'choices',
        selected_option: { value: '2', text: 'x' },
      },
    });

    const option = { text: { type: 'plain_text', text: 'Two' }, value: '2' };
    expect(seen[0]?.actions).toMatchObject([{ selected_option: option }]);
    expect(seen[0]?.state).toMatchObject({ values: { choices: { pick: { selected_option: option } } } });
  });

  it.each([
    ['an element that is not there', { action_id: 'gone', block_id: 'choices' }],
    ['another value', { action_id: 'go', block_id: 'choices', value: 'other' }],
    ['another block', { action_id: 'go', block_id: 'elsewhere', value: 'a&b' }],
    ['an option that is not offered', { action_id: 'pick', block_id: 'choices', selected_option: { value: '3' } }],
  ])('is refused for %s', async (_, action) => {
    const slack = await stage.workspace();
    await stage.app(slack);
    const ts = await postButtons(slack);

    const result = await slack.act({ type: 'block_action', as: BOB, container: { channelId: CHANNEL, ts }, action });

    expect(result).toMatchObject({ ok: false, error: expect.stringContaining('no longer there') });
  });

  it('is refused on an ephemeral message of somebody else', async () => {
    const slack = await stage.workspace();
    const app = await stage.app(slack, (bolt) => bolt.action('go', ({ ack }) => ack()));
    await app.client.chat.postEphemeral({ channel: CHANNEL, user: ALICE, text: 'psst', blocks: buttons });
    const [message] = slack.ephemerals(ALICE);
    const click = (as: string) =>
      slack.act({
        type: 'block_action',
        as,
        container: { channelId: CHANNEL, ts: message?.ts ?? '' },
        action: goButton,
      });

    expect(await click(BOB)).toMatchObject({ ok: false });
    expect(await click(ALICE)).toEqual({ ok: true });
  });
});

describe('a modal', () => {
  it('opens by a trigger, refuses an empty field, shows errors of the app, and closes', async () => {
    const slack = await stage.workspace();
    const seen: SlackViewAction[] = [];
    let opened: string | undefined;
    await stage.app(slack, (app) => {
      app.command('/ir', async ({ ack, client, command }) => {
        await ack();
        opened = (await client.views.open({ trigger_id: command.trigger_id, view: modal })).view?.id;
      });
      app.view('note', async ({ ack, body, view }) => {
        seen.push(body);
        if (view.state.values.note?.text?.value === 'bad') {
          await ack({ response_action: 'errors', errors: { note: 'not that' } });
        } else await ack();
      });
    });
    await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir note' });
    const viewId = await eventually(() => opened);
    const submit = (value: string) =>
      slack.act({ type: 'view_submission', as: ALICE, viewId, values: { note: { text: { value } } } });

    expect(await submit('')).toEqual({ ok: false, errors: { note: 'Please complete this required field.' } });
    expect(await submit('bad')).toEqual({ ok: false, errors: { note: 'not that' } });
    expect(await submit('found it')).toEqual({ ok: true });
    expect(await submit('again')).toEqual({ ok: false, error: 'This view is no longer open.' });
    expect(seen.at(-1)).toMatchObject({
      type: 'view_submission',
      user: { id: ALICE },
      view: {
        id: viewId,
        callback_id: 'note',
        private_metadata: 'case 7',
        state: { values: { note: { text: { type: 'plain_text_input', value: 'found it' } } } },
      },
    });
  });
});

describe('a text in a modal', () => {
  it.each([
    ['shorter', 'ab', 'Must be at least 3 characters.'],
    ['longer', 'abcdef', 'Must be less than 6 characters.'],
  ])('is refused when it is %s than its field takes, before the app hears of it', async (_, value, error) => {
    const slack = await stage.workspace();
    const heard: unknown[] = [];
    const element = { type: 'plain_text_input', action_id: 'text', min_length: 3, max_length: 5 } as const;
    const label = { type: 'plain_text', text: 'Note' } as const;
    let viewId = '';
    await stage.app(slack, (app) => {
      app.command('/ir', async ({ ack, client, command: { trigger_id } }) => {
        const view = { ...modal, blocks: [{ type: 'input' as const, block_id: 'note', label, element }] };
        viewId = (await client.views.open({ trigger_id, view })).view?.id ?? '';
        await ack();
      });
      app.view('note', async ({ ack, view }) => {
        heard.push(view.state.values.note?.text?.value);
        await ack();
      });
    });
    await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir' });
    const submit = (text: string) =>
      slack.act({ type: 'view_submission', as: ALICE, viewId, values: { note: { text: { value: text } } } });

    expect(await submit(value)).toEqual({ ok: false, errors: { note: error } });
    expect(await submit('abcde')).toEqual({ ok: true });
    expect(heard).toEqual(['abcde']);
  });
});

describe('a stack of modals', () => {
  const noteWith = (more: Partial<ModalView>): ModalView => ({ ...modal, ...more });

  it('grows by a push, keeps what was filled in over an update, and shrinks by closing', async () => {
    const slack = await stage.workspace({ pageDir });
    const closed: unknown[] = [];
    const seen: SlackViewAction[] = [];
    let opened = '';
    let pushed: string | undefined;
    await stage.app(slack, (app) => {
      app.command('/ir', async ({ ack, client, command: { trigger_id } }) => {
        const view = noteWith({ callback_id: 'first', notify_on_close: true });
        opened = (await client.views.open({ trigger_id, view })).view?.id ?? '';
        await ack();
      });
      app.view('first', async ({ ack, body }) => {
        seen.push(body);
        await ack({ response_action: 'push', view: noteWith({ callback_id: 'second' }) });
      });
      app.view('second', async ({ ack, view, client }) => {
        pushed = view.id;
        await client.views.update({ view_id: opened, view: noteWith({ callback_id: 'first', notify_on_close: true }) });
        await ack();
      });
      app.view({ callback_id: 'first', type: 'view_closed' }, async ({ ack, body }) => {
        await ack();
        closed.push(body);
      });
    });
    const submit = (viewId: string) =>
      slack.act({ type: 'view_submission', as: ALICE, viewId, values: { note: { text: { value: 'kept' } } } });
    await slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir' });

    expect(await submit(opened)).toEqual({ ok: true });
    expect(await submit(await frontOf(slack))).toEqual({ ok: true });
    expect(pushed).not.toBe(opened);
    await slack.act({ type: 'view_submission', as: ALICE, viewId: opened, values: {} });
    expect(seen.at(-1)?.view.state.values).toMatchObject({ note: { text: { value: 'kept' } } });
    await slack.act({ type: 'view_closed', as: ALICE, viewId: opened });
    expect(await eventually(() => closed[0])).toMatchObject({ type: 'view_closed', view: { id: opened } });
  });
});

describe('what people say', () => {
  it('reaches the app when it mentions the bot where the bot is', async () => {
    const slack = await stage.workspace();
    const seen: unknown[] = [];
    await stage.app(slack, (app) => {
      app.event('app_mention', async ({ event }) => {
        seen.push(event);
      });
    });
    const say = (channelId: string, text: string) => slack.act({ type: 'message', as: ALICE, channelId, text });

    await say('C0RANDOM', '@ir-bot not here');
    await say(CHANNEL, 'no mention, <!channel> & co');
    await say(CHANNEL, '@ir-bot who is it?');
    await eventually(() => seen.length > 0);

    expect(slack.messages(CHANNEL)).toMatchObject([
      { userId: ALICE, text: 'no mention, &lt;!channel&gt; &amp; co' },
      { userId: ALICE, text: '<@U0IRBOT> who is it?' },
    ]);
    expect(seen).toMatchObject([{ type: 'app_mention', user: ALICE, text: '<@U0IRBOT> who is it?', channel: CHANNEL }]);
  });

  it('opens the Home tab, which the app fills', async () => {
    const slack = await stage.workspace();
    const seen: unknown[] = [];
    await stage.app(slack, (app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        seen.push(event);
        await client.views.publish({ user_id: event.user, view: { type: 'home', blocks: [{ type: 'divider' }] } });
      });
    });

    await slack.act({ type: 'home_opened', as: BOB });
    await eventually(() => seen.length === 1);
    await slack.act({ type: 'home_opened', as: BOB });
    await eventually(() => seen.length === 2);

    expect(seen).toMatchObject([
      { type: 'app_home_opened', user: BOB, tab: 'home' },
      { view: { type: 'home', blocks: [{ type: 'divider' }] } },
    ]);
  });
});

const goButton = { type: 'button', action_id: 'go', block_id: 'choices', value: 'a&b' };

/** The modal in front of Alice, as her page is told. */
async function frontOf(slack: LocalSlack): Promise<string> {
  const page = await openPage(slack, ALICE);
  const front = await eventually(() =>
    page.events.flatMap((event) => (event.type === 'modal' && event.view ? [event.view.id] : [])).at(-1),
  );
  page.close();
  return front;
}

async function postButtons(slack: LocalSlack): Promise<string> {
  const posted = await stage.client(slack).chat.postMessage({ channel: CHANNEL, text: 'Tom & Jerry', blocks: buttons });
  return posted.ts ?? '';
}
