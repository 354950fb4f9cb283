import type { Block, Message, Snapshot } from '../../../src/local/slack/protocol.js';

/** 2026-11-24 09:00:00 UTC, in seconds. */
const START = 1_795_510_800;

/** A `ts` so many seconds after nine o'clock. */
export const at = (seconds: number): string => `${START + seconds}.000100`;

/** A message of the bot in the incident channel. */
export const botMessage = (seconds: number, blocks: readonly Block[], more: Partial<Message> = {}): Message => ({
  channelId: 'C0INC042',
  ts: at(seconds),
  userId: 'U0IRBOT',
  text: 'an answer',
  blocks,
  ...more,
});

/** A message of alice in the incident channel. */
export const said = (seconds: number, text: string, more: Partial<Message> = {}): Message => ({
  channelId: 'C0INC042',
  ts: at(seconds),
  userId: 'U0ALICE',
  text,
  ...more,
});

/** A workspace of three people, two channels, and these messages. */
export const workspaceWith = (messages: readonly Message[], more: Partial<Snapshot> = {}): Snapshot => ({
  workspaceName: 'Local workspace',
  bot: { id: 'U0IRBOT', name: 'ir-bot', isConnected: true },
  people: [
    { id: 'U0ALICE', name: 'alice', role: 'responder' },
    { id: 'U0BOB', name: 'bob', role: 'responder' },
    { id: 'U0CAROL', name: 'carol', role: 'outsider' },
  ],
  channels: [
    { id: 'C0INC042', name: 'inc-042', topic: 'Possibly leaked access key', hasBot: true },
    { id: 'C0RANDOM', name: 'random', topic: 'The bot is not in this channel', hasBot: false },
  ],
  messages,
  shortcuts: [{ callbackId: 'ir:investigate:v1', name: 'Investigate', description: 'Look into what it names' }],
  commands: [{ command: '/ir', description: 'Investigate an AWS identity', usageHint: 'authfail 24h' }],
  ...more,
});

const plain = (text: string) => ({ type: 'plain_text', text, emoji: false });

/** A table of identities: `count` rows, the calls falling by three from row to row. */
export const identityTable = (count: number, pageSize = 10): Block => ({
  type: 'data_table',
  block_id: 'table',
  caption: 'Refused identities',
  page_size: pageSize,
  rows: [
    ['Identity', 'Service', 'Calls', 'Last (UTC)'].map((text) => ({ type: 'raw_text', text })),
    ...Array.from({ length: count }, (_, row) => [
      { type: 'raw_text', text: `arn:aws:iam::111122223333:user/build-${row}` },
      { type: 'raw_text', text: row % 2 === 0 ? 's3' : 'ec2' },
      { type: 'raw_number', value: 3 * (count - row), text: String(3 * (count - row)) },
      { type: 'raw_text', text: `2026-11-24 0${row % 9}:15:00` },
    ]),
  ],
});

/** A row of buttons, the second of which asks first, and a menu. */
export const choices: Block = {
  type: 'actions',
  block_id: 'choices',
  elements: [
    { type: 'button', action_id: 'pick:0', text: plain('user/build'), value: 'pick-0' },
    {
      type: 'button',
      action_id: 'stop',
      text: plain('Stop'),
      style: 'danger',
      value: 'stop-1',
      confirm: {
        title: plain('Stop the query?'),
        text: plain('Its answer is lost.'),
        confirm: plain('Stop it'),
        deny: plain('Keep it'),
      },
    },
    {
      type: 'static_select',
      action_id: 'pick:more',
      placeholder: plain('2 more'),
      options: [
        { text: plain('role/deploy'), value: 'pick-5' },
        { text: plain('role/backup'), value: 'pick-6' },
      ],
    },
  ],
};
