import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Stage } from './bolt-app.js';

const CHANNEL = 'C0INC042';
const stage = new Stage();
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'messages-'));
});
afterEach(async () => {
  await stage.clear();
  await rm(folder, { recursive: true });
});

describe('messages', () => {
  it('are there after a restart, in their threads and with their blocks; ephemeral ones are not', async () => {
    const stateFile = join(folder, 'new', 'slack.json');
    const first = await stage.workspace({ stateFile });
    const client = stage.client(first);
    const { ts = '' } = await client.chat.postMessage({
      channel: CHANNEL,
      text: 'card',
      blocks: [{ type: 'divider' }],
    });
    await client.chat.postMessage({ channel: CHANNEL, text: 'answer', thread_ts: ts });
    await client.chat.postEphemeral({ channel: CHANNEL, user: 'U0ALICE', text: 'psst' });
    const before = first.messages(CHANNEL);
    await stage.clear();

    const second = await stage.workspace({ stateFile });
    expect(second.messages(CHANNEL)).toEqual(before);
    expect(second.ephemerals('U0ALICE')).toEqual([]);

    await stage.client(second).chat.update({ channel: CHANNEL, ts, text: 'new', blocks: [{ type: 'divider' }] });
    expect(second.messages(CHANNEL)).toMatchObject([{ text: 'new' }, { text: 'answer', threadTs: ts }]);
  });

  it('get another ts than all before, even when the clock was set back', async () => {
    const stateFile = join(folder, 'slack.json');
    const ts = '9999999999.999999';
    const message = { channelId: CHANNEL, ts, userId: 'U0IRBOT', text: 'from the future' };
    await writeFile(stateFile, JSON.stringify({ version: 1, messages: [message] }));
    const slack = await stage.workspace({ stateFile });

    const posted = await stage.client(slack).chat.postMessage({ channel: CHANNEL, text: 'now' });

    expect(posted.ts).toBe('10000000000.000000');
  });

  it('are written while the workspace runs', async () => {
    const stateFile = join(folder, 'slack.json');
    const slack = await stage.workspace({ stateFile });

    await stage.client(slack).chat.postMessage({ channel: CHANNEL, text: 'kept' });
    await new Promise((resolve) => setTimeout(resolve, 400));

    expect(await readFile(stateFile, 'utf8')).toContain('kept');
    expect(await readdir(folder)).toEqual(['slack.json']);
  });

  it('that cannot be read are put aside, and the log is told', async () => {
    const stateFile = join(folder, 'slack.json');
    await writeFile(stateFile, '{"version": 1, "messages": [{');
    const log: string[] = [];

    const slack = await stage.workspace({ stateFile, log: (line) => log.push(line) });

    expect(slack.messages(CHANNEL)).toEqual([]);
    expect(log.join()).toContain('slack.json.unreadable');
    expect(await readdir(folder)).toEqual(['slack.json.unreadable']);
  });
});
