import type { ModalView } from '@slack/types';
import { UserFacingError } from '../../errors.js';
import { readWindow } from '../../investigation/window.js';
import { FORMS } from './callback-ids.js';
import { type FieldChoice, form, radioField, textField } from './fields.js';
import type { Filled } from './filled.js';
import { type FormPlace, metadataOf, placeLine } from './form-place.js';
import { WINDOW_HINT } from './window-hint.js';

const WINDOW = 'window';
const OTHER_WINDOW = 'other_window';
const OTHER = 'other';

const PRESETS: readonly FieldChoice[] = [
  { value: '15m', label: 'Last 15 minutes' },
  { value: '1h', label: 'Last hour' },
  { value: '24h', label: 'Last 24 hours' },
  { value: '7d', label: 'Last 7 days' },
  { value: '30d', label: 'Last 30 days' },
];

const isPreset = (window: string | undefined): boolean => PRESETS.some(({ value }) => value === window);

/** The form that sets the window of a case. */
export function windowForm(place: FormPlace): ModalView {
  const now = place.case?.window;
  const frame = { callbackId: FORMS.window, title: 'Window', submit: 'Set', metadata: metadataOf(place) };
  return form(frame, [
    placeLine(place),
    radioField(
      { id: WINDOW, label: 'Questions that name no window look at' },
      [...PRESETS, { value: OTHER, label: 'Another window' }],
      isPreset(now) ? now : OTHER,
    ),
    textField({
      id: OTHER_WINDOW,
      label: 'Another window',
      hint: WINDOW_HINT,
      initial: isPreset(now) ? undefined : now,
      isOptional: true,
    }),
  ]);
}

/**
 * Reads a window form that was sent off, as text. What is wrong with a field is kept in `filled`.
 *
 * @param now on the clock by which windows are read.
 */
export function readWindowForm({ case: about }: FormPlace, filled: Filled, now: Date): string | undefined {
  const chosen = filled.read(WINDOW, (value) => {
    if (value === undefined) throw new UserFacingError('Choose a window.');
    return value;
  });
  return filled.read(OTHER_WINDOW, (typed) => {
    if (chosen === undefined) return undefined;
    // Who types a window and leaves the choice as it was wants what was typed.
    if (typed !== undefined && (chosen === OTHER || chosen === about?.window)) return readWindow(typed, now).text;
    if (chosen === OTHER) throw new UserFacingError('Type the window, or choose one above.');
    if (typed !== undefined && typed !== about?.window) {
      const label = PRESETS.find(({ value }) => value === chosen)?.label ?? chosen;
      throw new UserFacingError(`"${label}" is chosen above. Choose "Another window" there, or empty this field.`);
    }
    return readWindow(chosen, now).text;
  });
}
