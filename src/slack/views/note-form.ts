import type { ModalView } from '@slack/types';
import { FORMS } from './callback-ids.js';
import { form, textField } from './fields.js';
import type { Filled } from './filled.js';
import { type FormPlace, metadataOf, placeLine } from './form-place.js';
import { MAX_NOTE, readNote } from './note.js';

const NOTE = 'note';

/** The form that keeps a note in the history of a case. */
export const noteForm = (place: FormPlace): ModalView =>
  form({ callbackId: FORMS.note, title: 'Note', submit: 'Keep', metadata: metadataOf(place) }, [
    placeLine(place),
    textField({
      id: NOTE,
      label: 'What has to be remembered',
      hint: 'It is shown in the thread of the case and kept in its history.',
      isLong: true,
      maxCharacters: MAX_NOTE,
    }),
  ]);

/** Reads a note form that was sent off. What is wrong with its field is kept in `filled`. */
export const readNoteForm = (filled: Filled): string | undefined => filled.read(NOTE, (text = '') => readNote(text));
