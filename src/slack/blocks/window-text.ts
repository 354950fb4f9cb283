import { ALL, briefWindow } from '../../investigation/window.js';
import { shortened, visible } from '../../text.js';

/** A case's window in a few words. A case keeps it as text; whether it has ends is all that matters here, not which. */
export const windowText = (text: string): string =>
  shortened(visible(briefWindow(/^all$/i.test(text) ? ALL : { text, span: { from: '', to: '' } })), 60) || '–';
