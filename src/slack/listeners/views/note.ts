import { FORMS } from '../../views/callback-ids.js';
import { readPlace } from '../../views/form-place.js';
import { readNoteForm } from '../../views/note-form.js';
import { notedReply } from '../commands/note.js';
import type { Submission } from './submission.js';

/** The note form: the note goes into the history of the case. */
export const noteSubmission: Submission = {
  callbackId: FORMS.note,
  what: 'a note',
  read({ cases }, metadata, filled) {
    const place = readPlace(metadata);
    const note = readNoteForm(filled);
    return note === undefined
      ? undefined
      : { place, run: async (origin) => notedReply(await cases.note(origin, note)) };
  },
};
