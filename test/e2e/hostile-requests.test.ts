import { createHmac } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { elementsIn } from '../../src/local/slack/elements.js';
import type { Message } from '../../src/local/slack/protocol.js';
import { ACTIONS } from '../../src/slack/blocks/button-value.js';
import { CLICKS } from '../../src/slack/listeners/actions/index.js';
import { SUBMISSIONS } from '../../src/slack/listeners/views/index.js';
import { ofCases, storedItems } from '../properties/stored.js';
import { AFTERNOON } from './calls.js';
import { freePort } from './free-port.js';
import { ALICE, CHANNEL, startTestWorkspace, type TestWorkspace, until } from './workspace.js';

const SECRET = '0123456789abcdef0123456789abcdef';
const ELSEWHERE = 'C0GENERAL';
/** What somebody typed into every field that a form of the bot has. */
const HELD = Object.fromEntries(
  ['question', 'window', 'about', 'note', 'suspect', '__proto__'].map((id) => [
    id,
    { typed: { type: 'plain_text_input', value: `authfail'; --\u0000<!channel>` } },
  ]),
);
const RUN = '0123456789abcdef0123';

/** Slack signs these, so it is taken for Slack's that they come; what they hold is anybody's. */
describe('a signed request that the bot did not make possible', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;
  let slackUrls: Server;
  let responseUrl: string;
  let url: string;
  let card: Message;
  let foreignCase: string;
  let realRun: string;
  /** What the person was told, by the response URL. */
  const told: string[] = [];
  let made = 0;

  beforeAll(async () => {
    engine = await recordsEngine(AFTERNOON);
    workspace = await startTestWorkspace(engine);
    slackUrls = createServer(async (request, response) => {
      told.push(await text(request));
      response.end('ok');
    });
    const answersPort = await freePort();
    await new Promise<void>((resolve) => slackUrls.listen(answersPort, '127.0.0.1', resolve));
    responseUrl = `http://127.0.0.1:${answersPort}/`;
    const port = await freePort();
    url = `http://127.0.0.1:${port}/slack/events`;
    delete workspace.environment.SLACK_APP_TOKEN;
    Object.assign(workspace.environment, { SLACK_SIGNING_SECRET: SECRET, PORT: String(port) });
    await workspace.startBot();

    await command('authfail');
    await workspace.answers(1);
    await command('open Elsewhere', ELSEWHERE);
    await until('the other card', () => workspace.posts(ELSEWHERE)[0]);
    card = await until('the card is up to date', () =>
      /1 question · [\d.]+ KB/.test(JSON.stringify(workspace.card().blocks)) ? workspace.card() : undefined,
    );
    foreignCase = await until('the other case', async () =>
      (await storedItems(workspace.environment))
        .find((item) => item.includes('"sk":"HEAD"') && item.includes(ELSEWHERE))
        ?.match(/CASE#([^"]+)/)
        ?.at(1),
    );
    realRun = heldBy(ACTIONS.pickSuspect).split('|')[2] ?? '';
    await until('everything is done that follows from that', async () => {
      const before = JSON.stringify(await everything());
      await wait(500);
      return JSON.stringify(await everything()) === before || undefined;
    });
    told.length = 0;
  }, 60_000);
  afterAll(async () => {
    await workspace.close();
    slackUrls.closeAllConnections();
    await new Promise((resolve) => slackUrls.close(resolve));
    engine.close();
  });

  /** What a real button of the answer holds. */
  function heldBy(action: string): string {
    const blocks = workspace.posts().flatMap((message) => message.blocks ?? []);
    const found = elementsIn(blocks).find(({ actionId }) => actionId === action || actionId.startsWith(`${action}:`));
    if (typeof found?.element.value !== 'string') throw new Error(`no button ${action}`);
    return found.element.value;
  }

  async function post(fields: Record<string, string>): Promise<{ status: number; body: string }> {
    const body = new URLSearchParams({ ...fields, made: String(made++) }).toString();
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = `v0=${createHmac('sha256', SECRET).update(`v0:${timestamp}:${body}`).digest('hex')}`;
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': timestamp,
        'x-slack-signature': signature,
      },
    });
    return { status: answer.status, body: await answer.text() };
  }

  const command = (said: string, channelId = CHANNEL) =>
    post({
      command: '/ir',
      text: said,
      team_id: 'T0LOCAL',
      channel_id: channelId,
      user_id: ALICE,
      trigger_id: `1.2.${made}`,
      response_url: responseUrl,
    });

  const interaction = (type: string, payload: object) =>
    post({
      payload: JSON.stringify({
        type,
        user: { id: ALICE, team_id: 'T0LOCAL' },
        team: { id: 'T0LOCAL' },
        trigger_id: `3.4.${made}`,
        ...payload,
      }),
    });

  const click = (actionId: string, element: object) =>
    interaction('block_actions', {
      channel: { id: CHANNEL },
      container: { type: 'message', message_ts: card.ts, channel_id: CHANNEL },
      message: { ts: card.ts },
      response_url: responseUrl,
      actions: [{ action_id: actionId, block_id: 'x', action_ts: '1764000000.000100', ...element }],
    });

  const submission = (callbackId: string, metadata: string, values: object) =>
    interaction('view_submission', {
      view: {
        id: 'V1',
        type: 'modal',
        callback_id: callbackId,
        private_metadata: metadata,
        hash: 'x',
        state: { values },
      },
    });

  /** All that a request could have changed. */
  const everything = async () => ({
    cases: ofCases(await storedItems(workspace.environment)),
    // A message that is edited to what it was has new ids in it all the same.
    posts: JSON.stringify([workspace.posts(), workspace.posts(ELSEWHERE)]).replace(
      /"(?:block_id|editedTs)":"[^"]*"/g,
      '',
    ),
    statements: workspace.athena.statements.length,
  });
  const logged = () => workspace.log.filter((line) => /"level":"(?:info|warn|error)"/.test(line)).length;
  const sentences = (since: number) =>
    told.slice(since).map((body) => {
      const { text: sentence } = JSON.parse(body);
      return String(sentence);
    });

  const VALUES: readonly [string, () => string | undefined][] = [
    ['no value', () => undefined],
    ['nothing', () => ''],
    ['JSON', () => '{"caseId":"T0LOCAL-1","row":0}'],
    ['a name that every object has', () => '__proto__'],
    ['another one', () => 'constructor'],
    ['quotes and a comment', () => `' OR 1=1; --"\\`],
    ['control characters', () => '2|T0LOCAL-1|\u0000\r\n\u001b[31m\u202e'],
    ['markup', () => '<!channel> <https://evil.example|ok> *evil*'],
    ['far too much', () => 'A'.repeat(100_000)],
    ['a key of the state table', () => `2|T0LOCAL-1#HEAD|${RUN}|HEAD`],
    ['an ARN', () => 'arn:aws:iam::111122223333:user/alice'],
    ['the case of another team', () => 'T0OTHER-1'],
    ['an answer of another team', () => `2|T0OTHER-1|${RUN}|`],
    ['a cell of another team', () => `2|T0OTHER-1|${RUN}|identities|0|0`],
    ['the menu of a case of another team', () => 'close|T0OTHER-1'],
    ['the case of another channel', () => foreignCase],
    ['an answer that is not of that case', () => `2|${foreignCase}|${realRun}|identities`],
    ['a cell that is not of that case', () => `2|${foreignCase}|${realRun}|identities|0|0`],
    ['the export of a case of another channel', () => `export|${foreignCase}`],
    ['the history of a case of another channel', () => `history|${foreignCase}`],
    ['the end of a case of another channel', () => `close|${foreignCase}`],
    ['an answer that is not there', () => `2|T0LOCAL-1|${RUN}|`],
    ['a table that is not there', () => `2|T0LOCAL-1|${realRun}|nothing`],
    ['a row that is not there', () => `2|T0LOCAL-1|${realRun}|identities|99999|0`],
    ['a column that is not there', () => `2|T0LOCAL-1|${realRun}|identities|0|99`],
    ['a confirmation of a confirmation', () => 'a|ir:confirm:v1|c|close'],
    ['a confirmation of what asks nothing', () => `a|${ACTIONS.reopen}|${foreignCase}`],
    ['a confirmation of no click', () => 'a|__proto__|x'],
    ['a confirmation of a forged click', () => `a|${ACTIONS.pickSuspect}|2|${foreignCase}|${realRun}|identities|0|0`],
    ['a page far behind the last', () => 'everybody|999999'],
  ];

  /** What was not as it should be after something forged was sent; nothing when all was well. */
  async function wrongWith(send: () => Promise<{ status: number; body: string }>): Promise<string[]> {
    const [known, lines] = [told.length, logged()];

    const { status } = await send();

    const isTold = await within(() => told.length > known);
    const isLogged = await within(() => logged() > lines);
    const said = sentences(known).filter((one) => one !== 'undefined');
    const wrong = {
      [`answered by ${status}`]: status !== 200,
      'not told': !isTold,
      'not in the log': !isLogged,
      'live markup': said.some((one) => /<[!@#h]/.test(one)),
      'too long for Slack': said.some((one) => one.length > 4_000),
      'not what a person can do something about': said.some((one) => one.includes('not your fault')),
    };
    return Object.entries(wrong).flatMap(([what, is]) => (is ? [what] : []));
  }

  it.each(CLICKS.map(({ actionId }) => actionId))(
    'a click on %s is refused, said and logged, and changes nothing',
    async (actionId) => {
      const found: string[] = [];
      const before = await everything();

      for (const [what, forge] of VALUES) {
        // Asking once more is the same whichever table of the answer is named.
        if (actionId === ACTIONS.askAgain && what === 'a table that is not there') continue;
        const value = forge();
        const element =
          actionId === ACTIONS.caseMenu
            ? { type: 'overflow', selected_option: { value } }
            : { type: 'button', ...(value === undefined ? {} : { value }) };
        found.push(...(await wrongWith(() => click(actionId, element))).map((wrong) => `${what}: ${wrong}`));
      }

      expect(found).toEqual([]);
      expect(await everything()).toEqual(before);
    },
    60_000,
  );

  it('an id that nobody listens to is logged, and changes nothing', async () => {
    const button = { type: 'button', value: 'authfail' };
    const [before, lines] = [await everything(), logged()];

    // Bolt waits three seconds for each.
    await Promise.all([
      ...['ir:nothing:v1', 'ir:suspect:v2', '__proto__', 'ir:ask:v1x', ' ir:ask:v1'].map((id) => click(id, button)),
      ...['ir:nothing:v1', '__proto__', ''].map((id) => submission(id, '', HELD)),
      interaction('message_action', { callback_id: 'ir:nothing:v1', channel: { id: CHANNEL }, message: {} }),
      interaction('shortcut', { callback_id: 'ir:nothing:v1' }),
      interaction('dialog_submission', { callback_id: '__proto__' }),
      post({ command: '/rm', text: 'x', team_id: 'T0LOCAL', channel_id: CHANNEL, user_id: ALICE }),
    ]);

    expect(logged()).toBeGreaterThanOrEqual(lines + 12);
    expect(await everything()).toEqual(before);
  });

  it.each([
    'null',
    '[]',
    '1',
    '""',
    '{"type":1}',
    '{"type":"block_actions"}',
    '{"__proto__":{"type":"block_actions"}}',
    '{',
  ])('a payload that is none is logged, and changes nothing: %s', async (payload) => {
    const [before, lines] = [await everything(), logged()];

    await post({ payload });

    expect(await within(() => logged() > lines)).toBe(true);
    expect(await everything()).toEqual(before);
  });

  it.each([
    ['nothing chosen', { type: 'overflow', selected_option: null }],
    ['an element that no message of the bot has', { type: 'users_select', selected_user: ALICE }],
    ['a value that is no text', { type: 'button', value: { toString: 'x' } }],
    ['a value that is a list', { type: 'button', value: ['T0LOCAL-1'] }],
  ])('a click with %s is logged, and changes nothing', async (_, element) => {
    const [before, lines] = [await everything(), logged()];
    const clicks = CLICKS.filter(({ actionId }) => actionId !== ACTIONS.form);

    // Bolt waits three seconds for what is not acknowledged.
    await Promise.all(clicks.map(({ actionId }) => click(actionId, element)));

    expect(await within(() => logged() >= lines + clicks.length)).toBe(true);
    expect(await everything()).toEqual(before);
  });

  const METADATA: readonly [string, () => string][] = [
    ['nothing', () => ''],
    ['no JSON', () => '{"channelId":'],
    ['null', () => 'null'],
    ['a list', () => '[]'],
    ['a prototype', () => '{"__proto__":{"channelId":"C0INC042"}}'],
    ['values of other types', () => '{"channelId":{"$gt":""},"case":[]}'],
    ['far too much', () => JSON.stringify({ channelId: 1, case: 'x'.repeat(100_000) })],
    ['a key of the state table', () => 'CASE#T0LOCAL-1'],
  ];

  it.each(SUBMISSIONS.map(({ callbackId }) => callbackId))(
    'the form %s with a place that it was not opened with is refused and said, and changes nothing',
    async (callbackId) => {
      for (const [what, forge] of METADATA) {
        const before = await everything();

        const { status, body } = await submission(callbackId, forge(), HELD);

        expect([what, status, JSON.parse(body)]).toMatchObject([
          what,
          200,
          { response_action: expect.stringMatching(/^(?:update|errors)$/) },
        ]);
        expect(await everything()).toEqual(before);
      }
    },
  );
});

const USER = 'arn:aws:iam::111122223333:user/';

describe('a command that holds more than words', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    engine = await recordsEngine([]);
    workspace = await startTestWorkspace(engine);
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  it.each([
    ['40,000 characters of one word', `/ir ${'x'.repeat(40_000)}`],
    ['40,000 characters to ask about', `/ir about ${'x'.repeat(40_000)}`],
    ['an ARN of 40,000 characters', `/ir suspect ${USER}${'x'.repeat(40_000)}`],
    ['40,000 characters of a window', `/ir authfail ${'9'.repeat(40_000)}d`],
    ['40,000 characters of a note', `/ir note ${'x'.repeat(40_000)}`],
    ['40,000 characters of a title', `/ir open ${'x'.repeat(40_000)}`],
    ['40,000 words', `/ir ${'authfail '.repeat(4_444)}`],
    ['40,000 quotes', `/ir run authfail ${'"'.repeat(40_000)}`],
    ['40,000 backslashes', `/ir run authfail name="${'\\'.repeat(40_000)}`],
    ['40,000 brackets', `/ir suspect ${'<'.repeat(40_000)}`],
    ['an ARN with a quote', `/ir suspect ${USER}x'`],
    ['an ARN with two', `/ir suspect ${USER}x'' OR ''='`],
    ['an ARN with a backslash', `/ir suspect ${USER}x\\`],
    ['an ARN with a NUL', `/ir suspect ${USER}x\u0000y`],
    ['an ARN with a comment', `/ir suspect ${USER}x/*--*/`],
    ['an ARN with the end of a statement', `/ir suspect ${USER}x;DROP`],
    ['an ARN on two lines', `/ir suspect ${USER}x\ny`],
    ['an ARN that turns around', `/ir suspect ${USER}x\u202ey`],
    ['an ARN that pings', `/ir suspect ${USER}<!channel>`],
    ['a word that pings', '/ir <!channel>'],
  ])('is refused, to the person alone, and opens nothing: %s', async (_, text) => {
    const known = workspace.slack.ephemerals(ALICE).length;

    expect(await workspace.command(ALICE, text)).toEqual({ ok: true });

    const { text: sentence, blocks } = await workspace.heard(ALICE, known);
    expect([sentence.length < 4_000, blocks]).toEqual([true, undefined]);
    expect(sentence).not.toMatch(/<[^>]*>|\p{Cc}|\u202e/u);
    expect(workspace.slack.ephemerals(ALICE)).toHaveLength(known + 1);
    expect([workspace.posts(), workspace.athena.statements]).toEqual([[], []]);
    expect(workspace.log.filter((line) => line.includes('"level":"error"'))).toEqual([]);
  });

  it('leaves no line in the log that is longer than a person reads', () => {
    expect(Math.max(...workspace.log.map((line) => line.length))).toBeLessThan(8_000);
  });
});

/** Whether something is so, or becomes so within two seconds. */
async function within(look: () => boolean): Promise<boolean> {
  for (let tries = 0; tries < 200; tries++) {
    if (look()) return true;
    await wait(10);
  }
  return false;
}
