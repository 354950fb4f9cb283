import { ACTIONS, readCasesPageValue } from '../../blocks/button-value.js';
import { casesMessage, MESSAGE_CASES } from '../../blocks/cases.js';
import { casesChoice } from '../../blocks/cases-page.js';
import { publishHome } from '../publish-home.js';
import type { Click } from './click.js';

/** Another page of the workspace's cases, or another selection of them, in the Home tab or in a message. */
export const casesPage: Click = {
  actionId: ACTIONS.casesPage,
  what: 'a page of the cases',
  asks: false,
  replaces: true,
  worksInHome: true,
  async run(deps, origin, value) {
    const selection = readCasesPageValue(value);
    if (origin.channelId === '') {
      await publishHome(deps, origin, selection);
      return undefined;
    }
    const page = { ...selection, userId: origin.userId, at: deps.clock.now().toISOString() };
    return casesMessage(await deps.cases.cases(origin.teamId, MESSAGE_CASES, casesChoice(page)), page);
  },
};
