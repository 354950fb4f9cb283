import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { App } from '@slack/bolt';
import type { ModalView } from '@slack/types';
import { WebClient } from '@slack/web-api';
import { SCHEMA_VERSION } from '../../src/dynamodb/items.js';
import { describeKey, headKey, type ItemKey, LOG_PREFIX, openKey, RUN_PREFIX } from '../../src/dynamodb/keys.js';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { elementsIn } from '../../src/local/slack/elements.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { keptText } from '../../src/slack/listeners/kept-request.js';
import { Stage } from '../local/slack/bolt-app.js';
import { ofCases, storedItems } from '../properties/stored.js';
import { AFTERNOON } from './calls.js';
import { openStateTable, type StateTable } from './state-table.js';
import {
  ALICE,
  BOB,
  CHANNEL,
  type FormValues,
  sentenceOf,
  startTestWorkspace,
  type TestWorkspace,
  typed,
  until,
} from './workspace.js';

const ELSEWHERE = 'C0GENERAL';
const CASE_ID = 'T0LOCAL-1';
const OLDER = SCHEMA_VERSION - 1;
const NEWER = SCHEMA_VERSION + 1;
const FOREIGN = 'from another version of ir-bot';

let engine: LogEngine;
let workspace: TestWorkspace;
let table: StateTable;
let runId: string;
const stage = new Stage();

beforeEach(async () => {
  engine = await recordsEngine(AFTERNOON);
  workspace = await startTestWorkspace(engine);
  table = openStateTable(workspace.environment);
  await workspace.startBot();
  await workspace.command(ALICE, '/ir authfail 24h');
  await workspace.answers(1);
  await until(
    'the card is up to date',
    () => JSON.stringify(workspace.card().blocks).includes('1 question') || undefined,
  );
  await until('the question is put aside', async () => {
    const run = (await ofTheCase()).find((item) => item.includes(`"sk":"${RUN_PREFIX}`));
    return (run !== undefined && !run.includes('"leaseUntil"')) || undefined;
  });
  runId = (await keyOfCase(RUN_PREFIX)).sk.slice(RUN_PREFIX.length);
}, 60_000);
afterEach(async () => {
  await stage.clear();
  table.close();
  await workspace.close();
  engine.close();
});

const allItems = () => storedItems(workspace.environment);
const ofTheCase = async () => ofCases(await allItems()).filter((item) => item.includes(`"CASE#${CASE_ID}"`));
const loggedAbout = (key: ItemKey) =>
  workspace.log.filter((line) => line.includes(JSON.stringify(describeKey(key)).slice(1, -1)));
const itemAt = async ({ pk, sk }: ItemKey) =>
  (await allItems()).find((item) => item.startsWith(JSON.stringify({ pk, sk }).slice(0, -1)));

/** The last key of the case that begins like that. */
async function keyOfCase(prefix: string): Promise<ItemKey> {
  const found = (await ofTheCase()).findLast((item) => item.includes(`"sk":"${prefix}`));
  const [, sk = ''] = /"sk":"([^"]*)"/.exec(found ?? '') ?? [];
  if (sk === '') throw new Error(`the case has no ${prefix}`);
  return { ...headKey(CASE_ID), sk };
}

async function keyOfTeam(pk: string): Promise<ItemKey> {
  const found = (await allItems()).findLast((item) => item.startsWith(`{"pk":"${pk}"`));
  const [, sk = ''] = /"sk":"([^"]*)"/.exec(found ?? '') ?? [];
  return { pk, sk };
}

/** What a person is told, alone, of something that this person does. */
async function toldOf(as: string, doing: () => Promise<unknown>): Promise<string> {
  const known = workspace.slack.ephemerals(as).length;
  await doing();
  return workspace.told(as, known);
}

/** A new question in another channel opens a case there, and is answered. */
async function expectAnswerElsewhere(): Promise<void> {
  const known = workspace.posts(ELSEWHERE).length;
  await workspace.command(BOB, '/ir authfail 24h', ELSEWHERE);
  const answer = await until('the answer in another channel', () =>
    workspace
      .posts(ELSEWHERE)
      .slice(known)
      .find((one) => sentenceOf(one).includes('identities were refused')),
  );
  expect(sentenceOf(answer)).toContain('2 identities were refused 21 times');
}

describe.each([
  ['an older', OLDER],
  ['a newer', NEWER],
])('an item of %s version', (_, version) => {
  it.each<[string, () => Promise<ItemKey>]>([
    ['the head of a case', async () => headKey(CASE_ID)],
    ['the last entry of its log', () => keyOfCase(LOG_PREFIX)],
    ['the place of the case in its channel', async () => openKey('T0LOCAL', CHANNEL)],
  ])(
    'that is %s: whoever asks is told that it failed, and nothing of the case changes',
    async (_what, keyOf) => {
      const key = await keyOf();
      await table.setVersion(key, version);
      const before = [await ofTheCase(), await itemAt(key)];

      const told = await toldOf(ALICE, () => workspace.command(ALICE, '/ir services 24h'));
      const noted = await toldOf(BOB, () => workspace.command(BOB, '/ir note The owner was called.'));

      for (const sentence of [told, noted]) {
        const [, errorId = 'none'] = /(?:look for|In my log:) (\w{8})/.exec(sentence) ?? [];
        expect(loggedAbout(key).some((line) => line.includes(errorId))).toBe(true);
        expect(sentence).toContain('another version of ir-bot wrote it');
      }
      expect(loggedAbout(key).join()).toContain(`schema version ${version}`);
      expect([await ofTheCase(), await itemAt(key)]).toEqual(before);
      await expectAnswerElsewhere();
      expect([await ofTheCase(), await itemAt(key)]).toEqual(before);
    },
    60_000,
  );

  it('that is a question: a click in its answer is told so, and the case goes on', async () => {
    const key = await keyOfCase(RUN_PREFIX);
    await table.setVersion(key, version);
    const before = await itemAt(key);
    const [answer] = await workspace.answers(1);
    if (!answer) throw new Error('there is no answer');

    const told = await toldOf(ALICE, () => workspace.click(ALICE, answer, { action: 'ir:names:v1' }));
    const history = await toldOf(BOB, () => workspace.command(BOB, '/ir history'));
    await workspace.command(ALICE, '/ir coverage');

    expect(history).toContain('History of case 1');
    expect(told).toMatch(/in my log/i);
    expect(loggedAbout(key).join()).toContain(`schema version ${version}`);
    expect(await workspace.answers(2)).toHaveLength(2);
    expect(await itemAt(key)).toBe(before);
  }, 60_000);

  it('that says that a question was asked: what else was left alone is taken over', async () => {
    const key = await keyOfTeam('ASKED#T0LOCAL');
    await table.setVersion(key, version);
    const before = await itemAt(key);
    await workspace.stopBot();

    await workspace.startBot();

    await until('it is named', () => loggedAbout(key)[0]);
    await expectAnswerElsewhere();
    expect(workspace.log.filter((line) => line.includes('could not be looked for'))).toEqual([]);
    expect(await itemAt(key)).toBe(before);
  }, 60_000);

  it('that is the head of a case: the list of cases has the others', async () => {
    await expectAnswerElsewhere();
    await table.setVersion(headKey(CASE_ID), version);

    const told = await toldOf(ALICE, () => workspace.command(ALICE, '/ir cases'));

    expect(told).toContain('"channel_id":"C0GENERAL"');
    expect(told).not.toContain(`"channel_id":"${CHANNEL}"`);
    expect(loggedAbout(headKey(CASE_ID)).join()).toContain('left out of the list');
  }, 60_000);

  it('that a kept request holds: it is left alone', async () => {
    await workspace.stopBot();
    const key = await table.putRequest('2'.repeat(32), JSON.stringify({ v: version }), SCHEMA_VERSION);
    const before = await itemAt(key);

    await workspace.startBot();

    await until('it is named', () => workspace.log.find((line) => line.includes('is left alone')));
    expect(await itemAt(key)).toBe(before);
  }, 60_000);

  it('that is a kept request: it is left alone, and one of this version is done', async () => {
    await workspace.stopBot();
    const request = (deliveryId: string, text: string) =>
      keptText({
        origin: { teamId: 'T0LOCAL', channelId: CHANNEL, userId: BOB, deliveryId },
        retry: { kind: 'command', text },
      });
    const foreign = await table.putRequest('0'.repeat(32), request('1', 'services 24h'), version);
    await table.putRequest('1'.repeat(32), request('2', 'coverage'), SCHEMA_VERSION);
    const before = await itemAt(foreign);

    await workspace.startBot();

    await workspace.answers(2);
    expect(workspace.athena.statements).toHaveLength(2);
    expect(before).toBeDefined();
    expect(await itemAt(foreign)).toBe(before);
  }, 60_000);
});

/** Buttons as a bot of another version would have made them: what they have to do with this one, and their action id and value. */
const BUTTONS: readonly (readonly [string, string, () => string])[] = [
  ['an older id', 'ir:ask:v0', () => 'authfail'],
  ['a newer id', 'ir:suspect:v2:0', () => `2|${CASE_ID}|${runId}|identities|0|0`],
  ['an older value of a cell', 'ir:suspect:v1:0', () => `1|${CASE_ID}|${runId}|0`],
  ['a newer value of a cell', 'ir:about:v1:0', () => `3|${CASE_ID}|${runId}|identities|0|0`],
  ['an older value of an answer', 'ir:again:v1', () => `${CASE_ID}|${runId}`],
  ['a newer value of an answer', 'ir:table:v1', () => `3|${CASE_ID}|${runId}|identities`],
  ['a newer value of a running question', 'ir:stop:v1', () => `3|${CASE_ID}|${runId}|`],
  ['a newer value of names', 'ir:names:v1', () => `2|${CASE_ID}|${runId}|identities|all`],
  ['a newer value of a case', 'ir:reopen:v1', () => `${CASE_ID}|2`],
  ['a newer value of an export', 'ir:export:v1', () => `2|${CASE_ID}`],
  ['an older id of a page of cases', 'ir:cases:v1:next', () => 'open|1'],
  ['a newer value of a page of cases', 'ir:cases:v2:next', () => 'open|0|title'],
  ['garbage in the place of a cell', 'ir:suspect:v1:0', () => '\u202e<!channel>|{}'],
];

describe('a button of another version', () => {
  const client = () => new WebClient(workspace.slack.botToken, { slackApiUrl: workspace.slack.apiUrl });
  const withElement = (element: object) => ({
    text: 'By another version.',
    blocks: [{ type: 'actions', elements: [element] }],
  });
  const buttonOf = (actionId: string, value: string) => ({
    type: 'button',
    action_id: actionId,
    value,
    text: { type: 'plain_text', text: 'Do it' },
  });

  /** A message of the bot's with this in it, which only Alice sees. */
  async function shown(element: object): Promise<Message> {
    await client().chat.postEphemeral({ channel: CHANNEL, user: ALICE, ...withElement(element) });
    return until('the message', () => workspace.slack.ephemerals(ALICE).at(-1));
  }

  it.each(BUTTONS)('with %s is told to be so, and does nothing', async (_, actionId, held) => {
    const message = await shown(buttonOf(actionId, held()));
    const before = ofCases(await allItems());

    const told = await toldOf(ALICE, () => workspace.click(ALICE, message, 'Do it'));

    expect(told).toContain(FOREIGN);
    expect(ofCases(await allItems())).toEqual(before);
    expect(workspace.athena.statements).toHaveLength(1);
  });

  it.each([
    ['a newer value', 'ir:retry:v1', 'v2|c|authfail', FOREIGN],
    ['a newer value to confirm', 'ir:confirm:v1', '{"v":2}', FOREIGN],
    ['a click that is none of ours', 'ir:retry:v1', 'a|ir:about:v9|x', 'nothing that I can do again'],
    ['a value of a newer click', 'ir:retry:v1', 'a|ir:about:v1|9|x', FOREIGN],
  ])('that does something once more, with %s, does nothing', async (_, actionId, value, sentence) => {
    const message = await shown(buttonOf(actionId, value));
    const before = ofCases(await allItems());

    await workspace.click(ALICE, message, 'Do it');

    await until('it is told', () => JSON.stringify(workspace.slack.ephemerals(ALICE)).includes(sentence) || undefined);
    expect(ofCases(await allItems())).toEqual(before);
    expect(workspace.athena.statements).toHaveLength(1);
  });

  it('that is an option of a menu is told to be so, and does nothing', async () => {
    const options = [{ text: { type: 'plain_text', text: 'Archive' }, value: `archive|${CASE_ID}` }];
    const message = await shown({ type: 'overflow', action_id: 'ir:case:v1', options });
    const before = ofCases(await allItems());

    const told = await toldOf(ALICE, () => workspace.click(ALICE, message, 'Archive'));

    expect(told).toContain(FOREIGN);
    expect(ofCases(await allItems())).toEqual(before);
  });

  it('that asks what is no question any more is told so', async () => {
    const message = await shown(buttonOf('ir:ask:v1', 'a-question-of-old'));

    const told = await toldOf(ALICE, () => workspace.click(ALICE, message, 'Do it'));

    expect(told).toContain('a-question-of-old');
    expect(workspace.athena.statements).toHaveLength(1);
  });

  it('that is still read does what it says', async () => {
    const message = await shown(buttonOf('ir:history:v1', 'open'));

    const told = await toldOf(ALICE, () => workspace.click(ALICE, message, 'Do it'));

    expect(told).toContain('History of case 1');
    expect(told).not.toContain('version');
  });
});

describe('a form of another version', () => {
  const FIELD = { type: 'input', block_id: 'note', label: { type: 'plain_text', text: 'Note' } };
  const formOf = (callbackId: string, metadata: object): ModalView => ({
    type: 'modal',
    callback_id: callbackId,
    title: { type: 'plain_text', text: 'Note' },
    submit: { type: 'plain_text', text: 'Keep' },
    private_metadata: JSON.stringify(metadata),
    blocks: [{ ...FIELD, type: 'input', element: { type: 'plain_text_input', action_id: 'typed' } }],
  });

  /** A form that a bot opened before this one took its place. */
  async function openedBefore(view: ModalView) {
    await workspace.stopBot();
    await stage.app(workspace.slack, (app: App) =>
      app.command('/ir', async ({ ack, client, command }) => {
        await ack();
        await client.views.open({ trigger_id: command.trigger_id, view });
      }),
    );
    const opened = await workspace.form(ALICE, () => workspace.command(ALICE, '/ir note'));
    await stage.clear();
    await workspace.startBot();
    return opened;
  }

  it.each([
    ['an older id', 'ir:note:v0', { channelId: CHANNEL }],
    ['a newer id', 'ir:note:v2', { channelId: CHANNEL }],
    ['an id that no version has', 'ir:archive:v1', {}],
    ['what an older form remembers', 'ir:note:v1', { channel: CHANNEL }],
    ['what a newer form remembers', 'ir:note:v1', { channelId: CHANNEL, caseIds: [CASE_ID] }],
  ])(
    'with %s is told to be so in its place, and nothing is kept',
    async (_, callbackId, metadata) => {
      const opened = await openedBefore(formOf(callbackId, metadata));
      const before = ofCases(await allItems());
      const [{ blockId = '', actionId = '' } = {}] = elementsIn(opened.blocks);
      const values: FormValues = { [blockId]: { [actionId]: typed('The owner was called.') } };

      const after = await workspace.form(ALICE, async () => {
        expect(await workspace.submit(ALICE, opened, values)).toEqual({ ok: true });
      });

      expect(JSON.stringify(after.blocks)).toContain(FOREIGN);
      expect(workspace.log.some((line) => line.includes(FOREIGN) && JSON.parse(line).userId === ALICE)).toBe(true);
      expect(ofCases(await allItems())).toEqual(before);
      await expectAnswerElsewhere();
    },
    60_000,
  );
});
