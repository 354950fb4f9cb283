import { afterEach, describe, expect, it } from '@jest/globals';
import { AlreadyRunning } from '../../../src/investigation/already-running.js';
import type { Case } from '../../../src/investigation/case.js';
import type { Investigation } from '../../../src/investigation/investigation.js';
import { NeedsConfirmation } from '../../../src/investigation/needs-confirmation.js';
import { caseCard } from '../../../src/slack/blocks/case-card.js';
import { eventually, Stage } from '../../local/slack/bolt-app.js';
import { RUN } from '../blocks/answers.js';
import { CASE } from '../blocks/cases.js';
import { ALICE, BOB, CAROL, CHANNEL, click, listening, pageOf, submit, told } from './listening.js';
import { NOTHING } from './written-down.js';

const stage = new Stage();
afterEach(() => stage.clear());

const OPEN: Case = { ...CASE, title: 'Leaked key' };
const CLOSED: Case = { ...OPEN, status: 'closed', closed: { by: BOB, at: '2026-11-24T11:00:00.000Z' } };
const KEY = 'AKIAIOSFODNN7EXAMPLE';
const done = async () => undefined;
const command = (text: string, channelId = CHANNEL, as = ALICE) =>
  ({ type: 'slash_command', as, channelId, text }) as const;

/** Listeners in a workspace with the card of a case in its channel. */
async function withCard(answers: Parameters<typeof listening>[1] = {}, investigation = OPEN) {
  const all = await listening(stage, {
    openCaseById: async () => investigation,
    status: async () => investigation,
    ...answers,
  });
  await all.app.client.chat.postMessage({ channel: CHANNEL, ...caseCard(investigation) });
  const card = all.slack.messages(CHANNEL)[0];
  if (!card) throw new Error('there is no card');
  return { ...all, card };
}

describe('a mention of the bot', () => {
  it('asks in the thread that it was said in, when it was said', async () => {
    const { slack, card, asked, origins } = await withCard({ ask: done });

    await slack.act({ type: 'message', as: BOB, channelId: CHANNEL, threadTs: card.ts, text: '@ir-bot services 24h' });

    await eventually(() => asked[0]);
    const { ts = '' } = slack.messages(CHANNEL).at(-1) ?? {};
    expect(asked).toEqual([['ask', { detection: 'about', view: 'services', window: '24h' }]]);
    expect(origins).toEqual([
      {
        teamId: 'T0LOCAL',
        channelId: CHANNEL,
        userId: BOB,
        shown: expect.any(Function),
        at: new Date(Number(ts) * 1_000).toISOString(),
        deliveryId: `${CHANNEL}|${ts}`,
        threadTs: card.ts,
      },
    ]);
  });

  it('with nothing behind it shows the help, in the thread', async () => {
    const { slack, card } = await withCard();

    await slack.act({ type: 'message', as: ALICE, channelId: CHANNEL, threadTs: card.ts, text: '@ir-bot' });

    expect(await told(slack, ALICE, 'What ir-bot can do')).toMatchObject({ threadTs: card.ts });
    expect(slack.messages(CHANNEL).filter(({ userId }) => userId === 'U0IRBOT')).toHaveLength(1);
  });

  it('is told what is wrong with it as text, whatever it says', async () => {
    const { slack } = await listening(stage);

    await slack.act({ type: 'message', as: ALICE, channelId: CHANNEL, text: '@ir-bot <!channel>' });

    expect((await told(slack, ALICE)).text).toContain('"&lt;!channel&gt;" is not something I know.');
  });

  it.each([
    ['that was edited in later', { edited: { user: ALICE, ts: '1.000002' } }],
    ['by another bot', { bot_id: 'B0OTHER' }],
  ])('%s is passed over; the same twice is heard once', async (_, more) => {
    const { app, asked } = await listening(stage, { ask: done });
    const event = {
      type: 'app_mention',
      user: ALICE,
      text: '<@U0IRBOT> authfail',
      ts: '1700000000.000001',
      channel: CHANNEL,
    };
    const say = (said: object) =>
      app.processEvent({ body: { type: 'event_callback', team_id: 'T0LOCAL', event: said }, ack: done });

    await say({ ...event, ...more });
    await say(event);
    await say(event);

    expect(asked).toEqual([['ask', { detection: 'authfail', window: undefined }]]);
  });
});

describe('a stranger', () => {
  it.each([
    [
      'types a command',
      (slack: Awaited<ReturnType<typeof listening>>['slack']) => slack.act(command('/ir authfail', CHANNEL, CAROL)),
    ],
    [
      'mentions the bot',
      (slack: Awaited<ReturnType<typeof listening>>['slack']) =>
        slack.act({ type: 'message', as: CAROL, channelId: CHANNEL, text: '@ir-bot authfail' }),
    ],
  ])('who %s is refused, which the channel remembers', async (_, act) => {
    const { slack, asked, origins } = await listening(stage);

    await act(slack);

    expect((await told(slack, CAROL)).text).toContain('You are not on the responders');
    await eventually(() => asked[0]);
    expect(asked).toEqual([['noteRefusal']]);
    expect(origins).toMatchObject([{ channelId: CHANNEL, userId: CAROL }]);
  });

  it('who takes the shortcut gets no form', async () => {
    const { slack } = await listening(stage);
    await slack.act({ type: 'message', as: ALICE, channelId: CHANNEL, text: KEY });
    const { ts = '' } = slack.messages(CHANNEL)[0] ?? {};

    await slack.act({ type: 'message_shortcut', as: CAROL, callbackId: 'ir:investigate:v1', channelId: CHANNEL, ts });

    expect((await told(slack, CAROL)).text).toContain('You are not on the responders');
  });
});

/** As the store has it: two cases, of which one is open. */
const openOrAll: Investigation['cases'] = async (_team, _count, choice) => ({
  cases: choice?.of === 'open' ? [OPEN] : [OPEN, { ...CLOSED, number: 6, title: 'Old one' }],
  older: 0,
});

describe('the Home tab', () => {
  it('shows a responder the cases, and another part of them on a click', async () => {
    const { slack, asked } = await listening(stage, {
      cases: openOrAll,
    });
    const page = await pageOf(slack, ALICE);

    await slack.act({ type: 'home_opened', as: ALICE });
    const home = await page.home('Leaked key');
    await click(slack, ALICE, home, 'All cases');
    const all = await page.home('Old one');
    page.close();

    expect(JSON.stringify(home)).not.toContain('Old one');
    expect(JSON.stringify(all)).toContain('Leaked key');
    expect(asked).toEqual([
      ['cases', 'T0LOCAL', 40, { of: 'open' }],
      ['cases', 'T0LOCAL', 40, {}],
    ]);
  });

  it('tells a stranger whom to ask, and nothing of the cases', async () => {
    const { slack, asked } = await listening(stage, { cases: async () => ({ cases: [OPEN], older: 0 }) });
    const page = await pageOf(slack, CAROL);

    await slack.act({ type: 'home_opened', as: CAROL });
    const home = await page.home();
    page.close();

    expect(JSON.stringify(home)).toContain('You are not on the responders');
    expect(JSON.stringify(home)).not.toContain('Leaked key');
    expect(asked).toEqual([]);
  });
});

describe('the list of cases', () => {
  it('changes where it stands', async () => {
    const { slack } = await listening(stage, {
      cases: openOrAll,
    });
    await slack.act(command('/ir cases'));
    const list = await told(slack, ALICE, 'Leaked key');

    await click(slack, ALICE, list, 'All cases');

    expect(await told(slack, ALICE, 'Old one')).toMatchObject({ ts: list.ts });
    expect(slack.ephemerals(ALICE)).toHaveLength(1);
  });
});

describe('the question form', () => {
  it('shows the fields of the question that is chosen, says what is wrong with one, and asks in its case', async () => {
    const { slack, card, asked, origins } = await withCard({ ask: done });
    const page = await pageOf(slack, ALICE);
    await click(slack, ALICE, card, 'Ask …');
    await click(slack, ALICE, await page.modal('Case 7 · Leaked key'), 'What it did');
    const form = await page.modal('About whom or what');

    const refused = await submit(slack, ALICE, form, { window: 'soon', about: 'mallory' });
    await submit(slack, ALICE, form, { window: '7d', about: KEY });

    await page.isModalGone();
    page.close();
    expect(refused.errors).toEqual({
      window: expect.stringContaining('"soon" is not a window'),
      about: expect.stringContaining('"mallory" is no ARN'),
    });
    await eventually(() => asked[1]);
    expect(asked).toEqual([
      ['openCaseById', 'T0LOCAL-7'],
      ['ask', { detection: 'about', window: '7d', about: { kind: 'key', value: KEY }, parameters: {} }],
    ]);
    expect(origins[1]).toMatchObject({ channelId: CHANNEL, userId: ALICE, threadTs: OPEN.threadTs });
  });

  it('is opened by a command, with its question chosen', async () => {
    const { slack } = await listening(stage, { status: async () => undefined });
    const page = await pageOf(slack, ALICE);

    await slack.act(command('/ir ask services'));

    const form = JSON.stringify(await page.modal());
    page.close();
    expect(form).toContain('No case is open in this channel: this opens one.');
    expect(form).toContain('About whom or what');
  });

  it('leads to a confirmation, which asks the same', async () => {
    const { slack, asked, origins } = await listening(stage, {
      status: async () => undefined,
      ask: async ({ isConfirmed }) => {
        if (!isConfirmed) throw new NeedsConfirmation('This reads the whole table.');
      },
    });
    const page = await pageOf(slack, ALICE);
    await slack.act(command('/ir ask about'));
    await submit(slack, ALICE, await page.modal(), { window: 'all', about: 'agent:a "b" <c>' });
    page.close();

    await click(slack, ALICE, await told(slack, ALICE, 'This reads the whole table.'), 'Ask anyway');

    await eventually(() => asked[2]);
    expect(asked[2]).toEqual(asked[1]);
    expect(origins[2]).toMatchObject({ isConfirmed: true });
    expect(slack.ephemerals(ALICE)).toEqual([]);
  });

  it('that Slack opens no more is said to be late', async () => {
    const { slack, card } = await withCard();
    slack.failNext('views.open', { error: 'expired_trigger_id' });

    await click(slack, ALICE, card, 'Ask …');

    expect((await told(slack, ALICE)).text).toContain('Slack waits 3 seconds for a form, and I took longer.');
  });

  it('is not opened for a case that is closed', async () => {
    const { slack, card } = await withCard({ openCaseById: async () => CLOSED });

    await click(slack, ALICE, card, 'Ask …');

    expect((await told(slack, ALICE)).text).toContain('Case 7 is closed.');
  });
});

describe('the menu of a case', () => {
  it('sets the window in a form', async () => {
    const { slack, card, asked } = await withCard({ setWindow: async (_, window) => ({ ...OPEN, window }) });
    const page = await pageOf(slack, ALICE);

    await click(slack, ALICE, card, 'Change window');
    await submit(slack, ALICE, await page.modal(), {}, { window: '7d' });

    await page.isModalGone();
    page.close();
    const { text, threadTs } = await told(slack, ALICE);
    expect(text).toBe('Case 7: questions that name no window now look at 7d.');
    expect(threadTs).toBeUndefined();
    expect(asked).toEqual([
      ['openCaseById', 'T0LOCAL-7'],
      ['setWindow', '7d'],
    ]);
  });

  it('keeps a note, and closes the case, in forms', async () => {
    const { slack, card, asked } = await withCard({ note: async () => OPEN, close: async () => CLOSED });
    const page = await pageOf(slack, BOB);

    await click(slack, BOB, card, 'Add a note');
    await submit(slack, BOB, await page.modal('has to be remembered'), { note: 'told <legal>' });
    await told(slack, BOB, 'Your note is in the history of case 7.');
    await click(slack, BOB, card, 'Close case');
    await submit(slack, BOB, await page.modal('What came out of it'), {});

    await told(slack, BOB, 'Case 7 is closed.');
    page.close();
    expect(asked.filter(([name]) => name !== 'openCaseById')).toEqual([
      ['note', 'told <legal>'],
      ['close', undefined, 'T0LOCAL-7'],
    ]);
  });

  it('exports the case and shows its history', async () => {
    const { slack, card, asked } = await withCard({
      exportEvidence: async () => OPEN,
      history: async () => ({ investigation: OPEN, log: [], runs: new Map() }),
    });

    await click(slack, ALICE, card, 'Export');
    await told(slack, ALICE, 'The files of case 7 are in its thread.');
    await click(slack, ALICE, card, 'History');

    await told(slack, ALICE, 'History of case 7');
    expect(asked.filter(([name]) => name !== 'openCaseById')).toEqual([
      ['exportEvidence', 7],
      ['history', 7],
    ]);
  });

  it('reopens and exports a closed case, and shows its history, by buttons', async () => {
    const { slack, card, asked } = await withCard(
      {
        reopen: async () => OPEN,
        exportEvidence: async () => CLOSED,
        history: async () => ({ investigation: CLOSED, log: [], runs: new Map() }),
      },
      CLOSED,
    );

    await click(slack, ALICE, card, 'Export');
    await told(slack, ALICE, 'The files of case 7');
    await click(slack, ALICE, card, 'History');
    await told(slack, ALICE, 'History of case 7');
    await click(slack, ALICE, card, 'Reopen');

    await told(slack, ALICE, 'Case 7 is open again.');
    expect(asked.filter(([name]) => name !== 'openCaseById')).toEqual([
      ['exportEvidence', 7],
      ['history', 7],
      ['reopen', 7],
    ]);
  });
});

describe('the message shortcut', () => {
  async function take(answers: Parameters<typeof listening>[1], channelId: string, text: string) {
    const all = await listening(stage, { status: async () => undefined, ...answers });
    const page = await pageOf(all.slack, ALICE);
    await all.slack.act({ type: 'message', as: BOB, channelId, text });
    const { ts = '' } = all.slack.messages(channelId).at(-1) ?? {};
    await all.slack.act({ type: 'message_shortcut', as: ALICE, callbackId: 'ir:investigate:v1', channelId, ts });
    return { ...all, page, ts };
  }

  it('investigates what the message names', async () => {
    const { slack, page, asked, origins, ts } = await take(
      { chooseSuspect: done },
      CHANNEL,
      `see <http://192.0.2.7|192.0.2.7> & ${KEY}`,
    );
    const form = await page.modal();

    await submit(slack, ALICE, form, { window: '1h' }, { subject: '1', wish: 'suspect' });

    await page.isModalGone();
    page.close();
    await eventually(() => asked[1]);
    expect(asked[1]).toEqual(['chooseSuspect', { kind: 'key', value: KEY }, '1h']);
    expect(origins[1]).toMatchObject({ channelId: CHANNEL, userId: ALICE, threadTs: ts });
  });

  it('tells what comes of it in the thread of the message', async () => {
    const { slack, card } = await withCard();
    const page = await pageOf(slack, ALICE);
    await slack.act({ type: 'message', as: BOB, channelId: CHANNEL, threadTs: card.ts, text: KEY });
    const { ts = '' } = slack.messages(CHANNEL).at(-1) ?? {};
    await slack.act({ type: 'message_shortcut', as: ALICE, callbackId: 'ir:investigate:v1', channelId: CHANNEL, ts });

    await submit(slack, ALICE, await page.modal(), {});

    page.close();
    expect(await told(slack, ALICE, NOTHING)).toMatchObject({ threadTs: card.ts });
  });

  it('takes what is typed where the message names nothing', async () => {
    const { slack, page, asked } = await take({ ask: done }, CHANNEL, 'what is this?');

    await submit(slack, ALICE, await page.modal('I found no ARN'), { typed_subject: '192.0.2.7' });

    page.close();
    await eventually(() => asked[1]);
    expect(asked[1]).toEqual([
      'ask',
      { detection: 'about', about: { kind: 'address', value: '192.0.2.7' }, window: undefined },
    ]);
  });

  it('says in a modal what is wrong where the bot cannot speak', async () => {
    const { slack, page } = await take({}, 'C0RANDOM', KEY);

    await submit(slack, ALICE, await page.modal('Found in the message'), {});

    expect(JSON.stringify(await page.modal(NOTHING))).toContain('"ir-bot"');
    page.close();
    expect(slack.ephemerals(ALICE)).toEqual([]);
  });
});

describe('clicks and commands', () => {
  it('that ask what is being asked already are pointed there, the person alone', async () => {
    const { slack } = await listening(stage, {
      ask: async () => {
        throw new AlreadyRunning(RUN);
      },
    });

    await slack.act(command('/ir authfail'));

    await told(slack, ALICE, 'is being asked already');
    expect(slack.messages(CHANNEL)).toEqual([]);
  });

  it('on a card are made in its thread, when Slack says', async () => {
    const { slack, card, origins } = await withCard({ ask: done });

    await click(slack, ALICE, card, 'Refused calls');

    await eventually(() => origins[0]);
    expect(origins[0]).toMatchObject({ threadTs: card.ts, at: expect.stringMatching(/^20\d\d-.*Z$/) });
  });

  it('that fail are said to have failed, with what the log knows them by', async () => {
    const { slack, log } = await listening(stage, {
      ask: async () => {
        throw new Error('DynamoDB is away');
      },
    });

    await slack.act(command('/ir authfail'));

    const [, id = ''] = /look for (\w+) in my log/.exec((await told(slack, ALICE)).text) ?? [];
    expect(log.find((line) => line.includes(id))).toContain('DynamoDB is away');
  });
});
