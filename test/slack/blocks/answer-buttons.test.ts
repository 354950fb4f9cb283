import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Answer, Run } from '../../../src/investigation/run.js';
import { answerForms } from '../../../src/slack/blocks/answer.js';
import { ACTIONS, readPickValue, readPlaceValue } from '../../../src/slack/blocks/button-value.js';
import { answerOf, detectionOf, RUN, textsIn } from './answers.js';

const AUTHFAIL = detectionOf('authfail');
const ABOUT = detectionOf('about');
const user = (name: string): string => `arn:aws:iam::111122223333:user/${name}`;
const users = (count: number) => Array.from({ length: count }, (_, at) => ({ actor: user(`u${at}`), denied: '1' }));

const text = z.object({ text: z.string() });
const ELEMENTS = z.object({
  elements: z.array(
    z.object({
      type: z.string(),
      action_id: z.string(),
      text: text.optional(),
      value: z.string().optional(),
      placeholder: text.optional(),
      options: z.array(z.object({ text, value: z.string() })).optional(),
    }),
  ),
});
function actionsOf(answer: Answer, detection = AUTHFAIL, changes: Partial<Run> = {}) {
  const { elements } = ELEMENTS.parse(
    answerForms({ ...RUN, ...changes }, answer, detection)
      .at(-1)
      ?.blocks.at(-1),
  );
  const all = elements.filter(({ type }) => type === 'button');
  const buttons = all.filter(({ action_id }) => action_id !== ACTIONS.fullNames);
  const fullNames = all.filter(({ action_id }) => action_id === ACTIONS.fullNames);
  const menus = elements.filter(({ type }) => type === 'static_select');
  return { elements, buttons, menus, fullNames };
}

describe('the buttons of an answer', () => {
  it('give five identities a button and the others a menu, by opaque values that lead back to their cell', () => {
    const { buttons, menus } = actionsOf(answerOf(AUTHFAIL, { identities: users(8) }));
    const values = [...buttons, ...(menus[0]?.options ?? [])].map(({ value }) => readPickValue(value));

    expect(buttons.map(({ action_id, text }) => [action_id, text?.text])[4]).toEqual([
      `${ACTIONS.pickSuspect}:4`,
      'user/u4',
    ]);
    expect(menus[0]).toMatchObject({ action_id: `${ACTIONS.pickSuspect}:more`, placeholder: { text: '3 more' } });
    expect(values).toEqual(
      [0, 1, 2, 3, 4, 5, 6, 7].map((row) => ({
        caseId: RUN.caseId,
        runId: RUN.id,
        table: 'identities',
        row,
        column: 0,
      })),
    );
  });

  it('show the whole ARN where two identities would look the same', () => {
    const twin = 'arn:aws:iam::444455556666:user/alice';
    const answer = answerOf(AUTHFAIL, { identities: [{ actor: user('alice') }, { actor: twin }] });

    expect(actionsOf(answer).buttons[1]?.text?.text).toBe(twin);
  });

  it('lead to the ARNs behind short names, last of all', () => {
    const answer = answerOf(AUTHFAIL, { identities: users(2), calls: users(1) });

    const { elements, fullNames } = actionsOf(answer, AUTHFAIL, { view: 'calls' });

    expect(fullNames.map(({ text, value }) => [text?.text, readPlaceValue(value).table])).toEqual([
      ['Full ARNs', 'calls'],
    ]);
    expect(elements.at(-1)).toEqual(fullNames[0]);
  });

  it.each([
    ['a table without identities', answerOf(ABOUT, { services: [{ eventsource: 'iam.amazonaws.com' }] }), ABOUT],
    [
      'identities that are shown in full',
      answerOf(AUTHFAIL, { identities: [{ actor: 'ec2.amazonaws.com' }] }),
      AUTHFAIL,
    ],
  ])('have no such button for %s', (_, answer, detection) => {
    expect(textsIn(answerForms(RUN, answer, detection)[0]?.blocks).join()).not.toContain('Full ARNs');
  });

  it('list the other tables that have rows', () => {
    const answer = answerOf(AUTHFAIL, {
      identities: users(1),
      calls: users(2),
      activity: [{ period: '2026-11-24T03' }],
      summary: [{ denied: '2' }],
    });
    const [menu] = actionsOf(answer).menus;

    expect(menu).toMatchObject({ action_id: `${ACTIONS.showTable}:menu`, placeholder: { text: 'Show table' } });
    expect(menu?.options?.map((option) => [option.text.text, readPlaceValue(option.value).table])).toEqual([
      ['Refused calls · 2 rows', 'calls'],
    ]);
  });

  it('ask about keys and addresses without making them the suspect', () => {
    const keys = actionsOf(answerOf(ABOUT, { keys: [{ accesskeyid: 'AKIAIOSFODNN7EXAMPLE' }] }), ABOUT);

    expect(keys.buttons.map(({ action_id, text }) => [action_id, text?.text])).toEqual([
      [`${ACTIONS.pickSubject}:0`, 'AKIAIOSFODNN7EXAMPLE: ask about it'],
    ]);
  });

  it('are for one column of a table with several, and a menu is for the others', () => {
    const event = (at: number) => ({
      actor: user('alice'),
      sourceipaddress: `192.0.2.${at}`,
      accesskeyid: 'AKIAIOSFODNN7EXAMPLE',
      useragent: 'user/bob',
    });
    const events = answerOf(ABOUT, { events: [event(1), event(2), event(1)] });

    const about = actionsOf(events, ABOUT, { about: { kind: 'identity', value: user('alice') } });
    expect(about.buttons.map(({ text }) => text?.text)).toEqual(['192.0.2.1: ask about it', '192.0.2.2: ask about it']);
    expect(about.menus[0]).toMatchObject({
      action_id: `${ACTIONS.pickSubject}:more`,
      placeholder: { text: 'Ask about …' },
    });
    expect(about.menus[0]?.options?.map((option) => option.text.text)).toEqual([
      'AKIAIOSFODNN7EXAMPLE',
      'agent:user/bob',
    ]);
  });

  it('lead on from a table without anything to ask about: to the first key and address of the others, each once', () => {
    const answer = answerOf(ABOUT, {
      services: [{ eventsource: 'iam.amazonaws.com' }],
      events: [
        { sourceipaddress: '192.0.2.8', accesskeyid: 'ASIAIOSFODNN7EXAMPLE', useragent: 'aws-cli/2.17' },
        { sourceipaddress: '192.0.2.8', accesskeyid: 'AKIAIOSFODNN7EXAMPLE' },
        { sourceipaddress: '192.0.2.7' },
      ],
      keys: [{ accesskeyid: 'AKIAIOSFODNN7EXAMPLE' }],
      sources: [{ sourceipaddress: '192.0.2.7' }, { sourceipaddress: '192.0.2.8' }],
    });

    const { buttons, menus } = actionsOf(answer, ABOUT, { about: { kind: 'identity', value: user('alice') } });

    expect(buttons.map(({ action_id, text }) => [action_id, text?.text])).toEqual([
      [`${ACTIONS.pickSubject}:0`, 'AKIAIOSFODNN7EXAMPLE: ask about it'],
      [`${ACTIONS.pickSubject}:1`, '192.0.2.7: ask about it'],
    ]);
    expect(readPickValue(buttons[0]?.value)).toMatchObject({ table: 'keys', row: 0 });
    expect(menus[0]?.options?.map((option) => option.text.text)).toEqual([
      '192.0.2.8',
      'ASIAIOSFODNN7EXAMPLE',
      'agent:aws-cli/2.17',
    ]);
  });

  it('offer the one identity that used a key as the suspect', () => {
    const events = answerOf(ABOUT, { events: [{ actor: user('alice'), sourceipaddress: '192.0.2.7' }] });
    const { buttons, menus } = actionsOf(events, ABOUT, { about: { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } });

    expect(buttons.map(({ action_id, text }) => [action_id, text?.text])).toEqual([
      [`${ACTIONS.pickSuspect}:0`, 'user/alice'],
    ]);
    expect(menus[0]?.options?.map((option) => option.text.text)).toEqual(['192.0.2.7']);
  });

  it('lead on from who is behind a key to what else was used', () => {
    const answer = answerOf(ABOUT, {
      callers: [{ actor: user('alice') }],
      sources: [{ sourceipaddress: '192.0.2.7', useragent: 'aws-cli/2.17' }],
      keys: [{ accesskeyid: 'AKIAIOSFODNN7EXAMPLE' }],
    });
    const about = { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } as const;

    const { buttons, menus } = actionsOf(answer, ABOUT, { about, view: 'callers' });

    expect(buttons.map(({ text }) => text?.text)).toEqual(['user/alice']);
    expect(menus[0]?.options?.map((option) => option.text.text)).toEqual(['192.0.2.7', 'agent:aws-cli/2.17']);
    expect(menus[0]).toMatchObject({
      action_id: `${ACTIONS.pickSubject}:more`,
      placeholder: { text: 'Ask about …' },
    });
  });

  it('say when a menu is too small for all', () => {
    const { menus } = actionsOf(answerOf(AUTHFAIL, { identities: users(200) }));

    expect(menus[0]?.options).toHaveLength(100);
    expect(menus[0]?.placeholder?.text).toBe('195 more (the first 100 of 195)');
  });

  it('leave out what has an option value that Slack would refuse', () => {
    const table = 'a_table_of_the_team_with_a_rather_long_name';
    const own = {
      ...AUTHFAIL,
      tables: AUTHFAIL.tables.map((one) => (one.name === 'calls' ? { ...one, name: table } : one)),
    };

    expect(actionsOf(answerOf(own, { identities: users(1), [table]: users(1) }), own).menus).toEqual([]);
  });
});
