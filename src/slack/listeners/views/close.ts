import { FORMS } from '../../views/callback-ids.js';
import { readCloseForm } from '../../views/close-form.js';
import { readPlace } from '../../views/form-place.js';
import { closedReply } from '../commands/close.js';
import type { Submission } from './submission.js';

/** The close form: its case is closed. */
export const closeSubmission: Submission = {
  callbackId: FORMS.close,
  what: 'the end of a case',
  read({ cases }, metadata, filled) {
    const place = readPlace(metadata);
    const note = readCloseForm(filled);
    if (filled.errors()) return undefined;
    return { place, run: async (origin) => closedReply(await cases.close(origin, note, place.case?.id)) };
  },
};
