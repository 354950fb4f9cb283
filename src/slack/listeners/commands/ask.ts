import { formPlace } from '../../views/form-place.js';
import { questionForm } from '../../views/question-form.js';
import { openForm } from '../open-form.js';
import type { Command } from './command.js';
import { unknownDetection } from './run.js';

/** `/ir ask [question]`: the form in which any question is asked. */
export const ask: Command = {
  name: 'ask',
  usage: 'ask [id]',
  says: 'Open a form for any question,',
  group: 'any',
  async run(deps, origin, rest, triggerId) {
    const { catalogue, cases } = deps;
    const id = rest.trim().toLowerCase();
    const chosen = catalogue.views.get(id)?.detection.id ?? id;
    if (chosen !== '' && !catalogue.detections.has(chosen)) throw unknownDetection(id, catalogue);
    const place = formPlace(origin, await cases.status(origin));
    await openForm(deps, triggerId, questionForm({ catalogue, place, chosen }));
    return undefined;
  },
};
