import { inWords } from '../reply.js';
import type { Command } from './command.js';
import { readBudget } from './read-words.js';

/** `/ir budget <usd>`: what this case may cost before its next question is stopped. */
export const budget: Command = {
  name: 'budget',
  usage: 'budget <usd>',
  says: 'and what the case may cost, in US dollars.',
  group: 'bounds',
  async run({ cases }, origin, rest) {
    const { number, budgetUsd = 0 } = await cases.setBudget(origin, readBudget(rest));
    return inWords(`Case ${number} may cost $${budgetUsd.toFixed(2)} now. Its history says that you allowed it.`);
  },
};
