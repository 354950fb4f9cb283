import type { ModalView } from '@slack/types';
import { FORMS } from './callback-ids.js';
import { form, textField } from './fields.js';
import type { Filled } from './filled.js';
import { type FormPlace, metadataOf, placeLine } from './form-place.js';
import { MAX_NOTE, readNote } from './note.js';

const NOTE = 'note';

/** The form that closes a case. */
export const closeForm = (place: FormPlace): ModalView =>
  form({ callbackId: FORMS.close, title: 'Close case', submit: 'Close case', metadata: metadataOf(place) }, [
    placeLine(place),
    textField({
      id: NOTE,
      label: 'What came out of it',
      hint: 'The card and the history say so. Everything in the thread stays, and the case can be reopened.',
      isLong: true,
      isOptional: true,
      maxCharacters: MAX_NOTE,
    }),
  ]);

/** Reads a close form that was sent off: its note, if there is one. What is wrong with its field is kept in `filled`. */
export const readCloseForm = (filled: Filled): string | undefined =>
  filled.read(NOTE, (text) => (text === undefined ? undefined : readNote(text)));
