import { FORMS } from '../../views/callback-ids.js';
import { readPlace } from '../../views/form-place.js';
import { readQuestionForm } from '../../views/question-form.js';
import { runRetry } from '../commands/retry-text.js';
import type { Submission } from './submission.js';

/** The question form: its question is asked. */
export const questionSubmission: Submission = {
  callbackId: FORMS.question,
  what: 'a question',
  read({ cases, catalogue, clock }, metadata, filled) {
    const place = readPlace(metadata);
    const question = readQuestionForm(catalogue, filled, clock.now());
    return (
      question && {
        place,
        retry: runRetry(question),
        async run(origin) {
          await cases.ask(origin, question);
          return undefined;
        },
      }
    );
  },
};
