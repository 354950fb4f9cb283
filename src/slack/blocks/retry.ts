import { ACTIONS, type Retry, retryValue } from './button-value.js';
import { button } from './elements.js';
import { notification, type Rendered } from './message.js';
import { logText, richText, section, words } from './rich-text.js';

/** What went wrong with a question, through no fault of the person's, and the button that asks it once more. For the person alone. */
export function retryMessage(what: string, retry: Retry): Rendered {
  const value = retryValue(retry);
  return {
    text: notification(what),
    blocks: [
      richText(section(words('⚠️ '), logText(what, 1_500))),
      ...(value === undefined
        ? []
        : [{ type: 'actions' as const, elements: [button('Ask again', ACTIONS.retry, value)] }]),
    ],
  };
}
