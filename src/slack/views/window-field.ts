import type { InputBlock } from '@slack/types';
import { textField } from './fields.js';
import type { FormPlace } from './form-place.js';
import { WINDOW_HINT } from './window-hint.js';

/** The field for a question's window, which is that of the case when it is left empty. */
export const windowField = (id: string, place: FormPlace): InputBlock =>
  textField({
    id,
    label: 'Window',
    hint: `${WINDOW_HINT} Left empty: that of the case.`,
    initial: place.case?.window,
    isOptional: true,
  });
