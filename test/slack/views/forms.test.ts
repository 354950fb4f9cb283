import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readCatalogue } from '../../../src/detections/catalogue.js';
import { readDetection } from '../../../src/detections/read-detection.js';
import { SUBJECT_KINDS } from '../../../src/detections/subject.js';
import { UserFacingError } from '../../../src/errors.js';
import type { Case } from '../../../src/investigation/case.js';
import { FORMS } from '../../../src/slack/views/callback-ids.js';
import { closeForm, readCloseForm } from '../../../src/slack/views/close-form.js';
import { formPlace, readPlace } from '../../../src/slack/views/form-place.js';
import { messageForm } from '../../../src/slack/views/message-form.js';
import { noteForm, readNoteForm } from '../../../src/slack/views/note-form.js';
import { questionForm, readQuestionForm } from '../../../src/slack/views/question-form.js';
import { readWindowForm, windowForm } from '../../../src/slack/views/window-form.js';
import { ALICE_ARN, CASE } from '../blocks/cases.js';
import { ANY_TEXT } from '../blocks/texts.js';
import { fieldsIn, filledWith, initialIn, refusalsOf } from './values.js';

const ORIGIN = { teamId: 'T0LOCAL', channelId: 'C0INC042', userId: 'U0ALICE', deliveryId: '1.2' };
const NOW = new Date('2026-11-24T10:41:00Z');
const SUSPECT = { kind: 'identity', value: ALICE_ARN, by: 'U0BOB', at: '2026-11-24T10:43:00.000Z' } as const;
const WITH_SUSPECT: Case = { ...CASE, suspect: SUSPECT };
const NEW_KEYS = readDetection(
  'new-keys',
  `/*
title: New access keys
asks: Who made access keys in this account?
sentence: "{rows:key was|keys were} made"
parameters: { account: account, action: { type: action, default: CreateAccessKey }, suspect: arn }
columns: { actor: identity }
source: https://docs.aws.amazon.com/
*/
SELECT actor FROM events WHERE recipientaccountid = :account AND eventname = :action AND actor = :suspect`,
);
const CATALOGUE = readCatalogue();
const OWN = { ...CATALOGUE, detections: new Map([...CATALOGUE.detections, ['new-keys', NEW_KEYS]]) };
const place = (investigation: Case | undefined = CASE) => formPlace(ORIGIN, investigation);

describe('forms', () => {
  const anyCase = fc
    .record({
      title: fc.option(ANY_TEXT, { nil: undefined }),
      window: ANY_TEXT,
      kind: fc.constantFrom(...SUBJECT_KINDS),
      value: ANY_TEXT,
    })
    .map(({ title, window, kind, value }): Case => ({ ...CASE, title, window, suspect: { ...SUSPECT, kind, value } }));

  it('are taken by Slack, whatever people and logs say', () => {
    fc.assert(
      fc.property(
        fc.option(anyCase, { nil: undefined }),
        fc.constantFrom(...OWN.detections.keys(), ''),
        (about, chosen) => {
          const where = formPlace(ORIGIN, about);
          const forms = [
            questionForm({ catalogue: OWN, place: where, chosen }),
            windowForm(where),
            noteForm(where),
            closeForm(where),
          ];

          for (const form of forms) expect(refusalsOf(form)).toEqual([]);
        },
      ),
    );
  });

  it('say which case they are about, and remember it', () => {
    for (const build of [windowForm, noteForm, closeForm]) {
      const form = build(place({ ...WITH_SUSPECT, title: 'Leaked <key>' }));

      expect(JSON.stringify(form.blocks[0])).toContain('Case 7 · Leaked <key>');
      expect(readPlace(form.private_metadata ?? '')).toEqual({
        channelId: 'C0INC042',
        threadTs: '1.000001',
        case: {
          id: 'T0LOCAL-7',
          number: 7,
          title: 'Leaked <key>',
          window: '24h',
          suspect: 'user/alice',
          suspectKind: 'identity',
        },
      });
    }
  });

  it('are about no case where none is open', () => {
    const closed = { ...CASE, status: 'closed' } as const;

    expect(formPlace(ORIGIN, closed)).toEqual({ channelId: 'C0INC042' });
    expect(JSON.stringify(noteForm(place(closed)).blocks[0])).toContain('No case is open');
  });

  it('are not opened in the thread of a closed case, since nothing is asked there', () => {
    const closed: Case = { ...CASE, status: 'closed', closed: { by: 'U0BOB', at: '2026-11-24T11:00:00.000Z' } };

    expect(() => formPlace({ ...ORIGIN, threadTs: CASE.threadTs }, closed)).toThrow('is closed');
  });

  it('have callback ids of their own', () => {
    expect(new Set(Object.values(FORMS)).size).toBe(Object.keys(FORMS).length);
  });

  it.each(['', '{}', '{"channelId":7}', 'x', '{"channelId":"C0INC042","caseIds":[]}'])(
    'of another version are said to be so: %j',
    (metadata) => {
      expect(() => readPlace(metadata)).toThrow(UserFacingError);
    },
  );
});

describe('the question form', () => {
  it('offers every question of the catalogue, and fields for none before one is chosen', () => {
    const form = questionForm({ catalogue: OWN, place: place() });

    for (const { id, title } of OWN.detections.values())
      expect(JSON.stringify(form)).toContain(`"text":${JSON.stringify(title)},"emoji":false},"value":"${id}"`);
    expect(fieldsIn(form)).toEqual(['question', 'window']);
    expect(initialIn(form)).toEqual({ window: '24h' });
  });

  it('has a field for each parameter of the chosen question, with what stands in when nothing is typed', () => {
    const form = questionForm({ catalogue: OWN, place: place(), chosen: 'new-keys' });

    expect(fieldsIn(form)).toEqual(['question', 'window', 'value|new-keys|0', 'value|new-keys|1', 'value|new-keys|2']);
    expect(initialIn(form)).toEqual({ question: 'new-keys', window: '24h', 'value|new-keys|1': 'CreateAccessKey' });
    expect(JSON.stringify(form)).toContain('For example: 111122223333.');
  });

  it.each([
    ['about', 'about'],
    ['new-keys', 'value|new-keys|2'],
  ])('needs somebody for %s only where the case has no suspect', (chosen, field) => {
    const isOptional = (about: Case) => {
      const form = questionForm({ catalogue: OWN, place: place(about), chosen });
      const block = form.blocks.find(({ block_id: id }) => id === field);
      return block && 'optional' in block ? block.optional : false;
    };

    expect([isOptional(CASE), isOptional(WITH_SUSPECT)]).toEqual([false, true]);
  });

  it('wants an ARN where the suspect is none', () => {
    const key = { ...SUSPECT, kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } as const;

    const form = questionForm({ catalogue: OWN, place: place({ ...CASE, suspect: key }), chosen: 'new-keys' });

    const block = form.blocks.find(({ block_id: id }) => id === 'value|new-keys|2');
    expect(JSON.stringify(block)).not.toContain('Left empty');
    expect(block).not.toHaveProperty('optional', true);
  });

  it('is read as the question that it asks', () => {
    const filled = filledWith(
      { window: ' 7d ', 'value|new-keys|0': '111122223333', 'value|new-keys|1': '', 'value|new-keys|2': ALICE_ARN },
      { question: 'new-keys' },
    );

    expect(readQuestionForm(OWN, filled, NOW)).toEqual({
      detection: 'new-keys',
      window: '7d',
      parameters: { account: '111122223333', suspect: ALICE_ARN },
    });
  });

  it('is about whom it says, else about the suspect', () => {
    const asks = (about: string) =>
      readQuestionForm(OWN, filledWith({ window: '', about }, { question: 'about' }), NOW);

    expect(asks('192.0.2.7')).toEqual({
      detection: 'about',
      about: { kind: 'address', value: '192.0.2.7' },
      parameters: {},
    });
    expect(asks('')).toEqual({ detection: 'about', parameters: {} });
  });

  it('says at each field what is wrong with it', () => {
    const filled = filledWith(
      { window: 'soon', 'value|new-keys|0': 'mine', 'value|new-keys|2': 'alice' },
      { question: 'new-keys' },
    );

    expect(readQuestionForm(OWN, filled, NOW)).toBeUndefined();
    expect(filled.errors()).toEqual({
      window: expect.stringContaining('"soon" is not a window'),
      'value|new-keys|0': expect.stringContaining('account="mine" is no account'),
      'value|new-keys|2': expect.stringContaining('suspect="alice" is no arn'),
    });
  });

  it.each([
    ['no question', { window: '24h' }, {}, 'question'],
    ['a question that is gone', { window: '24h' }, { question: 'gone' }, 'question'],
    ['nobody who can be asked about', { about: 'alice' }, { question: 'about' }, 'about'],
    ['what Athena cannot be asked', { about: `agent:${'x'.repeat(1_001)}` }, { question: 'about' }, 'about'],
  ])('takes %s as a mistake', (_, typed, chosen, field) => {
    const filled = filledWith(typed, chosen);

    expect(readQuestionForm(OWN, filled, NOW)).toBeUndefined();
    expect(Object.keys(filled.errors() ?? {})).toEqual([field]);
  });

  it('asks something or says what is wrong, whatever is typed', () => {
    const typed = fc.dictionary(fc.constantFrom('window', 'about', 'value|new-keys|0', 'value|new-keys|1'), ANY_TEXT);
    fc.assert(
      fc.property(typed, fc.constantFrom(...OWN.detections.keys(), 'x'), (texts, question) => {
        const filled = filledWith(texts, { question });

        const asked = readQuestionForm(OWN, filled, NOW);

        expect(asked === undefined).toBe(filled.errors() !== undefined);
      }),
    );
  });
});

describe('the window form', () => {
  it.each([
    ['7d', { window: '7d' }],
    ['2026-11-20', { window: 'other', other_window: '2026-11-20' }],
  ])('begins with the window of the case, %s', (window, initial) => {
    expect(initialIn(windowForm(place({ ...CASE, window })))).toEqual(initial);
  });

  it.each([
    ['a preset', '', '1h', '1h'],
    ['another window', '2026-11-20..2026-11-22', 'other', '2026-11-20..2026-11-22'],
    ['all there is', 'ALL', 'other', 'all'],
    ['a preset, beside the other window that the case had', '24h', '7d', '7d'],
    ['what is typed, where the choice is left as it was', '3d', '24h', '3d'],
  ])('is read as %s', (_, other, window, expected) => {
    const filled = filledWith({ other_window: other }, { window });

    expect(readWindowForm(place(), filled, NOW)).toBe(expected);
    expect(filled.errors()).toBeUndefined();
  });

  it.each([
    ['nothing is chosen', '', {}, 'window', 'Choose a window.'],
    ['another one is not typed', '', { window: 'other' }, 'other_window', 'Type the window'],
    ['another one is none', 'soon', { window: 'other' }, 'other_window', '"soon" is not a window'],
    ['another one is typed, but not chosen', '3d', { window: '7d' }, 'other_window', '"Last 7 days" is chosen above'],
    ['a made-up one is chosen', '', { window: 'x' }, 'other_window', '"x" is not a window'],
  ])('says so when %s', (_, other, chosen, field, says) => {
    const filled = filledWith({ other_window: other }, chosen);

    expect(readWindowForm(place(), filled, NOW)).toBeUndefined();
    expect(filled.errors()).toEqual({ [field]: expect.stringContaining(says) });
  });
});

describe('the note and close forms', () => {
  it('are read as the note, without blanks around it', () => {
    expect(readNoteForm(filledWith({ note: ' the key\nis off ' }))).toBe('the key / is off');
    expect(readCloseForm(filledWith({ note: 'done' }))).toBe('done');
  });

  it('take no note when a case is closed, but not when one is to be kept', () => {
    const empty = filledWith({ note: ' ' });

    expect([readCloseForm(empty), empty.errors()]).toEqual([undefined, undefined]);
    expect([readNoteForm(empty), empty.errors()]).toEqual([undefined, { note: expect.stringContaining('/ir note') }]);
  });

  it.each([readNoteForm, readCloseForm])('refuse a note that is too long', (read) => {
    const filled = filledWith({ note: 'x'.repeat(1_001) });

    expect(read(filled)).toBeUndefined();
    expect(filled.errors()).toEqual({
      note: 'The note is 1,001 characters long; 1,000 is the most. Make it two notes.',
    });
  });
});

describe('a message in a modal', () => {
  it('is taken by Slack, whatever it says, without its buttons', () => {
    fc.assert(
      fc.property(ANY_TEXT, (text) => {
        const blocks = [
          { type: 'actions', elements: [] },
          { type: 'header', text: { type: 'plain_text', text: 'A', emoji: false } },
        ];

        expect(refusalsOf(messageForm({ text: 'Ask <@U0ALICE>.' }))).toEqual([]);
        expect(messageForm({ text, blocks }).blocks).toEqual(blocks.slice(1));
      }),
    );
  });
});
