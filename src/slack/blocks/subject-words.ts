import type { RichTextElement } from '@slack/types';
import { type Subject, type SubjectKind, shortSubject } from '../../detections/subject.js';
import { logCode, words } from './rich-text.js';

/** What stands before a subject's value; an ARN says itself what it is. */
const KINDS: Readonly<Record<SubjectKind, string>> = {
  identity: '',
  role: 'role ',
  key: 'access key ',
  address: 'address ',
  agent: 'user agent ',
};

/** ` about user/alice`, where it is about somebody. */
export const aboutWords = (about: Subject | undefined): RichTextElement[] =>
  about ? [words(' about '), logCode(shortSubject(about), 120)] : [];

/** A subject in full, with the kind of thing that it is where its value does not say so. */
export const subjectElements = ({ kind, value }: Subject): RichTextElement[] => kinded(kind, logCode(value, 600));

/** The same as people say it: short. */
export const shortSubjectElements = (subject: Subject): RichTextElement[] =>
  kinded(subject.kind, logCode(shortSubject(subject), 80));

const kinded = (kind: SubjectKind, value: RichTextElement): RichTextElement[] =>
  KINDS[kind] === '' ? [value] : [words(KINDS[kind]), value];
