import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SUBJECT_KINDS, type Subject } from '../../../src/detections/subject.js';
import { UserFacingError } from '../../../src/errors.js';
import { formPlace } from '../../../src/slack/views/form-place.js';
import {
  investigateForm,
  readInvestigateForm,
  readInvestigateMetadata,
} from '../../../src/slack/views/investigate-form.js';
import { CASE } from '../blocks/cases.js';
import { ANY_TEXT } from '../blocks/texts.js';
import { fieldsIn, filledWith, initialIn, refusalsOf } from './values.js';

const ORIGIN = { teamId: 'T0LOCAL', channelId: 'C0INC042', userId: 'U0ALICE', deliveryId: '1.2', threadTs: '1.000001' };
const PLACE = formPlace(ORIGIN, CASE);
const NOW = new Date('2026-11-24T10:41:00Z');
const ALICE = { kind: 'identity', value: 'arn:aws:iam::111122223333:user/alice' } as const;
const KEY = { kind: 'key', value: 'AKIAIOSFODNN7EXAMPLE' } as const;

const remembered = (found: readonly Subject[]) =>
  readInvestigateMetadata(investigateForm(PLACE, found).private_metadata ?? '');

describe('the investigate form', () => {
  it('is taken by Slack, whatever a message names', () => {
    const found = fc.array(fc.record({ kind: fc.constantFrom(...SUBJECT_KINDS), value: ANY_TEXT }), { maxLength: 10 });
    fc.assert(
      fc.property(found, ANY_TEXT, (subjects, title) => {
        const form = investigateForm(formPlace(ORIGIN, { ...CASE, title }), subjects);

        expect(refusalsOf(form)).toEqual([]);
      }),
    );
  });

  it('lets the person choose of what was found, full ARNs beside their short names', () => {
    const form = investigateForm(PLACE, [ALICE, KEY]);

    expect(fieldsIn(form)).toEqual(['subject', 'wish', 'window']);
    expect(initialIn(form)).toEqual({ subject: '0', wish: 'ask', window: '24h' });
    expect(JSON.stringify(form.blocks)).toContain(ALICE.value);
    expect(remembered([ALICE, KEY])).toEqual({ place: PLACE, subjects: [ALICE, KEY] });
  });

  it('remembers as many as it has room for, and says how many it has not', () => {
    const long = Array.from({ length: 10 }, (_, at) => ({ ...ALICE, value: `${ALICE.value}${at}${'x'.repeat(500)}` }));

    const form = investigateForm(PLACE, long);

    const { subjects } = readInvestigateMetadata(form.private_metadata ?? '');
    expect(subjects).toEqual(long.slice(0, subjects.length));
    expect(subjects.length).toBeGreaterThan(2);
    expect(JSON.stringify(form.blocks)).toContain(`${10 - subjects.length} more found`);
  });

  it('takes what is typed where nothing was found', () => {
    const form = investigateForm(PLACE, []);
    const filled = filledWith({ typed_subject: KEY.value, window: '' }, { wish: 'ask' });

    expect(fieldsIn(form)).toEqual(['typed_subject', 'wish', 'window']);
    expect(JSON.stringify(form.blocks)).toContain('I found no ARN');
    expect(readInvestigateForm(remembered([]), filled, NOW)).toEqual({ subject: KEY, isSuspect: false });
  });

  it('is read as what was chosen', () => {
    const filled = filledWith({ window: '7d' }, { subject: '1', wish: 'suspect' });

    expect(readInvestigateForm(remembered([ALICE, KEY]), filled, NOW)).toEqual({
      subject: KEY,
      window: '7d',
      isSuspect: true,
    });
  });

  it.each([
    ['nothing is chosen', [ALICE], { window: '' }, {}, { subject: 'Choose one.' }],
    ['what is chosen is not there', [ALICE], { window: '' }, { subject: '7' }, { subject: 'Choose one.' }],
    ['nothing is typed', [], { typed_subject: '' }, {}, { typed_subject: 'Type whom or what to investigate.' }],
    [
      'what is typed is nobody',
      [],
      { typed_subject: 'alice' },
      {},
      { typed_subject: expect.stringContaining('"alice" is no ARN') },
    ],
    [
      'the window is none',
      [ALICE],
      { window: 'soon' },
      { subject: '0' },
      { window: expect.stringContaining('"soon" is not a window') },
    ],
  ])('says so when %s', (_, found, typed, chosen, errors) => {
    const filled = filledWith(typed, chosen);

    expect(readInvestigateForm(remembered(found), filled, NOW)).toBeUndefined();
    expect(filled.errors()).toEqual(errors);
  });

  it.each([
    ['an older', { channelId: 'C0INC042' }],
    ['a newer', { place: PLACE, subjects: [], chosen: 0 }],
  ])('of %s version is said to be so', (_, metadata) => {
    expect(() => readInvestigateMetadata(JSON.stringify(metadata))).toThrow(UserFacingError);
  });
});
