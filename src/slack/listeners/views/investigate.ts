import { ABOUT } from '../../../detections/catalogue.js';
import { FORMS } from '../../views/callback-ids.js';
import { readInvestigateForm, readInvestigateMetadata } from '../../views/investigate-form.js';
import { subjectRetry } from '../commands/retry-text.js';
import type { Submission } from './submission.js';

/** The investigate form: what somebody or something did is asked, perhaps as the new suspect. */
export const investigateSubmission: Submission = {
  callbackId: FORMS.investigate,
  what: 'investigate',
  read({ cases, clock }, metadata, filled) {
    const remembered = readInvestigateMetadata(metadata);
    const wanted = readInvestigateForm(remembered, filled, clock.now());
    if (!wanted) return undefined;
    const { subject, window, isSuspect } = wanted;
    return {
      place: remembered.place,
      retry: subjectRetry(isSuspect ? 'suspect' : 'about', subject, window),
      async run(origin) {
        if (isSuspect) await cases.chooseSuspect(origin, subject, window);
        else await cases.ask(origin, { detection: ABOUT, about: subject, window });
        return undefined;
      },
    };
  },
};
