import type { ModalView } from '@slack/types';
import { ACTIONS, type CaseMenuChoice, readCaseMenuValue } from '../../blocks/button-value.js';
import { closeForm } from '../../views/close-form.js';
import type { FormPlace } from '../../views/form-place.js';
import { noteForm } from '../../views/note-form.js';
import { windowForm } from '../../views/window-form.js';
import { openForm, placeOfCase } from '../open-form.js';
import type { Click } from './click.js';
import { exportCase } from './export.js';
import { historyReply } from './history.js';

const FORMS_OF: Readonly<Partial<Record<CaseMenuChoice['what'], (place: FormPlace) => ModalView>>> = {
  window: windowForm,
  note: noteForm,
  close: closeForm,
};

/** The menu of a case's card. */
export const caseMenu: Click = {
  actionId: ACTIONS.caseMenu,
  what: 'the menu of a case',
  asks: false,
  async run(deps, origin, value, triggerId) {
    const { what, caseId } = readCaseMenuValue(value);
    if (what === 'history') return historyReply(deps, origin, caseId);
    if (what === 'export') return exportCase.run(deps, origin, caseId);
    const formOf = FORMS_OF[what];
    if (formOf) await openForm(deps, triggerId, formOf(await placeOfCase(deps, origin, caseId)));
    return undefined;
  },
};
