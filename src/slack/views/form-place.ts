import type { AnyBlock } from '@slack/types';
import { z } from 'zod';
import { SUBJECT_KINDS, shortSubject } from '../../detections/subject.js';
import { UserFacingError } from '../../errors.js';
import type { Case } from '../../investigation/case.js';
import { isClosed } from '../../investigation/cases.js';
import type { Origin } from '../../investigation/origin.js';
import { shortened } from '../../text.js';
import { literalLine } from '../blocks/rich-text.js';

/** The open case that a form is about, as far as the form shows it. */
const FORM_CASE = z.strictObject({
  id: z.string(),
  number: z.number(),
  title: z.string().optional(),
  window: z.string(),
  /** Short, to be read. */
  suspect: z.string().optional(),
  suspectKind: z.enum(SUBJECT_KINDS).optional(),
});

/** Where a form was opened, and so where what it asks for is done. */
export const FORM_PLACE = z.strictObject({
  channelId: z.string(),
  /** The case's thread, where there is one: what is asked there is about no other case. */
  threadTs: z.string().optional(),
  /** The thread in which the person is told what comes of it; absent: in the channel. A thread that nobody has open shows nothing. */
  seenIn: z.string().optional(),
  case: FORM_CASE.optional(),
});

/** Where a form was opened. */
export type FormPlace = z.infer<typeof FORM_PLACE>;

/** So that it fits into a form, whatever people typed. */
const MAX_WORDS = 100;

/**
 * Where somebody opens a form.
 *
 * @param investigation the case that is meant; a closed one is none for a form.
 * @param seenIn the thread that the person looks at.
 * @throws UserFacingError in the thread of a closed case: what is asked there is not about another.
 */
export function formPlace(
  { channelId, threadTs }: Origin,
  investigation: Case | undefined,
  seenIn?: string,
): FormPlace {
  const there = { channelId, ...(seenIn === undefined ? {} : { seenIn }) };
  if (investigation?.status === 'closed' && investigation.threadTs === threadTs) throw isClosed(investigation);
  if (investigation?.status !== 'open') return { ...there, ...(threadTs === undefined ? {} : { threadTs }) };
  const { id, number, title, window, suspect } = investigation;
  return {
    ...there,
    threadTs: investigation.threadTs,
    case: {
      id,
      number,
      window: shortened(window, MAX_WORDS),
      ...(title === undefined ? {} : { title: shortened(title, MAX_WORDS) }),
      ...(suspect === undefined
        ? {}
        : { suspect: shortened(shortSubject(suspect), MAX_WORDS), suspectKind: suspect.kind }),
    },
  };
}

/** A form's `private_metadata`. */
export const metadataOf = (place: FormPlace): string => JSON.stringify(place);

/** @throws UserFacingError when it is none of ours, or from a version that we no longer read. */
export const readPlace = (metadata: string): FormPlace => readMetadata(FORM_PLACE, metadata);

/**
 * Reads a form's `private_metadata`. Its version is that of the form's callback id; what has a field too many is of another version
 * all the same.
 *
 * @throws UserFacingError as above.
 */
export function readMetadata<S extends z.ZodType>(schema: S, metadata: string): z.output<S> {
  try {
    return schema.parse(JSON.parse(metadata));
  } catch {
    throw new UserFacingError('This form is from another version of ir-bot. Close it and open it again.');
  }
}

/** The line of a form that says which case it is about. */
export function placeLine({ case: about }: FormPlace): AnyBlock {
  if (!about) return literalLine('No case is open in this channel: this opens one.');
  return literalLine(about.title === undefined ? `Case ${about.number}` : `Case ${about.number} · ${about.title}`);
}
