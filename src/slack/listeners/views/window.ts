import { FORMS } from '../../views/callback-ids.js';
import { readPlace } from '../../views/form-place.js';
import { readWindowForm } from '../../views/window-form.js';
import { windowReply } from '../commands/window.js';
import type { Submission } from './submission.js';

/** The window form: questions of the case that name no window look at that one. */
export const windowSubmission: Submission = {
  callbackId: FORMS.window,
  what: 'a window',
  read({ cases, clock }, metadata, filled) {
    const place = readPlace(metadata);
    const window = readWindowForm(place, filled, clock.now());
    return window === undefined
      ? undefined
      : { place, run: async (origin) => windowReply(await cases.setWindow(origin, window)) };
  },
};
