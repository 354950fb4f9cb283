import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { elementsIn } from '../../src/local/slack/elements.js';
import type { View } from '../../src/local/slack/protocol.js';
import { AFTERNOON, KEY, SUSPECT } from './calls.js';
import {
  ALICE,
  BOB,
  CHANNEL,
  type FormValues,
  OUTSIDER,
  sentenceOf,
  startTestWorkspace,
  type TestWorkspace,
  tableOf,
  typed,
  until,
} from './workspace.js';

describe('other ways in than /ir', () => {
  let engine: LogEngine;
  let workspace: TestWorkspace;
  let answered = 0;

  beforeAll(async () => {
    engine = await recordsEngine(AFTERNOON);
    workspace = await startTestWorkspace(engine);
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  const nextAnswer = async () => (await workspace.answers(++answered)).at(-1);

  /** The values of a form whose fields hold what is given, by block id. */
  function filled(view: View, given: Readonly<Record<string, Readonly<Record<string, unknown>>>>): FormValues {
    return Object.fromEntries(
      elementsIn(view.blocks).flatMap(({ blockId, actionId }) =>
        given[blockId] === undefined ? [] : [[blockId, { [actionId]: given[blockId] }]],
      ),
    );
  }

  const said = async (text: string) => {
    await workspace.say(BOB, text);
    return until('what was said', () => workspace.slack.messages(CHANNEL).findLast((one) => one.userId === BOB));
  };
  const shortcut = (as: string, ts: string) =>
    workspace.slack.act({ type: 'message_shortcut', as, callbackId: 'ir:investigate:v1', channelId: CHANNEL, ts });

  it('a mention in the channel asks as the command does, with the same words', async () => {
    await workspace.say(ALICE, '@ir-bot authfail 24h');

    expect(sentenceOf(await nextAnswer())).toContain('2 identities were refused 21 times');
  });

  it('a mention in the thread shows a table there', async () => {
    await workspace.say(BOB, 'One moment, @ir-bot calls', workspace.card().ts);

    const calls = await workspace.inThread('ListUsers');
    expect(calls.threadTs).toBe(workspace.card().ts);
    expect(tableOf(calls).rows).toHaveLength(21);
  });

  it('a mention by a stranger is refused in the thread, alone', async () => {
    await workspace.say(OUTSIDER, '@ir-bot services', workspace.card().ts);

    const told = await workspace.heard(OUTSIDER);
    expect(JSON.stringify(told)).toContain("not on the responders' list");
    expect(told.threadTs).toBe(workspace.card().ts);
  });

  it('a message that names a key can be investigated, and its subject made the suspect', async () => {
    const { ts } = await said(`GuardDuty says ${KEY} of ${SUSPECT} was used from 198.51.100.7.`);

    const form = await workspace.form(ALICE, () => shortcut(ALICE, ts));
    const shown = JSON.stringify(form.blocks);
    for (const found of [KEY, 'user/ci-deploy', '198.51.100.7']) expect(shown).toContain(found);
    const [option] = /\{[^{}]*"text":\{[^{}]*ci-deploy[^{}]*\}[^{}]*(?:\{[^{}]*\}[^{}]*)?\}/.exec(shown) ?? [];
    const value = /"value":"(\d+)"/.exec(option ?? '')?.[1];
    const result = await workspace.submit(
      ALICE,
      form,
      filled(form, {
        subject: { type: 'radio_buttons', selected_option: { value } },
        wish: { type: 'radio_buttons', selected_option: { value: 'suspect' } },
        window: typed('7d'),
      }),
    );

    expect(result).toEqual({ ok: true });
    expect(sentenceOf(await nextAnswer())).toContain('user/ci-deploy made 22 calls');
    await until('the card names it', () => JSON.stringify(workspace.card().blocks).includes(SUSPECT) || undefined);
  });

  it('a message that names nothing lets the person type it, and says what is wrong with that', async () => {
    const { ts } = await said('Good morning!');
    const form = await workspace.form(ALICE, () => shortcut(ALICE, ts));

    const wrong = await workspace.submit(
      ALICE,
      form,
      filled(form, { typed_subject: typed('somebody'), window: typed('soon') }),
    );

    expect(wrong.errors).toEqual({
      typed_subject: expect.stringContaining('"somebody" is no ARN'),
      window: expect.stringContaining('"soon" is not a window'),
    });
    const right = filled(form, { typed_subject: typed(KEY), window: typed('24h') });
    expect(await workspace.submit(ALICE, form, right)).toEqual({ ok: true });
    expect(sentenceOf(await nextAnswer())).toContain(KEY);
  });

  it('a stranger gets no form', async () => {
    const { ts } = await said(`Look at ${KEY}`);
    const known = workspace.slack.ephemerals(OUTSIDER).length;

    await shortcut(OUTSIDER, ts);

    expect(await workspace.told(OUTSIDER, known)).toContain("not on the responders' list");
  });

  it('any question is asked in a form, with its parameters, each of which is checked', async () => {
    const form = await workspace.form(ALICE, () => workspace.command(ALICE, '/ir ask notebook-2.4'));
    const parameter = form.blocks.map(({ block_id: id }) => id ?? '').find((id) => id.startsWith('value|')) ?? '';

    const wrong = await workspace.submit(
      ALICE,
      form,
      filled(form, {
        question: { type: 'static_select', selected_option: { value: 'notebook-2.4' } },
        window: typed('yesterday'),
        [parameter]: typed('ci-deploy'),
      }),
    );
    expect(Object.keys(wrong.errors ?? {}).sort()).toEqual([parameter, 'window'].sort());

    const right = await workspace.submit(
      ALICE,
      form,
      filled(form, {
        question: { type: 'static_select', selected_option: { value: 'notebook-2.4' } },
        window: typed('24h'),
        [parameter]: typed(SUSPECT),
      }),
    );
    expect(right).toEqual({ ok: true });
    expect(JSON.stringify(await nextAnswer())).toContain('notebook-2.4');
  });

  it('the window of the case is set in a form, from its card', async () => {
    const form = await workspace.form(BOB, () => workspace.click(BOB, workspace.card(), 'Change window'));

    const result = await workspace.submit(
      BOB,
      form,
      filled(form, { window: { type: 'radio_buttons', selected_option: { value: '7d' } } }),
    );

    expect(result).toEqual({ ok: true });
    await until('the card says so', () => JSON.stringify(workspace.card().blocks).includes('last 7 d') || undefined);
  });

  it('the full ARNs of an answer are one click away, for whoever wants them', async () => {
    const [answer] = await workspace.answers(1);
    if (!answer) throw new Error('no answer to click in');
    const known = workspace.slack.ephemerals(BOB).length;

    await workspace.click(BOB, answer, 'Full ARNs');

    expect(await workspace.told(BOB, known)).toContain(SUSPECT);
  });
});
