import { setTimeout as wait } from 'node:timers/promises';
import type { App } from '@slack/bolt';
import type { HomeView, ModalView } from '@slack/types';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { LIMITS } from '../../../src/local/slack/limits.js';
import { PageFeed } from '../../../src/local/slack/page-feed.js';
import { LOCAL_CHANNELS, LOCAL_PEOPLE } from '../../../src/local/slack/people.js';
import { ResponseUrls } from '../../../src/local/slack/response-urls.js';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { SlackError } from '../../../src/local/slack/slack-error.js';
import { Triggers } from '../../../src/local/slack/triggers.js';
import { Workspace } from '../../../src/local/slack/workspace.js';
import type { Attempt } from './attempt.js';
import { of, times } from './block-kit/builders.js';
import { Stage } from './bolt-app.js';

const ALICE = 'U0ALICE';
const CHANNEL = 'C0INC042';
const MODAL: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'Note' }, blocks: [] };

/** An attempt at each limit that is not one of blocks and views. */
export const WORKSPACE_ATTEMPTS: Readonly<Record<string, Attempt>> = {
  postTextCharacters: withClient('msg_too_long', (client, characters) =>
    client.chat.postMessage({ channel: CHANNEL, text: of(characters) }),
  ),
  updateTextCharacters: withClient('msg_too_long', async (client, characters) => {
    const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'a' });
    await client.chat.update({ channel: CHANNEL, ts, text: of(characters) });
  }),
  fileBytes: withClient('file_upload_size_restricted', (client, length) =>
    client.files.getUploadURLExternal({ filename: 'a.csv', length }),
  ),
  viewBytes: withClient('view_too_large', (client, bytes) =>
    client.views.publish({ user_id: ALICE, view: homeOf(bytes) }),
  ),

  viewStack: withApp('push_limit_reached', async (slack, app, modals) => {
    const triggers: string[] = [];
    app.command('/ir', async ({ ack, command }) => {
      triggers.push(command.trigger_id);
      await ack();
    });
    for (let opened = 0; opened < modals; opened += 1) {
      await command(slack);
      const view = { trigger_id: triggers.at(-1) ?? '', view: MODAL };
      await (opened === 0 ? app.client.views.open(view) : app.client.views.push(view));
    }
  }),
  acknowledgeMs: {
    step: 250,
    slack: 250,
    ...withApp('operation_timeout', async (slack, app, ms) => {
      app.command('/ir', async ({ ack }) => {
        await wait(ms);
        await ack();
      });
      const { error = '' } = await command(slack);
      if (error.includes('operation_timeout')) throw new SlackError('operation_timeout');
    }),
  },

  triggerMs: timed('expired_trigger_id', (clock, ms) => {
    const triggers = new Triggers(clock.now);
    const id = triggers.issue(ALICE);
    clock.pass(ms);
    triggers.exchange(id);
  }),
  responseUrlMs: timed('expired_url', (clock, ms) => {
    const { urls, id } = responseUrl(clock.now);
    clock.pass(ms);
    urls.use(id, { text: 'a' });
  }),
  responseUrlUses: timed('used_url', (clock, uses) => {
    const { urls, id } = responseUrl(clock.now);
    for (let used = 0; used < uses; used += 1) urls.use(id, { text: 'a' });
  }),
};

/** What a client does in a workspace of its own. */
function withClient(error: string, work: (client: WebClient, amount: number) => Promise<unknown>): Attempt {
  return {
    error,
    send: (amount) => onStage(async (stage) => work(stage.client(await stage.workspace()), amount)),
  };
}

/** What happens in a workspace with an app. */
function withApp(error: string, work: (slack: LocalSlack, app: App, amount: number) => Promise<unknown>): Attempt {
  return {
    error,
    send: (amount) =>
      onStage(async (stage) => {
        const slack = await stage.workspace();
        await work(slack, await stage.app(slack), amount);
      }),
  };
}

interface Clock {
  now(): number;
  pass(ms: number): void;
}

/** What happens by a clock that is set by hand. */
function timed(error: string, work: (clock: Clock, amount: number) => void): Attempt {
  let nowMs = 0;
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { error, send: (amount) => errorOf(async () => work({ now: () => nowMs, pass }, amount)) };
}

async function onStage(work: (stage: Stage) => Promise<unknown>): Promise<string | undefined> {
  const stage = new Stage();
  try {
    return await errorOf(() => work(stage));
  } finally {
    await stage.clear();
  }
}

async function errorOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (error instanceof WebAPIPlatformError) return error.data.error;
    if (error instanceof SlackError) return error.error;
    throw error;
  }
}

const command = (slack: LocalSlack) => slack.act({ type: 'slash_command', as: ALICE, channelId: CHANNEL, text: '/ir' });

/** A Home tab whose JSON has so many bytes. */
function homeOf(bytes: number): HomeView {
  const home = (texts: readonly string[]): HomeView => ({
    type: 'home',
    blocks: texts.map((text) => ({ type: 'section', text: { type: 'plain_text', text } })),
  });
  const perBlock = LIMITS.sectionTextCharacters;
  const count = Math.ceil(bytes / perBlock);
  let left = bytes - JSON.stringify(home(times(count, () => 'x'))).length;
  const texts = times(count, () => {
    const more = Math.min(perBlock - 1, left);
    left -= more;
    return of(1 + more);
  });
  return home(texts);
}

function responseUrl(now: () => number): { urls: ResponseUrls; id: string } {
  const setup = { people: LOCAL_PEOPLE, channels: LOCAL_CHANNELS, messages: [], feed: new PageFeed() };
  const workspace = new Workspace({ ...setup, onChange: () => undefined });
  const urls = new ResponseUrls(workspace, { refuseBlocks: [] }, 'http://127.0.0.1', now);
  return { urls, id: urls.issue({ userId: ALICE, channelId: CHANNEL }).split('/').at(-1) ?? '' };
}
