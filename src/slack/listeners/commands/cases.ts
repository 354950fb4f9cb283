import { casesMessage, MESSAGE_CASES } from '../../blocks/cases.js';
import { casesChoice } from '../../blocks/cases-page.js';
import type { Command } from './command.js';
import { readCaseFilter } from './read-text.js';

/** `/ir cases [open|mine|all]`: the workspace's cases. */
export const cases: Command = {
  name: 'cases',
  usage: 'cases [open|mine|all]',
  says: 'the cases of the workspace,',
  group: 'look',
  async run(deps, { teamId, userId }, rest) {
    const page = { filter: readCaseFilter(rest), from: 0, userId, at: deps.clock.now().toISOString() };
    return casesMessage(await deps.cases.cases(teamId, MESSAGE_CASES, casesChoice(page)), page);
  },
};
