import { ACTIONS, readCaseValue } from '../../blocks/button-value.js';
import { questionForm } from '../../views/question-form.js';
import { openForm, placeOfCase } from '../open-form.js';
import type { Click } from './click.js';

/** The form in which any question is asked, from the card. */
export const openQuestionForm: Click = {
  actionId: ACTIONS.form,
  what: 'the question form',
  asks: false,
  async run(deps, origin, value, triggerId) {
    const place = await placeOfCase(deps, origin, readCaseValue(value));
    await openForm(deps, triggerId, questionForm({ catalogue: deps.catalogue, place }));
    return undefined;
  },
};
