import { noCase } from '../../../investigation/cases.js';
import { caseCard } from '../../blocks/case-card.js';
import type { Command } from './command.js';

/** `/ir status`: the case of this channel, as its card shows it. */
export const status: Command = {
  name: 'status',
  usage: 'status',
  says: "Show this channel's case,",
  group: 'look',
  async run({ cases, caseBudgetUsd }, origin) {
    const investigation = await cases.status(origin);
    if (!investigation) throw noCase();
    return caseCard(investigation, caseBudgetUsd);
  },
};
