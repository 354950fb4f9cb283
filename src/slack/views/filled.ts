import { z } from 'zod';
import { UserFacingError } from '../../errors.js';
import { shortened, visible } from '../../text.js';

/** What is wrong in a form, by the field's id. */
export type FieldErrors = Readonly<Record<string, string>>;

/** A form as it was sent off: what its fields hold. */
export interface Filled {
  /** What a field holds, without blanks around it; `undefined` when it is empty, or not there. */
  textOf(id: string): string | undefined;
  /** Reads what a field holds. What a person can mend is kept for `errors`, and nothing returned. */
  read<T>(id: string, reader: (text: string | undefined) => T): T | undefined;
  /** What the readers have found wrong until now; `undefined`: nothing. */
  errors(): FieldErrors | undefined;
}

/** A block of a form holds one element, under whatever action id. */
const VALUES = z.record(
  z.string(),
  z.record(
    z.string(),
    z.object({ value: z.string().nullish(), selected_option: z.object({ value: z.string() }).nullish() }),
  ),
);

/** Of what is said at a field. */
const MAX_ERROR = 500;

/** Reads Slack's `state.values` of a form. */
export function readFilled(values: unknown): Filled {
  const held = new Map(
    Object.entries(VALUES.parse(values)).map(([id, elements]) => {
      const [element] = Object.values(elements);
      return [id, (element?.value ?? element?.selected_option?.value ?? '').trim()];
    }),
  );
  const wrong = new Map<string, string>();
  const textOf = (id: string) => held.get(id) || undefined;
  return {
    textOf,
    read(id, reader) {
      try {
        return reader(textOf(id));
      } catch (cause) {
        if (!(cause instanceof UserFacingError)) throw cause;
        wrong.set(id, shortened(visible(cause.message), MAX_ERROR));
        return undefined;
      }
    },
    errors: () => (wrong.size === 0 ? undefined : Object.fromEntries(wrong)),
  };
}
