import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { Stage } from './bolt-app.js';
import { cookieOf } from './pages.js';

const CHANNEL = 'C0INC042';
const stage = new Stage();
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'files-'));
});
afterEach(async () => {
  await stage.clear();
  await rm(folder, { recursive: true });
});

const read = (slack: LocalSlack, path: string, headers: Record<string, string> = {}) =>
  fetch(`${slack.url}${path}`, { headers: { authorization: `Bearer ${slack.botToken}`, ...headers } });

/** The path of the first file of the only message. */
function pathOf(slack: LocalSlack): string {
  return slack.messages(CHANNEL)[0]?.files?.[0]?.url ?? '';
}

async function upload(slack: LocalSlack, filename = 'calls.csv', content = 'a,b\n1,2\n') {
  await stage.client(slack).filesUploadV2({ channel_id: CHANNEL, filename, content });
  return content;
}

describe('files', () => {
  it('come from the SDK as one message in the thread, with what is said of them', async () => {
    const slack = await stage.workspace();
    const client = stage.client(slack);
    const { ts = '' } = await client.chat.postMessage({ channel: CHANNEL, text: 'card' });

    const answer = await client.filesUploadV2({
      channel_id: CHANNEL,
      thread_ts: ts,
      initial_comment: 'Evidence',
      file_uploads: [
        { filename: 'calls.csv', title: 'Calls', file: Buffer.from('é,b\n') },
        { filename: 'timeline.md', content: '# Case 7\n' },
      ],
    });

    const [, message] = slack.messages(CHANNEL);
    expect(message).toMatchObject({
      userId: 'U0IRBOT',
      threadTs: ts,
      text: 'Evidence',
      files: [
        { name: 'calls.csv', title: 'Calls', size: 5, mimetype: 'text/csv' },
        { name: 'timeline.md', title: 'timeline.md', size: 9, mimetype: 'text/markdown' },
      ],
    });
    expect(slack.messages(CHANNEL)).toHaveLength(2);
    const ids = message?.files?.map(({ id }) => ({ id }));
    expect(answer).toMatchObject({ ok: true, files: [{ ok: true, files: ids }] });
    expect(await (await read(slack, message?.files?.[0]?.url ?? '')).text()).toBe('é,b\n');
  });

  it('come with blocks where nothing else is said', async () => {
    const slack = await stage.workspace();
    const file = { channel_id: CHANNEL, filename: 'a.txt', content: 'a', blocks: [{ type: 'divider' }] };

    await stage.client(slack).filesUploadV2(file);
    await stage.client(slack).filesUploadV2({ ...file, initial_comment: 'said' });

    const [withBlocks, withComment] = slack.messages(CHANNEL);
    expect(withBlocks).toMatchObject({ text: '', blocks: [{ type: 'divider' }] });
    expect(withComment?.blocks).toBeUndefined();
  });

  it('come as they are too', async () => {
    const slack = await stage.workspace();
    const client = stage.client(slack);
    const { upload_url = '', file_id = '' } = await client.files.getUploadURLExternal({ filename: 'a', length: 3 });

    const response = await fetch(upload_url, { method: 'POST', body: new Uint8Array([0, 255, 10]) });
    await client.files.completeUploadExternal({ files: [{ id: file_id }], channel_id: CHANNEL });

    expect(await response.text()).toBe('OK - 3');
    expect([...new Uint8Array(await (await read(slack, pathOf(slack))).arrayBuffer())]).toEqual([0, 255, 10]);
  });

  it('are there after a restart, and go with their message', async () => {
    const stateFile = join(folder, 'slack.json');
    const content = await upload(await stage.workspace({ stateFile }));
    await stage.clear();
    expect(await readdir(join(folder, 'slack-files'))).toHaveLength(1);

    const slack = await stage.workspace({ stateFile });
    const path = pathOf(slack);
    expect(await (await read(slack, path)).text()).toBe(content);
    const ts = slack.messages(CHANNEL)[0]?.ts ?? '';
    await stage.client(slack).chat.delete({ channel: CHANNEL, ts });

    expect((await read(slack, path)).status).toBe(404);
  });

  it('stay with a message that is edited, and are told to the app', async () => {
    const slack = await stage.workspace();
    await upload(slack);
    const ts = slack.messages(CHANNEL)[0]?.ts ?? '';

    const { message } = await stage.client(slack).chat.update({ channel: CHANNEL, ts, text: 'new' });

    expect(slack.messages(CHANNEL)).toMatchObject([{ text: 'new', files: [{ name: 'calls.csv' }] }]);
    expect(message).toMatchObject({ files: [{ name: 'calls.csv', title: 'calls.csv', size: 8 }] });
  });
});

describe('a download', () => {
  it.each([
    ['calls.csv', 'attachment; filename="calls.csv"; filename*=UTF-8\'\'calls.csv'],
    ['../../a "b".csv', 'attachment; filename=".._.._a _b_.csv"; filename*=UTF-8\'\'.._.._a%20_b_.csv'],
    ['Übersicht.csv', 'attachment; filename="_bersicht.csv"; filename*=UTF-8\'\'%C3%9Cbersicht.csv'],
    ['a\r\nb\u202Evsc.exe', expect.stringMatching(/^attachment; filename="[\w .+]*"; filename\*=UTF-8''[\w%.+-]*$/)],
    ['<script>.html', 'attachment; filename="_script_.html"; filename*=UTF-8\'\'_script_.html'],
  ])('of %j is saved under a safe name and never shown', async (filename, disposition) => {
    const slack = await stage.workspace();
    await upload(slack, filename);

    const response = await read(slack, pathOf(slack));

    expect(response.status).toBe(200);
    expect(response.headers.get('content-disposition')).toEqual(disposition);
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('content-type')).not.toContain('html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is for the page and the app alone', async () => {
    const slack = await stage.workspace();
    await upload(slack);
    const cookie = await cookieOf(slack);
    const status = async (headers: Record<string, string>) => (await read(slack, pathOf(slack), headers)).status;

    expect(await status({ authorization: '' })).toBe(403);
    expect(await status({ authorization: `Bearer ${slack.appToken}` })).toBe(403);
    expect(await status({ authorization: '', cookie })).toBe(200);
    expect(await status({ authorization: '', cookie, origin: 'http://evil.example' })).toBe(403);
  });

  it.each(['/local/files/F0/a.csv', '/local/files/../slack.json', '/local/files/F00/..%2f..%2fslack.json'])(
    'of %s is not there',
    async (path) => {
      const slack = await stage.workspace({ stateFile: join(folder, 'slack.json') });

      expect((await read(slack, path)).status).toBe(404);
    },
  );
});

describe('an upload', () => {
  const start = async (length: number) => {
    const slack = await stage.workspace();
    const client = stage.client(slack);
    const { upload_url: url = '', file_id: id = '' } = await client.files.getUploadURLExternal({
      filename: 'a.csv',
      length,
    });
    const send = async (body: string) => (await fetch(url, { method: 'POST', body })).status;
    const complete = (more = {}) =>
      client.files.completeUploadExternal({ files: [{ id }], channel_id: CHANNEL, ...more });
    return { slack, client, send, complete };
  };
  const refusedWith = (error: string) => ({ data: { error } });

  it('is taken once, and only when it is as long as was said', async () => {
    const { send } = await start(3);

    expect([await send('ab'), await send('abcd'), await send('abc'), await send('abc')]).toEqual([400, 400, 200, 404]);
  });

  it('is not read on when it is much longer', async () => {
    const { send } = await start(3);

    expect(await send('x'.repeat(100_000))).toBe(413);
  });

  it('is shared once, and only after it was taken', async () => {
    const { slack, send, complete } = await start(3);

    await expect(complete()).rejects.toMatchObject(refusedWith('file_not_found'));
    await send('abc');
    await complete();
    await expect(complete()).rejects.toMatchObject(refusedWith('file_not_found'));
    expect(slack.messages(CHANNEL)).toHaveLength(1);
  });

  it('without a channel is seen by nobody', async () => {
    const { slack, send, complete } = await start(3);
    await send('abc');

    await complete({ channel_id: undefined });

    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it.each([
    ['not_in_channel', { channel_id: 'C0RANDOM' }],
    ['channel_not_found', { channel_id: 'C0NOWHERE' }],
    ['invalid_thread_ts', { thread_ts: '17' }],
    ['invalid_blocks', { blocks: [{ type: 'input' }] }],
    ['internal_error', { blocks: [{ type: 'markdown', text: 'a' }] }],
    ['msg_too_long', { initial_comment: 'x'.repeat(40_001) }],
    ['invalid_arguments', { channels: 'C0INC042,C0GENERAL' }],
    ['invalid_arguments', { files: [] }],
  ])('is refused with %s for %j, and can be shared still', async (error, more) => {
    const { slack, send, complete } = await start(3);
    await send('abc');

    await expect(complete(more)).rejects.toMatchObject(refusedWith(error));
    expect(slack.messages(CHANNEL)).toEqual([]);
    expect(await complete()).toMatchObject({ ok: true });
  });

  it.each([
    ['missing_argument', { filename: 'a.csv', length: 0 }],
    ['missing_argument', { filename: '', length: 1 }],
    ['invalid_arguments', { filename: 'a.csv', length: -1 }],
  ])('gets no URL but %s for %j', async (error, args) => {
    const client = stage.client(await stage.workspace());

    await expect(client.files.getUploadURLExternal(args)).rejects.toMatchObject(refusedWith(error));
  });
});
