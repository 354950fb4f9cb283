import type { AnyBlock, ModalView } from '@slack/types';
import { z } from 'zod';
import { SUBJECT_KINDS, type Subject, type SubjectKind, shortSubject } from '../../detections/subject.js';
import { UserFacingError } from '../../errors.js';
import { readWindow } from '../../investigation/window.js';
import { bullets, literalLine, logCode, section } from '../blocks/rich-text.js';
import { FORMS } from './callback-ids.js';
import { type FieldChoice, form, radioField, textField } from './fields.js';
import type { Filled } from './filled.js';
import { FORM_PLACE, type FormPlace, placeLine, readMetadata } from './form-place.js';
import { readAbout } from './question-form.js';
import { windowField } from './window-field.js';

const SUBJECT = 'subject';
const TYPED_SUBJECT = 'typed_subject';
const WINDOW = 'window';
const WISH = 'wish';

/** Of a form's `private_metadata`. https://docs.slack.dev/reference/views/modal-views (as of November 2026) */
const MAX_METADATA = 3_000;

const METADATA = z.strictObject({
  place: FORM_PLACE,
  subjects: z.array(z.strictObject({ kind: z.enum(SUBJECT_KINDS), value: z.string() })),
});
/** What the form remembers: where it was opened, and what the message names. */
export type InvestigateMetadata = z.infer<typeof METADATA>;

/** What is wanted of somebody or something that a message names. */
export interface Investigated {
  readonly subject: Subject;
  readonly window?: string | undefined;
  readonly isSuspect: boolean;
}

const WISHES: readonly FieldChoice[] = [
  { value: 'ask', label: 'Ask what it did' },
  { value: 'suspect', label: 'Make it the suspect, and ask' },
];

const KINDS: Readonly<Record<SubjectKind, string>> = {
  identity: 'Identity',
  role: 'Role, all its sessions',
  key: 'Access key',
  address: 'Address',
  agent: 'User agent',
};

/** The form that investigates what a message names, at most ten of it; where it names nothing, the person types it. */
export function investigateForm(place: FormPlace, found: readonly Subject[]): ModalView {
  const subjects = kept(place, found);
  const metadata = JSON.stringify({ place, subjects });
  return form({ callbackId: FORMS.investigate, title: 'Investigate', submit: 'Ask', metadata }, [
    placeLine(place),
    ...(subjects.length === 0 ? typedSubject() : namedSubjects(subjects, found.length - subjects.length)),
    radioField({ id: WISH, label: 'What to do' }, WISHES, 'ask'),
    windowField(WINDOW, place),
  ]);
}

/** As many, from the first, as the form can remember. */
function kept(place: FormPlace, found: readonly Subject[]): Subject[] {
  const subjects = found.map(({ kind, value }) => ({ kind, value }));
  while (JSON.stringify({ place, subjects }).length > MAX_METADATA) subjects.pop();
  return subjects;
}

const typedSubject = (): AnyBlock[] => [
  literalLine('I found no ARN of an identity, no access key and no address in this message.'),
  textField({
    id: TYPED_SUBJECT,
    label: 'Whom or what to investigate',
    hint: 'The ARN of an identity or role, an access key, an address, or agent: and a user agent.',
  }),
];

function namedSubjects(subjects: readonly Subject[], hidden: number): AnyBlock[] {
  const choices = subjects.map((subject, at) => ({
    value: String(at),
    label: shortSubject(subject),
    description: KINDS[subject.kind],
  }));
  const arns = subjects.filter(({ kind }) => kind === 'identity' || kind === 'role');
  return [
    radioField({ id: SUBJECT, label: 'Found in the message' }, choices, '0'),
    ...(arns.length === 0 ? [] : [bullets(arns.map(({ value }) => section(logCode(value, 800))))]),
    ...(hidden === 0 ? [] : [literalLine(`${hidden} more found, for which the form has no room.`)]),
  ];
}

/** @throws UserFacingError when it is none of ours, or from a version that we no longer read. */
export const readInvestigateMetadata = (metadata: string): InvestigateMetadata => readMetadata(METADATA, metadata);

/**
 * Reads an investigate form that was sent off. What is wrong with a field is kept in `filled`.
 *
 * @param now on the clock by which windows are read.
 */
export function readInvestigateForm(
  { subjects }: InvestigateMetadata,
  filled: Filled,
  now: Date,
): Investigated | undefined {
  const subject =
    subjects.length === 0
      ? filled.read(TYPED_SUBJECT, (text) => readAbout(text) ?? missing('Type whom or what to investigate.'))
      : filled.read(SUBJECT, (at) => subjects[Number(at ?? -1)] ?? missing('Choose one.'));
  const window = filled.read(WINDOW, (text) => (text === undefined ? undefined : readWindow(text, now).text));
  if (!subject || filled.errors()) return undefined;
  return { subject, window, isSuspect: filled.textOf(WISH) === 'suspect' };
}

function missing(says: string): never {
  throw new UserFacingError(says);
}
