import { ACTIONS, readCaseValue } from '../../blocks/button-value.js';
import { exportedReply } from '../commands/export.js';
import type { Click } from './click.js';

/** A case's answers and history as files, from its card. */
export const exportCase: Click = {
  actionId: ACTIONS.exportCase,
  what: 'export',
  asks: false,
  async run({ cases }, origin, value) {
    const { number } = await cases.openCaseById(origin, readCaseValue(value));
    return exportedReply(await cases.exportEvidence(origin, number));
  },
};
