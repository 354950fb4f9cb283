import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type LogEngine, recordsEngine } from '../../src/local/athena/log-engine.js';
import { elementsIn } from '../../src/local/slack/elements.js';
import {
  LOCAL_CHANNELS,
  LOCAL_PEOPLE,
  type LocalChannel,
  type LocalPerson,
  type Sharing,
  type Standing,
} from '../../src/local/slack/people.js';
import type { ActResult, View } from '../../src/local/slack/protocol.js';
import { AFTERNOON } from './calls.js';
import { ALICE, BOB, CHANNEL, OUTSIDER, startTestWorkspace, type TestWorkspace, typed, until } from './workspace.js';

const DAVE = 'U0DAVE';
const ERIN = 'U0ERIN';
const GENERAL = 'C0GENERAL';
const PARTNERS = 'C0PARTNERS';

const HOW_TO_ASK = ['by command', 'by click', 'by mention', 'by shortcut', 'by a form sent off'] as const;

/** Everybody may ask everywhere at first; then, with a form open in front of each, they may not any more. */
describe('who may not ask, or not there', () => {
  const dave: LocalPerson & { standing?: Standing } = { id: DAVE, name: 'dave', role: 'responder' };
  const erin: LocalPerson & { standing?: Standing } = { id: ERIN, name: 'erin', role: 'responder' };
  const partners: LocalChannel & { sharing?: Sharing } = {
    id: PARTNERS,
    name: 'partners',
    topic: 'With whom we work',
    hasBot: true,
  };
  const forms = new Map<string, View>();
  let engine: LogEngine;
  let workspace: TestWorkspace;

  beforeAll(async () => {
    engine = await recordsEngine(AFTERNOON);
    workspace = await startTestWorkspace(engine, {
      people: [...LOCAL_PEOPLE, dave, erin],
      channels: [...LOCAL_CHANNELS, partners],
    });
    const everybody = [ALICE, BOB, OUTSIDER, DAVE, ERIN];
    workspace.environment.IR_RESPONDERS = everybody.join(',');
    await workspace.startBot();
    await workspace.command(ALICE, '/ir open Leaked key');
    await workspace.command(ALICE, '/ir open Elsewhere', GENERAL);
    await workspace.command(ALICE, '/ir open With partners', PARTNERS);
    for (const channelId of [CHANNEL, GENERAL, PARTNERS]) await until('a card', () => workspace.posts(channelId)[0]);
    for (const [person, channelId] of [
      [OUTSIDER, CHANNEL],
      [DAVE, CHANNEL],
      [ERIN, CHANNEL],
      [ALICE, PARTNERS],
      [BOB, GENERAL],
    ] as const) {
      forms.set(person, await workspace.form(person, () => workspace.command(person, '/ir ask authfail', channelId)));
    }
    await workspace.stopBot();

    dave.standing = 'guest';
    erin.standing = 'member of another workspace';
    partners.sharing = 'with another organization';
    workspace.environment.IR_RESPONDERS = everybody.filter((person) => person !== OUTSIDER).join(',');
    workspace.environment.IR_CHANNELS = `${CHANNEL},${PARTNERS}`;
    await workspace.startBot();
  });
  afterAll(async () => {
    await workspace.close();
    engine.close();
  });

  function sendForm(person: string): Promise<ActResult> {
    const form = forms.get(person);
    if (!form) throw new Error(`no form in front of ${person}`);
    const held: Record<string, Record<string, unknown>> = {
      question: { type: 'static_select', selected_option: { value: 'authfail' } },
      window: typed('24h'),
    };
    const values = elementsIn(form.blocks).flatMap(({ blockId, actionId }) =>
      held[blockId] ? [[blockId, { [actionId]: held[blockId] }] as const] : [],
    );
    return workspace.submit(person, form, Object.fromEntries(values));
  }

  function ask(how: (typeof HOW_TO_ASK)[number], as: string, channelId: string): Promise<ActResult> {
    const [card] = workspace.posts(channelId);
    if (!card) throw new Error(`no card in ${channelId}`);
    switch (how) {
      case 'by command':
        return workspace.command(as, '/ir authfail', channelId);
      case 'by click':
        return workspace.click(as, card, { action: 'ir:ask:v1' });
      case 'by mention':
        return workspace.slack.act({ type: 'message', as, channelId, text: '@ir-bot authfail', threadTs: card.ts });
      case 'by shortcut':
        return workspace.slack.act({
          type: 'message_shortcut',
          as,
          callbackId: 'ir:investigate:v1',
          channelId,
          ts: card.ts,
        });
      case 'by a form sent off':
        return sendForm(as);
    }
  }

  const refusals = () => workspace.log.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'refused');

  const WHO = [
    ['an outsider', OUTSIDER, CHANNEL, "not on the responders' list", 'not a responder'],
    ['a guest who is listed', DAVE, CHANNEL, 'Guests cannot use ir-bot', 'a guest'],
    ['somebody of another workspace who is listed', ERIN, CHANNEL, 'another workspace', 'T0OTHER'],
    ['anybody in a shared channel that is listed', ALICE, PARTNERS, 'shared with another organization', 'is shared'],
    ['anybody in a channel that is not listed', BOB, GENERAL, 'Ask in <#C0INC042> or <#C0PARTNERS>', 'IR_CHANNELS'],
  ] as const;

  it.each(WHO.flatMap((who) => HOW_TO_ASK.map((how) => [who[0], how, who] as const)))(
    '%s, %s: is told why, alone, and nothing else happens',
    async (_, how, [, person, channelId, told, reason]) => {
      const known = workspace.slack.ephemerals(person).length;
      const logged = refusals().length;
      const before = JSON.stringify(workspace.posts(channelId));

      expect(await ask(how, person, channelId)).toEqual({ ok: true });

      expect(await workspace.told(person, known)).toContain(told);
      await until('it is in the log', () => (refusals().length > logged ? true : undefined));
      expect(refusals().slice(logged)).toEqual([
        expect.objectContaining({ userId: person, channelId, reason: expect.stringContaining(reason) }),
      ]);
      expect(JSON.stringify(workspace.posts(channelId))).toBe(before);
      expect(workspace.athena.statements).toEqual([]);
      expect(workspace.slack.ephemerals(person)).toHaveLength(known + 1);
    },
  );

  it.each([
    ['an outsider', OUTSIDER, "not on the responders' list"],
    ['a guest who is listed', DAVE, 'Guests cannot use ir-bot'],
    ['somebody of another workspace who is listed', ERIN, 'another workspace'],
  ])('%s sees no case in the Home tab, but why', async (_, person, told) => {
    const home = await workspace.home(person, () => workspace.slack.act({ type: 'home_opened', as: person }));

    expect(JSON.stringify(home)).toContain(told);
    expect(JSON.stringify(home)).not.toContain('Leaked key');
  });

  it('a responder sees the cases in the Home tab, which is no channel', async () => {
    const home = await workspace.home(ALICE, () => workspace.slack.act({ type: 'home_opened', as: ALICE }));

    expect(JSON.stringify(home)).toContain('Leaked key');
  });

  it('the history of the case has each of them, and nothing that they asked', async () => {
    const history = await until('all of them in the history', async () => {
      const known = workspace.slack.ephemerals(ALICE).length;
      await workspace.command(ALICE, '/ir history');
      const shown = await workspace.told(ALICE, known);
      return [OUTSIDER, DAVE, ERIN].every((person) => shown.includes(person)) ? shown : undefined;
    });

    expect(history).toContain('was refused');
    expect(history).not.toContain('authfail');
  });
});
