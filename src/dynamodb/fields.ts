import { z } from 'zod';
import { SUBJECT_KINDS, type Subject } from '../detections/subject.js';
import type { Span, Window } from '../investigation/window.js';

/** Every field of `T`, each with its schema: a field that is added to the domain and forgotten here does not compile. */
export type Fields<T> = { readonly [Field in keyof T]-?: z.ZodType<T[Field]> };

/** Text of any length, the empty one too. */
export const text = z.string();
/** How many: 0 and up. */
export const count = z.number().int().nonnegative();
/** A number that counts from 1: of a case, of a log entry. */
export const ordinal = z.number().int().positive();
/** US dollars. */
export const usd = z.number().nonnegative();
/** Who did something, and when. */
export const deed = { by: text, at: text };
/** What a question is about. */
export const subject = z.strictObject({ kind: z.enum(SUBJECT_KINDS), value: text } satisfies Fields<Subject>);
/** A window as it was given, and what it came to. */
export const window = z.strictObject({
  text,
  span: z.strictObject({ from: text, to: text } satisfies Fields<Span>).optional(),
} satisfies Fields<Window>);
