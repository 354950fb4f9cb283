import { afterEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { LocalSlack } from '../../../src/local/slack/server.js';
import { eventually, Stage } from './bolt-app.js';

const stage = new Stage();
const sockets: WebSocket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await stage.clear();
});

/** A client of Socket Mode, and what it was sent. It acknowledges everything, unless it is told which attempts it does. */
async function connect(
  slack: LocalSlack,
  acknowledges: (attempt: number) => boolean = () => true,
): Promise<{ socket: WebSocket; sent: Record<string, unknown>[]; url: string }> {
  const { url = '' } = await stage.client(slack, slack.appToken).apps.connections.open({});
  const socket = new WebSocket(url);
  const sent: Record<string, unknown>[] = [];
  sockets.push(socket);
  socket.on('message', (text) => {
    const message = JSON.parse(text.toString());
    sent.push(message);
    if (message.envelope_id && acknowledges(message.retry_attempt ?? 0))
      socket.send(JSON.stringify({ envelope_id: message.envelope_id }));
  });
  await eventually(() => sent.length > 0);
  return { socket, sent, url };
}

const command = { type: 'slash_command', as: 'U0ALICE', channelId: 'C0INC042', text: '/ir help' } as const;

describe('a socket', () => {
  it('is greeted, and gets envelopes', async () => {
    const slack = await stage.workspace();
    const { sent } = await connect(slack);

    expect(await slack.act(command)).toEqual({ ok: true });

    expect(sent).toMatchObject([
      { type: 'hello', num_connections: 1 },
      {
        type: 'slash_commands',
        envelope_id: expect.any(String),
        accepts_response_payload: true,
        payload: { command: '/ir', text: 'help' },
      },
    ]);
  });

  it('shares events with the others: each event goes to one of them', async () => {
    const slack = await stage.workspace();
    const [one, two] = [await connect(slack), await connect(slack)];

    for (let sent = 0; sent < 4; sent += 1) await slack.act(command);

    expect([one, two].map(({ sent }) => sent.filter(({ type }) => type === 'slash_commands').length)).toEqual([2, 2]);
  });

  it('is told to connect anew, and hung up on', async () => {
    const slack = await stage.workspace();
    const { socket, sent } = await connect(slack);

    slack.disconnectSockets();
    await eventually(() => socket.readyState === WebSocket.CLOSED);

    expect(sent.at(-1)).toMatchObject({ type: 'disconnect', reason: 'refresh_requested' });
    expect(await slack.act(command)).toMatchObject({ ok: false, error: expect.stringContaining('dispatch_failed') });
  });

  it('is waited for while the app starts, when the workspace was told to', async () => {
    const slack = await stage.workspace({ startupMs: 10_000 });

    const typed = slack.act(command);
    await connect(slack);

    expect(await typed).toEqual({ ok: true });
  });

  it('is waited for no longer than that', async () => {
    const slack = await stage.workspace({ startupMs: 20 });

    expect(await slack.act(command)).toMatchObject({ ok: false, error: expect.stringContaining('dispatch_failed') });
  });

  it('gets an event again, with the same id, when it does not acknowledge it', async () => {
    const slack = await stage.workspace();
    const { sent } = await connect(slack, (attempt) => attempt > 0);

    await slack.act({ type: 'home_opened', as: 'U0ALICE' });
    await new Promise((resolve) => setTimeout(resolve, 3_300));

    const events = sent.filter(({ type }) => type === 'events_api');
    expect(events).toMatchObject([
      { retry_attempt: 0, retry_reason: '', payload: { event: { type: 'app_home_opened' } } },
      { retry_attempt: 1, retry_reason: 'timeout' },
    ]);
    expect(events[1]?.payload).toEqual(events[0]?.payload);
    expect(events[1]?.envelope_id).not.toBe(events[0]?.envelope_id);
  });

  it('gets an event once when it acknowledges it', async () => {
    const slack = await stage.workspace();
    const { sent } = await connect(slack);

    await slack.act({ type: 'message', as: 'U0ALICE', channelId: 'C0INC042', text: '@ir-bot help' });
    await new Promise((resolve) => setTimeout(resolve, 3_300));

    expect(sent.filter(({ type }) => type === 'events_api')).toHaveLength(1);
  });

  it.each([
    ['a URL that was used', (url: string) => [url, {}] as const],
    ['a URL without a ticket', (url: string) => [url.replace(/\?.*/, ''), {}] as const],
    ['a page in a browser', (url: string) => [url, { origin: 'http://evil.example' }] as const],
  ])('is refused to %s', async (_, change) => {
    const slack = await stage.workspace();
    const { url } = await connect(slack);
    const [address, options] = change(url);
    const socket = new WebSocket(address, options);

    const error = await new Promise((resolve) => socket.once('error', resolve));

    expect(String(error)).toContain('403');
  });
});
