import { shortened } from '../../../text.js';
import { ACTIONS } from '../../blocks/button-value.js';
import { questionOf, unknownQuestion } from '../commands/question.js';
import type { Click } from './click.js';

/** A question on the case card. */
export const ask: Click = {
  actionId: ACTIONS.ask,
  what: 'a question',
  asks: true,
  async run({ cases, catalogue }, origin, value = '') {
    const question = questionOf(catalogue, value);
    if (!question) throw unknownQuestion(shortened(value, 60), undefined);
    await cases.ask(origin, question);
    return undefined;
  },
};
