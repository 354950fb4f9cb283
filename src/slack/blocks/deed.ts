import type { RichTextElement } from '@slack/types';
import type { Case, Closed, Noted, Reopened } from '../../investigation/case.js';
import { notification, type Rendered } from './message.js';
import { logText, person, richText, section, words } from './rich-text.js';

/** Of a note, as much as the domain takes and more. */
const MAX_NOTE = 3_000;

/** What a person did with the case, as the thread reads it: a note, the end of the case, its resumption. */
export function deedMessage({ number }: Case, deed: Noted | Closed | Reopened): Rendered {
  switch (deed.type) {
    case 'noted':
      return message('📝 ', deed.by, `noted in case ${number}`, deed.text);
    case 'closed':
      return message('🔒 ', deed.by, `closed case ${number}`, deed.note);
    case 'reopened':
      return message('🔓 ', deed.by, `reopened case ${number}`);
  }
}

/** People type what follows the colon, so it is text only. */
function message(sign: string, by: string, did: string, typed?: string): Rendered {
  const said: RichTextElement[] = typed === undefined ? [words('.')] : [words(': '), logText(typed, MAX_NOTE)];
  const text = did.charAt(0).toUpperCase() + did.slice(1);
  return {
    text: notification(typed === undefined ? text : `${text}: ${typed}`),
    blocks: [richText(section(words(sign), person(by), words(` ${did}`), ...said))],
  };
}
